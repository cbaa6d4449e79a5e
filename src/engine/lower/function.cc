#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/aggregate.h"
#include "engine/functions/nested.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "engine/lower/partitioning.h"
#include "plan/file_columns.h"
#include "spark/connect/expressions.pb.h"

// Calls, and the lambdas that some functions take.
namespace engine {
namespace {

using Parameters = std::vector<Typed>;

constexpr const char* kVariableName = "namedlambdavariable()";  // of every one, in the names of columns

Type item_of(const Typed& list) {
  return duckdb::ListType::GetChildType(list.type);
}
bool is_list(const Typed& value) {
  return value.type.id() == duckdb::LogicalTypeId::LIST;
}
bool is_map(const Typed& value) {
  return value.type.id() == duckdb::LogicalTypeId::MAP;
}

// A lambda of DuckDB's, whose parameters hold those of the plan's.
struct Shape {
  std::vector<std::string> names;
  Parameters parameters;
};

Typed place(const std::string& name, std::int64_t index, const Type& type) {
  return {call_tree("struct_extract", trees(column_tree(name), constant_tree(duckdb::Value::BIGINT(index)))),
          type, name};
}
Typed field(const std::string& name, const std::string& field, const Type& type) {
  return {field_tree(column_tree(name), field), type, name};
}

template <typename... T>
Shape shape(std::vector<std::string> names, T... parameters) {
  Shape made{.names = std::move(names)};
  (made.parameters.push_back(std::move(parameters)), ...);
  return made;
}

// What a function hands to the lambda that is its next argument; nothing: a function, or a number of
// parameters, that we do not know.
std::optional<Shape> shape_of(const Call& call, const std::vector<std::string>& names) {
  const auto& given = call.arguments;
  const bool reduces = base::iequals(call.name, "trino.reduce") || base::iequals(call.name, "aggregate") ||
                       base::iequals(call.name, "reduce");
  const bool reduces_rows = base::iequals(call.name, "trino.reduce_agg");
  const auto itself = [&](const Type& type) { return Typed{column_tree(names[0]), type, names[0]}; };
  if (reduces && given.size() == 2 && names.size() == 2 && is_list(given[0]))
    return shape(names, field(names[0], "state", given[1].type), field(names[1], "item", item_of(given[0])));
  if (reduces_rows && given.size() == 2 && names.size() == 2)
    return shape(names, field(names[0], "state", given[1].type), field(names[1], "item", given[0].type));
  if (reduces && given.size() == 3 && names.size() == 1) return shape(names, itself(given[1].type));
  const bool sorts =
      base::iequals(call.name, "trino.array_sort_by") || base::iequals(call.name, "array_sort");
  if (sorts && given.size() == 1 && names.size() == 2 && is_list(given[0])) {
    const std::string pair = "pair_" + names[0];
    return shape({pair}, place(pair, 1, item_of(given[0])), place(pair, 2, item_of(given[0])));
  }
  if (base::iequals(call.name, "trino.regexp_transform") && given.size() == 2 && names.size() == 1)
    return shape(names, itself(Type::LIST(Type::VARCHAR)));
  if (given.size() == 2 && names.size() == 3 && is_map(given[0]) && is_map(given[1])) {
    const std::string entry = "entry_" + names[0];
    return shape({entry}, field(entry, "key", duckdb::MapType::KeyType(given[0].type)),
                 field(entry, "left", duckdb::MapType::ValueType(given[0].type)),
                 field(entry, "right", duckdb::MapType::ValueType(given[1].type)));
  }
  if (given.size() == 2 && names.size() == 2 && is_list(given[0]) && is_list(given[1])) {
    const std::string pair = "pair_" + names[0];  // unlike those of lambdas around it
    return shape({pair}, place(pair, 1, item_of(given[0])), place(pair, 2, item_of(given[1])));
  }
  if (given.size() != 1) return std::nullopt;
  if (is_map(given[0]) && names.size() == 2) {
    const std::string entry = "entry_" + names[0];
    return shape({entry}, field(entry, "key", duckdb::MapType::KeyType(given[0].type)),
                 field(entry, "value", duckdb::MapType::ValueType(given[0].type)));
  }
  if (is_list(given[0]) && names.size() == 1) return shape(names, itself(item_of(given[0])));
  // An item and its place, which DuckDB counts from 1.
  if (is_list(given[0]) && names.size() == 2)
    return shape(names, itself(item_of(given[0])),
                 Typed{cast_tree(call_tree("-", column_tree(names[1]), number_tree(1)), Type::INTEGER),
                       Type::INTEGER, names[1]});
  return std::nullopt;
}

std::vector<std::string> names_of(const connect::Expression_LambdaFunction& lambda) {
  std::vector<std::string> names;
  for (const auto& parameter : lambda.arguments())
    names.push_back(base::join(
        std::vector<std::string>(parameter.name_parts().begin(), parameter.name_parts().end()), "."));
  return names;
}

}  // namespace

// ORDER BY and FILTER of an aggregate stand behind its arguments: a sort order, and
// trino.rows_where(condition).
base::Result<bool> Lowering::aggregate_clause(const connect::Expression& argument, Call& call,
                                              const Columns& columns) {
  if (argument.has_sort_order()) {
    auto order =
        TRY(sort_order(argument.sort_order(), columns, call.distinct ? SortKey::Argument : SortKey::Made));
    // A constant orders nothing.
    if (order.expression->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT)
      call.orders.push_back(std::move(order));
    return true;
  }
  const auto& function = argument.unresolved_function();
  if (!argument.has_unresolved_function() || !base::iequals(function.function_name(), "trino.rows_where"))
    return false;
  TRY(consume_only(function, {"function_name", "arguments"}));
  if (function.arguments_size() != 1 || call.filter) return unsupported("several conditions on an aggregate");
  auto condition = TRY(expression(function.arguments(0), columns));
  call.filter = TRY(coerce(std::move(condition), Type::BOOLEAN, session_)).tree;
  return true;
}

// first and last pass over NULLs there.
void Lowering::take_pivot_rows(Call& call) const {
  Tree condition = (*pivot_condition_)->Copy();
  call.filter = call.filter ? conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND,
                                               trees(std::move(call.filter), std::move(condition)))
                            : std::move(condition);
  const bool at_end = base::iequals(call.name, "first") || base::iequals(call.name, "last");
  if (at_end && call.arguments.size() == 1)
    call.arguments.push_back({constant_tree(duckdb::Value::BOOLEAN(true)), Type::BOOLEAN, "true"});
}

