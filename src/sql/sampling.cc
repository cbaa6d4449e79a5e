#include "sql/sampling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "plan/query_relations.h"
#include "sql/expression_analyzer.h"

namespace sql {
namespace {

// A number from 0 to 100, without any column.
base::Result<double> percentage_of(const Expression& expression, Budget& budget) {
  const Position position = expression.position;
  const Scope nothing;
  const base::Result<Typed> value =
      ExpressionAnalyzer({.scope = nothing, .clause = "TABLESAMPLE", .budget = budget}).analyze(expression);
  if (!value.ok() && value.error().code == "COLUMN_NOT_FOUND")
    return error_at(position, "EXPRESSION_NOT_CONSTANT",
                    "Sample percentage cannot contain column references");
  if (!value.ok()) return value.error();
  if (value->type.kind == TypeKind::Unknown)
    return error_at(position, "INVALID_ARGUMENTS", "Sample percentage cannot be NULL");
  if (!is_numeric(value->type))
    return error_at(position, "TYPE_MISMATCH", "Sample percentage should be a numeric expression");
  const bool negative = std::holds_alternative<Negation>(expression.node);
  const auto* number = std::get_if<NumberLiteral>(
      negative ? &std::get<Negation>(expression.node).operand->node : &expression.node);
  if (number == nullptr) return not_supported_yet(position, "a sample percentage that is computed");
  const double percentage = std::strtod(number->digits.c_str(), nullptr);
  return negative ? -percentage : percentage;
}

}  // namespace

base::Result<plan::Relation> sampled(plan::Relation rows, const Sample& sample, Budget& budget) {
  if (sample.rows) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    return plan::limit(std::move(rows), static_cast<std::int32_t>(std::min(*sample.rows, kMost)));
  }
  if (!sample.percentage) return plan::sample(std::move(rows), sample.share);
  const double percentage = TRY(percentage_of(*sample.percentage, budget));
  if (percentage < 0 || percentage > 100)
    return error_at(sample.position, "NUMERIC_VALUE_OUT_OF_RANGE",
                    fmt::format("Sample percentage must be {}",
                                percentage < 0 ? "greater than or equal to 0" : "less than or equal to 100"));
  return plan::sample(std::move(rows), percentage / 100);
}

}  // namespace sql
