#include "sql/spark_query.h"

#include "base/text.h"
#include "sql/expression_analyzer.h"
#include "sql/parser.h"
#include "sql/query_planner.h"
#include "sql/rules.h"
#include "sql/spark_errors.h"
#include "sql/spark_identifiers.h"

namespace sql {
namespace {

// Of a query all of whose tables are views.
class NoCatalog final : public plan::Catalog {
 public:
  base::Result<std::optional<plan::Table>> table(const std::string&, const std::string&) override {
    return std::optional<plan::Table>();
  }
  base::Result<bool> has_database(const std::string&) override { return false; }
  base::Result<std::vector<plan::Partition>> partitions(
      const plan::Table&, const std::vector<plan::PartitionCondition>&) override {
    return std::vector<plan::Partition>();
  }
};

Rules rules_with(const FunctionNames& functions) {
  Rules rules = *spark().rules;
  rules.functions = &functions;
  return rules;
}

base::Result<Planned> plan_over(std::string_view text, const FindView& views, std::int64_t first_plan_id,
                                std::stop_token stop, const FunctionNames& functions,
                                const SparkParameters& parameters, const TableFunctions* table_functions) {
  const Rules rules = rules_with(functions);
  const BindTokens bind = [&](std::vector<Token> tokens) -> base::Result<std::vector<Token>> {
    return name_spark_identifiers(TRY(bind_spark_parameters(text, std::move(tokens), parameters)));
  };
  const QueryTree tree = TRY(parse_query(text, spark(), bind));
  NoCatalog catalog;
  const std::string database = "default";
  Planning planning{.catalog = catalog,
                    .database = database,
                    .budget = Budget(std::move(stop)),
                    .names = {},
                    .reads = {},
                    .plan_ids = first_plan_id - 1,
                    .hidden = spark_hidden_columns_of(text),
                    .rules = &rules,
                    .views = &views,
                    .table_functions = table_functions};
  return QueryPlanner({.planning = planning}).plan(tree);
}

// All columns of a table or fields of a struct: F.expr("a.b.*"); nothing: the text is no star.
std::optional<PlanExpression> star_alone(std::string_view text) {
  text = base::trim(text);
  if (!text.ends_with(".*") || !parse_table_name(text.substr(0, text.size() - 2), spark()).ok())
    return std::nullopt;
  PlanExpression star = plan::star();
  star.mutable_unresolved_star()->set_unparsed_target(std::string(text));
  return star;
}

base::Result<PlanExpression> plan_alone(std::string_view text, const FunctionNames& functions) {
  if (std::optional<PlanExpression> star = star_alone(text)) return *std::move(star);
  const Rules rules = rules_with(functions);
  const NamedExpression named = TRY(parse_expression(text, spark()));
  Budget budget({});
  const Scope nothing;
  const std::vector<NamedWindow> no_windows;
  const ExpressionAnalyzer analyzer({.scope = nothing,
                                     .clause = "expression",
                                     .budget = budget,
                                     .windows = &no_windows,
                                     .rules = &rules,
                                     .names_anything = true});
  PlanExpression value = TRY(analyzer.analyze(*named.expression)).plan;
  return named.alias ? plan::alias(std::move(value), named.alias->text) : std::move(value);
}

}  // namespace

FindView among(const Views& views) {
  return [&views](const std::vector<std::string>& name) -> base::Result<std::optional<View>> {
    for (const View& view : views)
      if (name.size() == 1 && base::iequals(view.name, name[0])) return view;
    return std::optional<View>();
  };
}

base::Result<std::vector<std::string>> parse_spark_name(std::string_view text) {
  const base::Result<TableName> name = parse_table_name(text, spark());
  if (!name.ok()) return in_sparks_words(name.error(), text);
  std::vector<std::string> parts;
  for (const Name& part : name->parts) parts.push_back(part.text);
  return parts;
}

base::Result<PlanExpression> plan_spark_expression(std::string_view text, const FunctionNames& functions) {
  base::Result<PlanExpression> planned = plan_alone(text, functions);
  if (!planned.ok()) return in_sparks_words(planned.error(), text);
  return planned;
}

base::Result<Planned> plan_spark_query(std::string_view text, const FindView& views,
                                       std::int64_t first_plan_id, std::stop_token stop,
                                       const FunctionNames& functions, const SparkParameters& parameters,
                                       const TableFunctions* table_functions) {
  base::Result<Planned> planned =
      plan_over(text, views, first_plan_id, std::move(stop), functions, parameters, table_functions);
  if (!planned.ok()) return in_sparks_words(planned.error(), text);
  return planned;
}

}  // namespace sql
