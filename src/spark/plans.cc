#include "spark/plans.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "plan/unread_field.h"
#include "spark/errors.h"
#include "spark/plan_walk.h"
#include "sql/spark_functions.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Clients before 4.0 send literals, later ones expressions.
sql::SparkParameters parameters_of(const spark::connect::SQL& sql) {
  const auto literal = [](const plan::Expression::Literal& value) {
    plan::Expression expression;
    *expression.mutable_literal() = value;
    return expression;
  };
  sql::SparkParameters parameters;
  for (const auto& value : sql.pos_args()) parameters.by_place.push_back(literal(value));
  for (const auto& [name, value] : sql.args()) parameters.by_name.emplace(name, literal(value));
  for (const auto& value : sql.pos_arguments()) parameters.by_place.push_back(value);
  for (const auto& [name, value] : sql.named_arguments()) parameters.by_name.emplace(name, value);
  return parameters;
}

// Replaces what a client names by what it means: SQL text by the plan of the query, named tables by their
// relations, functions of the user's own by their code, expressions that are text by expressions. What it
// puts in place is walked again, so a view of views resolves to the end.
class Resolver {
 public:
  Resolver(const Tables& tables, std::stop_token stop) : tables_(tables), stop_(std::move(stop)) {
    for (const auto& [name, function] : tables_.functions().scalars) function_names_.insert(name);
    for (const auto& [name, function] : tables_.functions().tables) function_names_.insert(name);
  }

  base::Result<void> resolve(plan::Relation& root) {
    return walk(root, [&](Message& message) -> base::Result<void> {
      if (message.GetDescriptor() == plan::Relation::descriptor())
        return replace(static_cast<plan::Relation&>(message));
      if (message.GetDescriptor() == plan::Expression::descriptor())
        return replace(static_cast<plan::Expression&>(message));
      return {};
    });
  }

 private:
  base::Result<void> replace(plan::Relation& relation) {
    const bool has_id = relation.common().has_plan_id();
    const std::int64_t id = relation.common().plan_id();
    if (relation.has_with_relations()) take_named(*relation.mutable_with_relations());
    if (relation.has_sql())
      relation = TRY(query(relation.sql()));
    else if (relation.has_read() && relation.read().has_named_table())
      relation = TRY(table(relation.read()));
    else
      return {};
    // Columns of the client's plan name their relation by that id.
    if (has_id) relation = plan::with_plan_id(std::move(relation), id);
    return {};
  }

  base::Result<void> replace(plan::Expression& expression) {
    if (expression.has_call_function() || expression.has_unresolved_function())
      return replace_call(expression);
    if (!expression.has_expression_string()) return {};
    const std::string text = expression.expression_string().expression();
    if (base::trim(text) == "*")
      expression.mutable_unresolved_star();
    else
      expression = TRY(sql::plan_spark_expression(text, function_names_));
    return replace_call(expression);
  }

  // By a name that a client gave it, or by one that the engine has a function for.
  base::Result<void> replace_call(plan::Expression& expression) {
    if (expression.has_call_function()) {
      spark::connect::CallFunction call = expression.call_function();
      auto& function = *expression.mutable_unresolved_function();
      function.set_function_name(call.function_name());
      *function.mutable_arguments() = std::move(*call.mutable_arguments());
    }
    if (!expression.has_unresolved_function()) return {};
    const std::string name = base::to_lower(expression.unresolved_function().function_name());
    const auto known = tables_.functions().scalars.find(name);
    if (known == tables_.functions().scalars.end()) {
      const bool of_rows =
          tables_.functions().tables.contains(name) && sql::find_spark_function(name) == nullptr;
      return of_rows ? no_scalar(name) : base::Result<void>();
    }
    auto arguments = std::move(*expression.mutable_unresolved_function()->mutable_arguments());
    auto& function = *expression.mutable_common_inline_user_defined_function();
    function = known->second;
    *function.mutable_arguments() = std::move(arguments);
    return {};
  }

  // Data frames that a query's text names: spark.sql("select * from {d}", d=frame).
  void take_named(spark::connect::WithRelations& with) {
    auto& references = *with.mutable_references();
    // From the back, because those behind a removed one move up.
    for (int i = references.size() - 1; i >= 0; --i) {
      if (!references[i].has_subquery_alias()) continue;
      named_[references[i].subquery_alias().alias()] = references[i];
      references.DeleteSubrange(i, 1);
    }
  }

  base::Result<std::optional<sql::View>> find(const std::vector<std::string>& name) {
    const auto named = name.size() == 1 ? named_.find(name[0]) : named_.end();
    if (named == named_.end()) return tables_.find(name);
    plan::Relation relation = named->second;
    TRY(resolve(relation));
    std::vector<plan::Column> columns = TRY(tables_.describe(relation));
    return sql::View{.name = name[0], .relation = std::move(relation), .columns = std::move(columns)};
  }