base::Result<Typed> Lowering::function(const connect::Expression& expression, const Columns& columns,
                                       const Window* over) {
  const auto& function = expression.unresolved_function();
  TRY(consume_only(function, {"function_name", "arguments", "is_distinct", "is_internal"}));
  if (function.function_name() == "trino.any") return any_comparison(function, columns);
  if (base::iequals(function.function_name(), "window")) return time_window(expression);
  if (const OutputColumn* number = partition_number(columns);
      number && names_partition(expression) && function.arguments().empty())
    return Typed{column_tree(number->id), number->type, "SPARK_PARTITION_ID()"};
  if (plan::is_file_function(function.function_name()))
    if (auto value = TRY(input_file_value(function, columns))) return *std::move(value);
  Call call{.name = function.function_name(),
            .distinct = function.is_distinct(),
            .session = session_,
            .over = over};
  for (const auto& argument : function.arguments()) {
    if (TRY(aggregate_clause(argument, call, columns))) continue;
    if (argument.has_lambda_function()) {
      call.arguments.push_back(TRY(lambda(argument.lambda_function(), call, columns)));
      continue;
    }
    // count(*) counts rows, as count(1) does.
    if (argument.has_unresolved_star() && base::iequals(call.name, "count") && !call.distinct) {
      TRY(consume_only(argument.unresolved_star(), {}));
      call.arguments.push_back({constant_tree(duckdb::Value::INTEGER(1)), Type::INTEGER, "1"});
      continue;
    }
    if (auto fields = TRY(fields_of_star(argument, columns))) {
      for (Typed& field : *fields) call.arguments.push_back(std::move(field));
      continue;
    }
    if (const auto several = TRY(starred(argument, columns))) {
      for (const auto& column : *several) call.arguments.push_back(value_of(column));
      continue;
    }
    call.arguments.push_back(TRY(this->expression(argument, columns)));
  }
  if (pivot_condition_ != nullptr && is_aggregate(call.name)) take_pivot_rows(call);
  const bool of_files = over == nullptr && is_aggregate(call.name) && !plan::file_function_of(function).empty();
  auto value = TRY(call_function(std::move(call)));
  return of_files ? base::Result<Typed>(aggregates_file(value.name)) : std::move(value);
}

// The plan makes the names of parameters unlike each other.
base::Result<Typed> Lowering::lambda(const connect::Expression_LambdaFunction& lambda, const Call& call,
                                     const Columns& columns) {
  TRY(consume_only(lambda, {"function", "arguments"}));
  for (const auto& parameter : lambda.arguments()) TRY(consume_only(parameter, {"name_parts"}));
  const std::vector<std::string> names = names_of(lambda);
  auto shape = shape_of(call, names);
  if (!shape) return unsupported(fmt::format("a lambda of {} parameters in {}", names.size(), call.name));
  for (std::size_t i = 0; i < names.size(); ++i)
    lambda_variables_.emplace_back(names[i], std::move(shape->parameters[i]));
  auto body = expression(lambda.function(), columns);
  for (std::size_t i = 0; i < names.size(); ++i) lambda_variables_.pop_back();
  if (!body.ok()) return body;
  std::string label = fmt::format("lambdafunction({}", body->name);
  for (std::size_t i = 0; i < names.size(); ++i) label += fmt::format(", {}", kVariableName);
  return Typed{lambda_tree(std::move(shape->names), std::move(body->tree)), body->type, label + ")"};
}

base::Result<Typed> Lowering::lambda_variable(const connect::Expression& expression) {
  const auto& variable = expression.unresolved_named_lambda_variable();
  TRY(consume_only(variable, {"name_parts"}));
  const std::string name =
      base::join(std::vector<std::string>(variable.name_parts().begin(), variable.name_parts().end()), ".");
  for (auto known = lambda_variables_.rbegin(); known != lambda_variables_.rend(); ++known) {
    if (known->first == name) return Typed{known->second.tree->Copy(), known->second.type, kVariableName};
  }
  return base::refusal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", 400,
                       fmt::format("The lambda variable `{}` is not known here.", name));
}

}  // namespace engine
