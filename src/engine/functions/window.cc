#include "engine/functions/window.h"

#include <fmt/format.h>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/registry.h"

namespace engine {
namespace {

using duckdb::Value;

base::Result<Typed> numbered(Call& call, const Type& from, const Type& type) {
  std::string name = call_name(call);
  Tree tree = window_tree(*call.over, std::string(call.name), Trees());
  return Typed{from == type ? std::move(tree) : cast_tree(std::move(tree), type), type, std::move(name)};
}
base::Result<Typed> row_position(Call& call) {
  return numbered(call, Type::BIGINT, Type::INTEGER);
}
// More rows than Spark's has numbers for.
base::Result<Typed> trino_row_number(Call& call) {
  call.name = "row_number";
  return numbered(call, Type::BIGINT, Type::BIGINT);
}
base::Result<Typed> relative_position(Call& call) {
  return numbered(call, Type::DOUBLE, Type::DOUBLE);
}

base::Result<Typed> ntile(Call& call) {
  std::string name = call_name(call);
  auto buckets = TRY(argument_as(call, 0, Type::BIGINT));
  auto tree = window_tree(*call.over, "ntile", trees(std::move(buckets)));
  return Typed{cast_tree(std::move(tree), Type::INTEGER), Type::INTEGER, std::move(name)};
}

// The last argument may say whether NULLs are passed over.
base::Result<bool> ignores_nulls(const Call& call, std::size_t index) {
  if (call.arguments.size() <= index) return false;
  const auto& tree = *call.arguments[index].tree;
  const bool constant = tree.GetExpressionClass() == duckdb::ExpressionClass::CONSTANT;
  if (!constant || call.arguments[index].type.id() != duckdb::LogicalTypeId::BOOLEAN)
    return wrong_type(call, index, "a constant BOOLEAN");
  return duckdb::BooleanValue::Get(tree.Cast<duckdb::ConstantExpression>().value);
}

// lag(value, distance, default, ignore nulls)
base::Result<Typed> neighbour(Call& call) {
  std::string name = call_name(call);
  // Spark's names show what is left out.
  if (call.arguments.size() < 3)
    name.insert(name.size() - 1, call.arguments.size() < 2 ? ", 1, NULL" : ", NULL");
  const Type type = call.arguments[0].type;
  const bool ignore = TRY(ignores_nulls(call, 3));
  auto tree = window_tree(*call.over, std::string(call.name), trees(std::move(call.arguments[0].tree)));
  if (call.arguments.size() > 1) tree->offset_expr = TRY(argument_as(call, 1, Type::BIGINT));
  if (call.arguments.size() > 2) tree->default_expr = TRY(argument_as(call, 2, type));
  tree->ignore_nulls = ignore;
  return Typed{std::move(tree), type, std::move(name)};
}

// Of a group, the same as first() and last().
base::Result<Typed> at_edge(Call& call, const char* function, std::string_view of_group) {
  std::string name = call_name(call);
  if (!call.over) {
    call.name = of_group;
    auto value = TRY(call_function(std::move(call)));
    value.name = std::move(name);
    return value;
  }
  const Type type = call.arguments[0].type;
  const bool ignore = TRY(ignores_nulls(call, 1));
  auto tree = window_tree(*call.over, function, trees(std::move(call.arguments[0].tree)));
  tree->ignore_nulls = ignore;
  return Typed{std::move(tree), type, std::move(name)};
}
base::Result<Typed> first_value(Call& call) {
  return at_edge(call, "first_value", "first");
}
base::Result<Typed> last_value(Call& call) {
  return at_edge(call, "last_value", "last");
}

base::Result<Typed> nth_value(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  const bool ignore = TRY(ignores_nulls(call, 2));
  auto place = TRY(argument_as(call, 1, Type::BIGINT));
  auto tree =
      window_tree(*call.over, "nth_value", trees(std::move(call.arguments[0].tree), std::move(place)));
  tree->ignore_nulls = ignore;
  return Typed{std::move(tree), type, std::move(name)};
}

// trino.window_argument(number, what): the offset of lag, lead or nth_value, or the buckets of ntile, which
// fails the query where it is too small.
base::Result<Typed> window_argument(Call& call) {
  std::string name = call_name(call);
  auto number = TRY(argument_as(call, 0, Type::BIGINT));
  auto what = TRY(argument_as(call, 1, Type::VARCHAR));
  return Typed{call_tree("dovetail_window_argument", trees(std::move(number), std::move(what))), Type::BIGINT,
               std::move(name)};
}

constexpr auto kWindow = FunctionRow::Kind::Window;
constexpr FunctionRow kRows[] = {
    {"row_number", 0, 0, row_position, kWindow},
    {"trino.row_number", 0, 0, trino_row_number, kWindow},
    {"rank", 0, 0, row_position, kWindow},
    {"dense_rank", 0, 0, row_position, kWindow},
    {"percent_rank", 0, 0, relative_position, kWindow},
    {"cume_dist", 0, 0, relative_position, kWindow},
    {"ntile", 1, 1, ntile, kWindow},
    {"lag", 1, 4, neighbour, kWindow},
    {"lead", 1, 4, neighbour, kWindow},
    {"first_value", 1, 2, first_value, FunctionRow::Kind::Aggregate},
    {"last_value", 1, 2, last_value, FunctionRow::Kind::Aggregate},
    {"nth_value", 2, 3, nth_value, kWindow},
    {"trino.window_argument", 2, 2, window_argument},
};

}  // namespace

duckdb::unique_ptr<duckdb::WindowExpression> window_tree(const Window& window, std::string function,
                                                         Trees arguments) {
  const auto type = duckdb::WindowExpression::WindowToExpressionType(function);
  auto tree = duckdb::make_uniq<duckdb::WindowExpression>(type, "", "", function);
  tree->children = std::move(arguments);
  for (const auto& partition : window.partitions) tree->partitions.push_back(partition->Copy());
  for (const auto& order : window.orders)
    tree->orders.emplace_back(order.type, order.null_order, order.expression->Copy());
  tree->start = window.start;
  tree->end = window.end;
  if (window.start_distance) tree->start_expr = window.start_distance->Copy();
  if (window.end_distance) tree->end_expr = window.end_distance->Copy();
  return tree;
}

std::span<const FunctionRow> window_functions() {
  return kRows;
}

}  // namespace engine
