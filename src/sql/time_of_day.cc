#include "sql/time_of_day.h"

#include <fmt/format.h>

#include <array>

#include "plan/time_of_day.h"
#include "sql/function_row.h"
#include "sql/functions.h"
#include "sql/time_units.h"

namespace sql {
namespace {

using Arguments = std::vector<Typed>;

constexpr std::int64_t kSecond = 1'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

PlanExpression binary(const char* function, PlanExpression value, std::int64_t number) {
  return plan::call(function, {std::move(value), plan::literal(number)});
}

PlanExpression remainder(PlanExpression value, std::int64_t number) {
  return binary("trino.modulus", std::move(value), number);
}

// `by` is less than a day, in either direction.
PlanExpression moved(PlanExpression time, PlanExpression by) {
  PlanExpression sum = plan::call("trino.add", {std::move(time), std::move(by)});
  return remainder(binary("trino.add", std::move(sum), kDay), kDay);
}

base::Result<std::int64_t> length_of_unit(const Typed& argument, Position position) {
  const std::string unit = TRY(unit_of_time(argument, TypeKind::Time, position));
  return unit == "hour" ? kHour : unit == "minute" ? kMinute : unit == "second" ? kSecond : 1;
}

base::Result<PlanExpression> time_trunc(Arguments arguments, Position position) {
  const std::int64_t unit = TRY(length_of_unit(arguments[0], position));
  return binary("trino.multiply", binary("trino.divide", std::move(arguments[1].plan), unit), unit);
}

base::Result<PlanExpression> time_add(Arguments arguments, Position position) {
  const std::int64_t unit = TRY(length_of_unit(arguments[0], position));
  PlanExpression by = remainder(std::move(arguments[1].plan), kDay / unit);
  return moved(std::move(arguments[2].plan), binary("trino.multiply", std::move(by), unit));
}

base::Result<PlanExpression> time_diff(Arguments arguments, Position position) {
  const std::int64_t unit = TRY(length_of_unit(arguments[0], position));
  PlanExpression between =
      plan::call("trino.subtract", {std::move(arguments[2].plan), std::move(arguments[1].plan)});
  return binary("trino.divide", std::move(between), unit);
}

// The number of a unit, beside that of the unit above.
template <std::int64_t unit, std::int64_t larger>
base::Result<PlanExpression> part(Arguments arguments, Position) {
  return binary("trino.divide", remainder(std::move(arguments[0].plan), larger), unit);
}

base::Result<PlanExpression> local_time(Arguments, Position) {
  return plan::call("trino.time_of_timestamp", {plan::call("current_timestamp", {})});
}

constexpr std::array kRows = std::to_array<Function>({
    {"hour(time) -> bigint", "", false, part<kHour, kDay>},
    {"minute(time) -> bigint", "", false, part<kMinute, kHour>},
    {"second(time) -> bigint", "", false, part<kSecond, kMinute>},
    {"millisecond(time) -> bigint", "", false, part<1, kSecond>},
    {"date_trunc(varchar, time) -> time", "", false, time_trunc},
    {"date_add(varchar, bigint, time) -> time", "", false, time_add},
    {"date_diff(varchar, time, time) -> bigint", "", false, time_diff},
    {"localtime() -> time", "", false, local_time},
});

// On the day that the query began.
base::Result<Typed> today_at(Typed time, const Type& target, OnFailure on_failure, Position position) {
  Typed midnight =
      TRY(cast({plan::call("current_date", {}), {TypeKind::Date}}, timestamp_type(), on_failure, position));
  Arguments arguments;
  arguments.push_back({plan::literal("millisecond"), varchar_type()});
  arguments.push_back({std::move(time.plan), {TypeKind::Bigint}});
  arguments.push_back(std::move(midnight));
  return cast(TRY(call_scalar(Name{"date_add", position}, std::move(arguments))), target, on_failure,
              position);
}

}  // namespace

base::Result<Typed> time_literal(const std::string& text, Position position) {
  const std::optional<std::int64_t> millis = plan::parse_time_of_day(text);
  if (!millis)
    return error_at(position, "INVALID_LITERAL", fmt::format("'{}' is not a valid TIME literal", text));
  const std::size_t point = text.find('.');
  if (point != std::string::npos && text.size() - point - 1 > kTimestampPrecision)
    return not_supported_yet(position, "a time precision other than 3");
  return Typed{plan::literal(*millis), time_type()};
}

base::Result<Typed> cast_time(Typed value, const Type& target, OnFailure on_failure, Position position) {
  if (value.type.kind == TypeKind::Time) {
    if (is_text(target)) return Typed{time_text(std::move(value.plan)), target};
    return today_at(std::move(value), target, on_failure, position);
  }
  if (is_text(value.type)) {
    PlanExpression made = plan::call("trino.time_of_text", {std::move(value.plan)});
    return Typed{attempted(std::move(made), on_failure), target};
  }
  Typed local = TRY(cast(std::move(value), timestamp_type(), on_failure, position));
  return Typed{plan::call("trino.time_of_timestamp", {std::move(local.plan)}), target};
}

std::optional<Typed> time_arithmetic(BinaryOperator op, Typed& left, Typed& right) {
  const bool adds = op == BinaryOperator::Add, back = op == BinaryOperator::Subtract;
  if (adds && left.type.kind == TypeKind::IntervalDay) std::swap(left, right);
  if (back && left.type == right.type)
    return Typed{plan::call("trino.subtract", {std::move(left.plan), std::move(right.plan)}),
                 {TypeKind::IntervalDay}};
  if ((!adds && !back) || left.type.kind != TypeKind::Time || right.type.kind != TypeKind::IntervalDay)
    return std::nullopt;
  PlanExpression by = remainder(std::move(right.plan), kDay);
  if (back) by = plan::call("trino.negate", {std::move(by)});
  return Typed{moved(std::move(left.plan), std::move(by)), time_type()};
}

PlanExpression time_text(PlanExpression time) {
  return plan::call("trino.time_text", {std::move(time)});
}

std::span<const Function> time_of_day_functions() {
  return kRows;
}

}  // namespace sql
