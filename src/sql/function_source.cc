#include <fmt/format.h>

#include "base/text.h"
#include "plan/query_relations.h"
#include "sql/expression_analyzer.h"
#include "sql/spark_errors.h"
#include "sql/spark_functions.h"
#include "sql/table_source.h"

// Table functions in FROM: what they mean, others know (TableFunctions).
namespace sql {
namespace {

base::Error unresolved_function(const std::string& name, Position position) {
  return spark_error(
      position, "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
      "Could not resolve <name> to a table-valued function.\nPlease make sure that <name> is defined as a "
      "table-valued function and that all required parameters are provided correctly.\nIf <name> is not "
      "defined, please create the table-valued function before using it.\nFor more information about "
      "defining "
      "table-valued functions, please refer to the Apache Spark documentation.",
      {{"name", fmt::format("`{}`", name)}});
}

PlanExpression with_name(const Name& name, PlanExpression value) {
  PlanExpression named;
  named.mutable_named_argument_expression()->set_key(name.text);
  *named.mutable_named_argument_expression()->mutable_value() = std::move(value);
  return named;
}

}  // namespace

// The function gets the columns under the names that the query sees, and so do those that say the order.
base::Result<PlanExpression> TableSource::table_argument(const TableFunction::Argument& argument) {
  ScopedRelation rows = TRY(tree(*argument.table));
  std::vector<PlanExpression> columns;
  Scope scope;
  for (Field field : rows.scope.fields()) {
    if (field.hidden || field.behind_table) continue;
    columns.push_back(plan::alias(plan::column(field.plan_name), field.name));
    field.plan_name = plan::quoted(field.name);
    scope.add(std::move(field));
  }
  PlanExpression table = subqueries_.table(plan::project(std::move(rows.relation), std::move(columns)));
  const ExpressionAnalyzer analyzer({.scope = scope,
                                     .clause = "TABLE argument",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries_,
                                     .rules = planning_.rules});
  auto& options = *table.mutable_subquery_expression()->mutable_table_arg_options();
  if (argument.single_partition) options.set_with_single_partition(true);
  for (const ExpressionPtr& key : argument.partition_by)
    *options.add_partition_spec() = TRY(analyzer.analyze(*key)).plan;
  for (const SortItem& item : argument.order_by)
    *options.add_order_spec() =
        plan::sort_order(TRY(analyzer.analyze(*item.expression)).plan, item.descending, item.nulls_first);
  return table;
}

base::Result<plan::Relation> TableSource::call_of(const TableFunction& function, Position position,
                                                  const ExpressionAnalyzer& analyzer) {
  std::vector<PlanExpression> arguments;
  for (const TableFunction::Argument& argument : function.arguments) {
    PlanExpression value =
        argument.table ? TRY(table_argument(argument)) : TRY(analyzer.analyze(*argument.value)).plan;
    arguments.push_back(argument.name ? with_name(*argument.name, std::move(value)) : std::move(value));
  }
  std::optional<plan::Relation> call;
  if (planning_.table_functions != nullptr)
    call = TRY(planning_.table_functions->call(function.name.text, std::move(arguments)));
  const std::string name = base::to_lower(function.name.text);
  if (!call && (find_spark_function(name) != nullptr || is_unsupported_spark_function(name)))
    return not_supported_yet(position, "the table function " + name);
  if (!call) return unresolved_function(function.name.text, position);
  return *std::move(call);
}

// What columns it gives is known beside the rows that it is called for.
base::Result<ScopedRelation> TableSource::with_columns(plan::Relation call, const ScopedRelation* left) {
  const auto columns_of = [&](plan::Relation relation) {
    return planning_.table_functions->columns(std::as_const(subqueries_).around(std::move(relation)));
  };
  std::vector<plan::Column> columns;
  const bool declared = call.common_inline_user_defined_table_function().python_udtf().has_return_type();
  if (left == nullptr || declared) {
    columns = TRY(columns_of(call));
  } else {
    const std::size_t before = TRY(columns_of(left->relation)).size();
    columns =
        TRY(columns_of(plan::lateral_join(left->relation, call, spark::connect::Join::JOIN_TYPE_INNER)));
    columns.erase(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(before));
  }
  ScopedRelation side;
  std::vector<std::string> names;
  for (const plan::Column& column : columns) {
    names.push_back(planning_.names.unique(column.name));
    side.scope.add(
        {.name = column.name, .plan_name = names.back(), .type = kDeferred, .catalog_type = column.type});
  }
  side.relation = plan::to_df(std::move(call), names);
  return side;
}

base::Result<ScopedRelation> TableSource::called(const TableFunction& function, const FromItem& item,
                                                 const ScopedRelation* left) {
  TRY(count_table(item.position));
  const Scope nothing;
  const ExpressionAnalyzer analyzer({.scope = left == nullptr ? nothing : left->scope,
                                     .clause = "table function",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries_,
                                     .outer = around_.outer,
                                     .rules = planning_.rules});
  ScopedRelation side = TRY(with_columns(TRY(call_of(function, item.position, analyzer)), left));
  const std::size_t columns = side.scope.fields().size();
  if (!item.column_aliases.empty() && item.column_aliases.size() != columns)
    return spark_error(item.position, "NUM_TABLE_VALUE_ALIASES_MISMATCH",
                       "Number of given aliases does not match number of output columns.\nFunction name: "
                       "<funcName>; number of aliases: <aliasesNum>; number of output columns: <outColsNum>.",
                       {{"funcName", fmt::format("`{}`", function.name.text)},
                        {"aliasesNum", std::to_string(item.column_aliases.size())},
                        {"outColsNum", std::to_string(columns)}});
  return side;
}

}  // namespace sql
