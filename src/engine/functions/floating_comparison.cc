#include "engine/functions/floating_comparison.h"

#include "duckdb/function/function_set.hpp"
#include "duckdb/parser/expression/cast_expression.hpp"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

constexpr const char* kEqual = "dovetail_ieee_equal";
constexpr const char* kLess = "dovetail_ieee_less";
constexpr const char* kLessOrEqual = "dovetail_ieee_less_or_equal";
constexpr const char* kGreater = "dovetail_ieee_greater";
constexpr const char* kGreaterOrEqual = "dovetail_ieee_greater_or_equal";

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
  const bool floating = type && (type->id() == Type::FLOAT || type->id() == Type::DOUBLE);
  if (!floating) return wrong_type(call, 0, "DOUBLE");
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

constexpr FunctionRow kRows[] = {
    {"trino.equal", 2, 2, equal},
    {"trino.less", 2, 2, less},
    {"trino.less_or_equal", 2, 2, less_or_equal},
    {"trino.greater", 2, 2, greater},
    {"trino.greater_or_equal", 2, 2, greater_or_equal},
};

template <typename T, typename Work>
duckdb::ScalarFunction kernel(const Type& type, Work work) {
  return duckdb::ScalarFunction(
      {type, type}, Type::BOOLEAN,
      [work](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
        duckdb::BinaryExecutor::Execute<T, T, bool>(input.data[0], input.data[1], result, input.size(), work);
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

void register_floating_comparison_kernels(duckdb::ExtensionLoader& loader) {
  add(loader, kEqual, [](auto a, auto b) { return a == b; });
  add(loader, kLess, [](auto a, auto b) { return a < b; });
  add(loader, kLessOrEqual, [](auto a, auto b) { return a <= b; });
  add(loader, kGreater, [](auto a, auto b) { return a > b; });
  add(loader, kGreaterOrEqual, [](auto a, auto b) { return a >= b; });
}

}  // namespace engine
