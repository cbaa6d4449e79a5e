#include "engine/functions/floating_comparison.h"

#include <bit>
#include <cmath>
#include <limits>

#include "duckdb/function/function_set.hpp"
#include "duckdb/parser/expression/cast_expression.hpp"
#include "engine/functions/kernel.h"
#include "engine/functions/nested.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

constexpr const char* kEqual = "dovetail_ieee_equal";
constexpr const char* kLess = "dovetail_ieee_less";
constexpr const char* kLessOrEqual = "dovetail_ieee_less_or_equal";
constexpr const char* kGreater = "dovetail_ieee_greater";
constexpr const char* kGreaterOrEqual = "dovetail_ieee_greater_or_equal";
constexpr const char* kOneZero = "dovetail_one_zero";
constexpr const char* kNansLowest = "dovetail_nans_lowest";

bool is_floating(const Type& type) {
  return type.id() == Type::FLOAT || type.id() == Type::DOUBLE;
}

// Whether a second copy of the tree costs nothing: a column or a constant, also as another type.
bool is_small(const duckdb::ParsedExpression& tree) {
  const duckdb::ParsedExpression* inner = &tree;
  while (inner->GetExpressionClass() == duckdb::ExpressionClass::CAST)
    inner = inner->Cast<duckdb::CastExpression>().child.get();
  return inner->GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF ||
         inner->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT;
}

// DuckDB's own comparison holds wherever the kernel's does. Beside it, it lets DuckDB skip row groups and
// join by hash.
base::Result<Typed> compare(Call& call, const char* kernel, ExpressionType duckdbs, std::string_view symbol) {
  const auto type = common_type(call.arguments[0].type, call.arguments[1].type);
  if (!type || !is_floating(*type)) return wrong_type(call, 0, "DOUBLE");
  std::string name = infix_name(symbol, call.arguments[0], call.arguments[1]);
  auto left = TRY(argument_as(call, 0, *type));
  auto right = TRY(argument_as(call, 1, *type));
  Tree quick =
      is_small(*left) && is_small(*right) ? compare_tree(duckdbs, left->Copy(), right->Copy()) : nullptr;
  Tree exact = call_tree(kernel, std::move(left), std::move(right));
  if (quick)
    exact = conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(std::move(quick), std::move(exact)));
  return Typed{std::move(exact), Type::BOOLEAN, std::move(name)};
}

base::Result<Typed> equal(Call& call) {
  return compare(call, kEqual, ExpressionType::COMPARE_EQUAL, "=");
}
base::Result<Typed> less(Call& call) {
  return compare(call, kLess, ExpressionType::COMPARE_LESSTHAN, "<");
}
base::Result<Typed> less_or_equal(Call& call) {
  return compare(call, kLessOrEqual, ExpressionType::COMPARE_LESSTHANOREQUALTO, "<=");
}
base::Result<Typed> greater(Call& call) {
  return compare(call, kGreater, ExpressionType::COMPARE_GREATERTHAN, ">");
}
base::Result<Typed> greater_or_equal(Call& call) {
  return compare(call, kGreaterOrEqual, ExpressionType::COMPARE_GREATERTHANOREQUALTO, ">=");
}

// Items nest in each other: each depth has a name of its own.
Typed with_nans_lowest(Tree value, const Type& type, int depth) {
  if (is_floating(type))
    return {call_tree(kNansLowest, cast_tree(std::move(value), Type::DOUBLE)), Type::BIGINT, ""};
  if (type.id() == duckdb::LogicalTypeId::LIST) {
    const std::string item = "dovetail_ranked_" + std::to_string(depth);
    Typed made = with_nans_lowest(column_tree(item), duckdb::ListType::GetChildType(type), depth + 1);
    return {transform_tree(std::move(value), item, std::move(made.tree)), Type::LIST(made.type), ""};
  }
  if (type.id() != duckdb::LogicalTypeId::STRUCT) return {std::move(value), type, ""};
  duckdb::child_list_t<Type> types;
  Tree made = unless_null(std::move(value), [&](const Tree& known) {
    std::vector<std::pair<std::string, Tree>> fields;
    for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) {
      Typed ranked = with_nans_lowest(field_tree(known->Copy(), name), field, depth + 1);
      types.emplace_back(name, ranked.type);
      fields.emplace_back(name, std::move(ranked.tree));
    }
    return struct_tree(std::move(fields));
  });
  return {std::move(made), Type::STRUCT(std::move(types)), ""};
}

