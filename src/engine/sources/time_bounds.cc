#include "engine/sources/time_bounds.h"

#include <optional>

#include "duckdb/planner/expression/bound_between_expression.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/expression/bound_comparison_expression.hpp"
#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"

namespace engine {
namespace {

using duckdb::Expression;
using duckdb::ExpressionType;
using Conditions = duckdb::vector<duckdb::unique_ptr<Expression>>;
using Id = duckdb::LogicalTypeId;

constexpr std::int64_t kMillisecond = 1'000, kDay = 86'400'000'000;

bool is_time(const duckdb::LogicalType& type) {
  return type.id() == Id::TIMESTAMP || type.id() == Id::TIMESTAMP_TZ;
}

// What is made of a column: at most so many microseconds before it, and after it.
struct MadeOfColumn {
  const duckdb::BoundColumnRefExpression* column = nullptr;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

std::optional<MadeOfColumn> made_of_column(const Expression& value, const duckdb::LogicalGet& scan) {
  if (value.GetExpressionClass() == duckdb::ExpressionClass::BOUND_COLUMN_REF) {
    const auto& column = value.Cast<duckdb::BoundColumnRefExpression>();
    if (column.binding.table_index != scan.table_index || !is_time(column.return_type)) return std::nullopt;
    return MadeOfColumn{.column = &column};
  }
  if (value.GetExpressionClass() != duckdb::ExpressionClass::BOUND_FUNCTION) return std::nullopt;
  const auto& call = value.Cast<duckdb::BoundFunctionExpression>();
  const std::string& name = call.function.name;
  const bool rounds = name == "dovetail_rounded_to_millis", cuts = name == "dovetail_day";
  if (!rounds && !cuts && name != "dovetail_utc") return std::nullopt;
  auto made = made_of_column(*call.children[0], scan);
  if (!made) return std::nullopt;
  made->before += rounds ? kMillisecond : cuts ? kDay : 0;
  made->after += rounds ? kMillisecond : 0;
  return made;
}

std::optional<std::int64_t> micros_of(const Expression& value) {
  if (value.GetExpressionClass() != duckdb::ExpressionClass::BOUND_CONSTANT) return std::nullopt;
  const auto& constant = value.Cast<duckdb::BoundConstantExpression>().value;
  if (constant.IsNull()) return std::nullopt;
  if (is_time(constant.type())) return constant.GetValueUnsafe<duckdb::timestamp_t>().value;
  if (constant.type().id() != Id::DATE) return std::nullopt;
  duckdb::timestamp_t midnight;
  const auto day = constant.GetValueUnsafe<duckdb::date_t>();
  if (!duckdb::Timestamp::TryFromDatetime(day, duckdb::dtime_t(0), midnight)) return std::nullopt;
  return midnight.value;
}

void add_bound(const MadeOfColumn& made, ExpressionType type, const Expression& bound, Conditions& bounds) {
  const bool low = type == ExpressionType::COMPARE_GREATERTHAN ||
                   type == ExpressionType::COMPARE_GREATERTHANOREQUALTO ||
                   type == ExpressionType::COMPARE_EQUAL;
  const bool high = type == ExpressionType::COMPARE_LESSTHAN ||
                    type == ExpressionType::COMPARE_LESSTHANOREQUALTO ||
                    type == ExpressionType::COMPARE_EQUAL;
  const auto micros = micros_of(bound);
  if (!micros || (made.before == 0 && made.after == 0 && made.column->return_type == bound.return_type))
    return;
  const auto add = [&](ExpressionType comparison, std::int64_t distance) {
    std::int64_t value = 0;
    if (__builtin_add_overflow(*micros, distance, &value)) return;
    if (!duckdb::Timestamp::IsFinite(duckdb::timestamp_t(value))) return;
    auto constant = duckdb::Value::BIGINT(value);
    constant.Reinterpret(made.column->return_type);
    bounds.push_back(duckdb::make_uniq<duckdb::BoundComparisonExpression>(
        comparison, made.column->Copy(),
        duckdb::make_uniq<duckdb::BoundConstantExpression>(std::move(constant))));
  };
  if (low) add(ExpressionType::COMPARE_GREATERTHANOREQUALTO, -made.after);
  if (high) add(ExpressionType::COMPARE_LESSTHANOREQUALTO, made.before);
}

void add_bounds(const duckdb::LogicalGet& scan, const Expression& condition, Conditions& bounds) {
  if (condition.GetExpressionClass() == duckdb::ExpressionClass::BOUND_BETWEEN) {
    const auto& between = condition.Cast<duckdb::BoundBetweenExpression>();
    const auto made = made_of_column(*between.input, scan);
    if (!made) return;
    add_bound(*made, ExpressionType::COMPARE_GREATERTHANOREQUALTO, *between.lower, bounds);
    add_bound(*made, ExpressionType::COMPARE_LESSTHANOREQUALTO, *between.upper, bounds);
  }
  if (condition.GetExpressionClass() != duckdb::ExpressionClass::BOUND_COMPARISON) return;
  const auto& comparison = condition.Cast<duckdb::BoundComparisonExpression>();
  if (const auto made = made_of_column(*comparison.left, scan))
    add_bound(*made, condition.GetExpressionType(), *comparison.right, bounds);
  else if (const auto turned = made_of_column(*comparison.right, scan))
    add_bound(*turned, duckdb::FlipComparisonExpression(condition.GetExpressionType()), *comparison.left,
              bounds);
}

}  // namespace

void add_time_bounds(const duckdb::LogicalGet& scan, Conditions& conditions) {
  if (!scan.table_filters.filters.empty()) return;  // they were added before
  Conditions bounds;
  for (const auto& condition : conditions) add_bounds(scan, *condition, bounds);
  for (auto& bound : bounds) conditions.push_back(std::move(bound));
}

}  // namespace engine
