#include "sql/intervals.h"

#include <fmt/format.h>

#include <limits>

#include "sql/cast.h"
#include "sql/functions.h"
#include "sql/operators.h"
#include "sql/time_of_day.h"

namespace sql {
namespace {

constexpr std::int64_t kDay = 86'400'000;  // in milliseconds

using Result = base::Result<std::optional<Typed>>;

Type interval_day() {
  return {TypeKind::IntervalDay};
}

Typed number(PlanExpression value) {
  return {std::move(value), {TypeKind::Bigint}};
}

// What lies between two times, of which one becomes of the other's type.
base::Result<Typed> difference(Typed left, Typed right, Position position) {
  const Type type = *common_type(left.type, right.type);
  const bool of_dates = type.kind == TypeKind::Date;
  std::vector<Typed> arguments;
  arguments.push_back({plan::literal(of_dates ? "day" : "millisecond"), varchar_type()});
  arguments.push_back(coerce(std::move(right), type));
  arguments.push_back(coerce(std::move(left), type));
  Typed count = TRY(call_scalar(Name{"date_diff", position}, std::move(arguments)));
  if (of_dates) count.plan = plan::call("trino.multiply", {std::move(count.plan), plan::literal(kDay)});
  return Typed{std::move(count.plan), interval_day()};
}

PlanExpression whole_days(PlanExpression millis, bool back) {
  const std::int64_t constant = millis.literal().long_();
  if (millis.has_literal() && constant % kDay == 0) return plan::literal(constant / kDay);
  return plan::call("trino.interval_days", {std::move(millis), plan::literal(back ? "subtract" : "add"),
                                            plan::literal(back ? "from" : "to")});
}

base::Result<Typed> moved(Typed time, Typed by, bool back, Position position) {
  const bool of_months = by.type.kind == TypeKind::IntervalYear, date = time.type.kind == TypeKind::Date;
  PlanExpression count = std::move(by.plan);
  if (date && !of_months) count = whole_days(std::move(count), back);
  if (back && count.has_literal()) {
    count = plan::literal(-count.literal().long_());
  } else if (back) {
    count = plan::call("trino.negate", {std::move(count)});
  }
  std::vector<Typed> arguments;
  arguments.push_back({plan::literal(of_months ? "month" : date ? "day" : "millisecond"), varchar_type()});
  arguments.push_back(number(std::move(count)));
  arguments.push_back(std::move(time));
  return call_scalar(Name{"date_add", position}, std::move(arguments));
}

// Interval and number.
base::Result<Typed> scaled(BinaryOperator op, Typed interval, Typed factor, Position position) {
  const Type type = interval.type;
  if (op == BinaryOperator::Multiply && is_integral(factor.type)) {
    Typed product = TRY(arithmetic(op, number(std::move(interval.plan)), std::move(factor), position));
    return Typed{std::move(product.plan), type};
  }
  const char* function = op == BinaryOperator::Multiply ? "trino.interval_times" : "trino.interval_over";
  PlanExpression by = coerce(std::move(factor), {TypeKind::Double}).plan;
  return Typed{plan::call(function, {std::move(interval.plan), std::move(by)}), type};
}

base::Result<Typed> sum(BinaryOperator op, Typed left, Typed right, Position position) {
  const Type type = left.type;
  Typed total = TRY(arithmetic(op, number(std::move(left.plan)), number(std::move(right.plan)), position));
  return Typed{std::move(total.plan), type};
}

}  // namespace

bool counts_months(const Interval& interval) {
  return interval.unit == "month" || interval.unit == "year";
}

std::int64_t millis_of(const Interval& interval) {
  const std::int64_t unit = interval.unit == "millisecond" ? 1
                            : interval.unit == "second"    ? 1'000
                            : interval.unit == "minute"    ? 60'000
                            : interval.unit == "hour"      ? 3'600'000
                            : interval.unit == "day"       ? kDay
                                                           : 7 * kDay;
  return interval.count * unit;
}

base::Result<Typed> interval_literal(const Interval& literal, Position position) {
  const auto invalid = [&](const std::string& text) {
    return error_at(position, "INVALID_LITERAL", fmt::format("'{}' is not a valid INTERVAL literal", text));
  };
  if (!literal.invalid.empty()) return invalid(literal.invalid);
  if (!counts_months(literal)) return Typed{plan::literal(millis_of(literal)), {TypeKind::IntervalDay}};
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  const std::int64_t each = literal.unit == "year" ? 12 : 1;
  if (literal.count > kMost / each || literal.count < -kMost / each)
    return invalid(std::to_string(literal.count));
  return Typed{plan::literal(literal.count * each), {TypeKind::IntervalYear}};
}

Result interval_arithmetic(BinaryOperator op, Typed& left, Typed& right, Position position) {
  const bool adds = op == BinaryOperator::Add, back = op == BinaryOperator::Subtract;
  const bool scales = op == BinaryOperator::Multiply || op == BinaryOperator::Divide;
  if (left.type.kind == TypeKind::Time || right.type.kind == TypeKind::Time)
    return time_arithmetic(op, left, right);
  if (back && is_time(left.type) && is_time(right.type))
    return std::optional(TRY(difference(std::move(left), std::move(right), position)));
  if ((adds || back) && is_time(left.type) && is_interval(right.type))
    return std::optional(TRY(moved(std::move(left), std::move(right), back, position)));
  if (adds && is_interval(left.type) && is_time(right.type))
    return std::optional(TRY(moved(std::move(right), std::move(left), false, position)));
  if ((adds || back) && is_interval(left.type) && left.type == right.type)
    return std::optional(TRY(sum(op, std::move(left), std::move(right), position)));
  if (scales && is_interval(left.type) && is_numeric(right.type))
    return std::optional(TRY(scaled(op, std::move(left), std::move(right), position)));
  if (op == BinaryOperator::Multiply && is_numeric(left.type) && is_interval(right.type))
    return std::optional(TRY(scaled(op, std::move(right), std::move(left), position)));
  return std::optional<Typed>();
}

PlanExpression interval_text(Typed interval) {
  const bool of_months = interval.type.kind == TypeKind::IntervalYear;
  return plan::call(of_months ? "trino.interval_year_text" : "trino.interval_day_text",
                    {std::move(interval.plan)});
}

}  // namespace sql