base::Result<Typed> nans_lowest(Call& call) {
  std::string name = call_name(call);
  Typed ranked = with_nans_lowest(std::move(call.arguments[0].tree), call.arguments[0].type, 0);
  ranked.name = std::move(name);
  return ranked;
}

// The bits of a number, so that they order as the numbers do; NaN is below -Infinity.
std::int64_t rank_of(double value) {
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  if (std::isnan(value)) return kLowest;
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);  // one zero
  return bits < 0 ? ~bits ^ kLowest : bits;
}

constexpr FunctionRow kRows[] = {
    {"trino.equal", 2, 2, equal},
    {"trino.less", 2, 2, less},
    {"trino.less_or_equal", 2, 2, less_or_equal},
    {"trino.greater", 2, 2, greater},
    {"trino.greater_or_equal", 2, 2, greater_or_equal},
    {"trino.nans_lowest", 1, 1, nans_lowest},
};

template <typename T, typename Work>
duckdb::ScalarFunction kernel(const Type& type, Work work) {
  return duckdb::ScalarFunction(
      {type, type}, Type::BOOLEAN,
      [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
        duckdb::BinaryExecutor::Execute<T, T, bool>(input.data[0], input.data[1], result, input.size(), work);
      });
}

template <typename From, typename To, typename Work>
duckdb::ScalarFunction of_one(const Type& from, const Type& to, Work work) {
  return duckdb::ScalarFunction(
      {from}, to, [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
        duckdb::UnaryExecutor::Execute<From, To>(input.data[0], result, input.size(), work);
      });
}

template <typename Work>
void add(duckdb::ExtensionLoader& loader, const char* name, Work work) {
  duckdb::ScalarFunctionSet set(name);
  set.AddFunction(kernel<float>(Type::FLOAT, work));
  set.AddFunction(kernel<double>(Type::DOUBLE, work));
  loader.RegisterFunction(std::move(set));
}

}  // namespace

std::span<const FunctionRow> floating_comparison_functions() {
  return kRows;
}

Tree one_zero_tree(Tree value, const Type& type) {
  return is_floating(type) ? call_tree(kOneZero, std::move(value)) : std::move(value);
}

void register_floating_comparison_kernels(duckdb::ExtensionLoader& loader) {
  add(loader, kEqual, [](auto a, auto b) { return a == b; });
  add(loader, kLess, [](auto a, auto b) { return a < b; });
  add(loader, kLessOrEqual, [](auto a, auto b) { return a <= b; });
  add(loader, kGreater, [](auto a, auto b) { return a > b; });
  add(loader, kGreaterOrEqual, [](auto a, auto b) { return a >= b; });
  const auto one_zero = [](auto value) { return value == 0 ? decltype(value)(0) : value; };
  duckdb::ScalarFunctionSet zeros(kOneZero);
  zeros.AddFunction(of_one<float, float>(Type::FLOAT, Type::FLOAT, one_zero));
  zeros.AddFunction(of_one<double, double>(Type::DOUBLE, Type::DOUBLE, one_zero));
  loader.RegisterFunction(std::move(zeros));
  duckdb::ScalarFunctionSet ranks(kNansLowest);
  ranks.AddFunction(of_one<double, std::int64_t>(Type::DOUBLE, Type::BIGINT, rank_of));
  loader.RegisterFunction(std::move(ranks));
}

}  // namespace engine