  base::Result<plan::Relation> query(const spark::connect::SQL& sql) {
    TRY(only(sql, {"query", "args", "pos_args", "named_arguments", "pos_arguments"}));
    if (base::trim(sql.query()).empty())
      return plan::spark_error("PARSE_EMPTY_STATEMENT", "Syntax error, unexpected empty statement.", {});
    sql::Planned planned = TRY(sql::plan_spark_query(sql.query(), find_, first_id_, stop_, function_names_,
                                                     parameters_of(sql), &table_functions_));
    first_id_ += kIdsOfAQuery;
    std::vector<std::string> labels;
    for (const sql::OutputColumn& column : planned.columns) labels.push_back(column.label);
    return plan::to_df(std::move(planned.relation), labels);
  }

  static base::Error no_scalar(const std::string& name) {
    return plan::spark_error("NOT_A_SCALAR_FUNCTION",
                             "<functionName> appears as a scalar expression here, but the function was "
                             "defined as a table function. "
                             "Please update the query to move the function call into the FROM clause, or "
                             "redefine <functionName> as "
                             "a scalar function instead.",
                             {{"functionName", fmt::format("`{}`", name)}});
  }

  // One of the session's own, or of those that the engine has. Spark looks for names among both.
  base::Result<std::optional<plan::Relation>> call(const std::string& name,
                                                   std::vector<plan::Expression> arguments) {
    plan::Relation relation;
    const std::string lower = base::to_lower(name);
    const auto own = tables_.functions().tables.find(lower);
    if (own != tables_.functions().tables.end()) {
      auto& function = *relation.mutable_common_inline_user_defined_table_function();
      function = own->second;
      function.mutable_arguments()->Add(arguments.begin(), arguments.end());
    } else if (sql::is_spark_generator(lower)) {
      auto& function = *relation.mutable_unresolved_table_valued_function();
      function.set_function_name(lower);
      function.mutable_arguments()->Add(arguments.begin(), arguments.end());
    } else if (tables_.functions().scalars.contains(lower) || sql::find_spark_function(lower) != nullptr) {
      return plan::spark_error(
          "NOT_A_TABLE_FUNCTION",
          "<functionName> appears as a table function here, but the function was defined as a scalar "
          "function. Please update the query to move the function call outside the FROM clause, or redefine "
          "<functionName> as a table function instead.",
          {{"functionName", fmt::format("`{}`", lower)}});
    } else {
      return std::optional<plan::Relation>();
    }
    return std::optional(std::move(relation));
  }

  // What a function of the session's own declares, nobody needs to ask for.
  base::Result<std::vector<plan::Column>> columns(const plan::Relation& relation) {
    const auto& root = relation.has_with_relations() ? relation.with_relations().root() : relation;
    const auto& function = root.common_inline_user_defined_table_function().python_udtf();
    if (!function.has_return_type()) return tables_.describe(relation);
    const auto& declared = function.return_type();
    const auto type = declared.has_unparsed()
                          ? TRY(plan::parse_type_or_schema(declared.unparsed().data_type_string()))
                          : declared;
    std::vector<plan::Column> columns;
    for (const auto& field : type.struct_().fields())
      columns.push_back({.name = field.name(), .type = plan::type_text(field.data_type()), .comment = ""});
    return columns;
  }

  base::Result<plan::Relation> table(const spark::connect::Read& read) {
    TRY(only(read, {"named_table"}));
    TRY(only(read.named_table(), {"unparsed_identifier"}));
    const auto name = TRY(sql::parse_spark_name(read.named_table().unparsed_identifier()));
    std::optional<sql::View> found = TRY(find_(name));
    if (!found) return no_table(name);
    return plan::with_alias(std::move(found->relation), name.back());
  }

  // Ids of a query's own relations, beyond those that clients count up from 0.
  static constexpr std::int64_t kIdsOfAQuery = 1'000'000;

  const Tables& tables_;
  const sql::FindView find_ = [this](const std::vector<std::string>& name) { return find(name); };
  const sql::TableFunctions table_functions_{
      .call = [this](const std::string& name,
                     std::vector<plan::Expression> arguments) { return call(name, std::move(arguments)); },
      .columns = [this](const plan::Relation& relation) { return columns(relation); }};
  std::map<std::string, plan::Relation> named_;
  sql::FunctionNames function_names_;
  const std::stop_token stop_;
  std::int64_t first_id_ = std::int64_t{1} << 40;
};

}  // namespace

base::Result<void> only(const Message& message, std::initializer_list<std::string_view> members) {
  if (const auto unread = plan::unread_field(message, std::span(members.begin(), members.size())))
    return not_supported(*unread);
  return {};
}

base::Result<plan::Relation> resolved(plan::Relation relation, const Tables& tables, std::stop_token stop) {
  TRY(Resolver(tables, std::move(stop)).resolve(relation));
  return relation;
}

}  // namespace spark_door
