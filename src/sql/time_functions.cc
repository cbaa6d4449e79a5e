#include <fmt/format.h>

#include <array>
#include <limits>

#include "sql/cast.h"
#include "sql/function_row.h"
#include "sql/time_units.h"

// https://trino.io/docs/435/functions/datetime.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

// Of a unit that each row names: by the functions of times with a zone, which take such ones.
base::Result<PlanExpression> by_any_unit(const char* function, Arguments arguments, Position position) {
  const Type type = arguments.back().type;
  arguments[0].plan = TRY(any_unit_of_time(std::move(arguments[0]), type.kind, position));
  for (Typed& argument : arguments)
    if (argument.type == type) argument = coerce(std::move(argument), zoned_timestamp_type());
  return plan::call(function, plans(std::move(arguments)));
}

base::Result<PlanExpression> moment_by_any_unit(const char* function, Arguments arguments,
                                                Position position) {
  const Type type = arguments.back().type;
  PlanExpression made = TRY(by_any_unit(function, std::move(arguments), position));
  return plan::cast(plan::call("trino.local_time", {std::move(made)}), to_spark(type));
}

base::Result<PlanExpression> date_trunc(Arguments arguments, Position position) {
  if (constant_text(arguments[0]) == nullptr)
    return moment_by_any_unit("trino.zoned_trunc", std::move(arguments), position);
  std::string unit = TRY(unit_of_time(arguments[0], arguments[1].type.kind, position));
  return plan::call("date_trunc", {plan::literal(unit), std::move(arguments[1].plan)});
}

base::Result<PlanExpression> date_add(Arguments arguments, Position position) {
  if (constant_text(arguments[0]) == nullptr)
    return moment_by_any_unit("trino.zoned_add", std::move(arguments), position);
  std::string unit = TRY(unit_of_time(arguments[0], arguments[2].type.kind, position));
  return plan::call("trino.date_add",
                    {plan::literal(unit), std::move(arguments[1].plan), std::move(arguments[2].plan)});
}

base::Result<PlanExpression> date_diff(Arguments arguments, Position position) {
  if (constant_text(arguments[0]) == nullptr)
    return by_any_unit("trino.zoned_diff", std::move(arguments), position);
  std::string unit = TRY(unit_of_time(arguments[0], arguments[1].type.kind, position));
  std::vector<PlanExpression> moments;
  moments.push_back(std::move(arguments[1].plan));
  moments.push_back(std::move(arguments[2].plan));
  for (std::string_view of_months : {"month", "quarter", "year"}) {
    if (unit == of_months) return plan::call(fmt::format("trino.{}s_between", unit), std::move(moments));
  }
  moments.insert(moments.begin(), plan::literal(unit));
  return plan::call("trino.date_diff", std::move(moments));
}

// Of a day, the date as it is written; of a moment, with a T.
base::Result<PlanExpression> iso_date(Arguments arguments, Position) {
  return plan::cast(std::move(arguments[0].plan), "string");
}

// An interval's number of a unit, beside those of the units around it.
template <std::int64_t unit, std::int64_t larger>
base::Result<PlanExpression> interval_part(Arguments arguments, Position) {
  PlanExpression count = plan::call("trino.divide", {std::move(arguments[0].plan), plan::literal(unit)});
  return plan::call("trino.modulus", {std::move(count), plan::literal(larger)});
}
constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::max();  // is larger

base::Result<PlanExpression> in_milliseconds(Arguments arguments, Position) {
  return std::move(arguments[0].plan);
}

base::Result<PlanExpression> local_now(Arguments, Position) {
  return plan::call("date_trunc", {plan::literal("millisecond"), plan::call("current_timestamp", {})});
}

constexpr std::array kRows = std::to_array<Function>({
    {"year(date) -> bigint", "year", true},
    {"year(timestamp) -> bigint", "year", true},
    {"month(date) -> bigint", "month", true},
    {"month(timestamp) -> bigint", "month", true},
    {"day(date) -> bigint", "dayofmonth", true},
    {"day(timestamp) -> bigint", "dayofmonth", true},
    {"day_of_month(date) -> bigint", "dayofmonth", true},
    {"day_of_month(timestamp) -> bigint", "dayofmonth", true},
    {"quarter(date) -> bigint", "quarter", true},
    {"quarter(timestamp) -> bigint", "quarter", true},
    {"week(date) -> bigint", "weekofyear", true},
    {"week(timestamp) -> bigint", "weekofyear", true},
    {"week_of_year(date) -> bigint", "weekofyear", true},
    {"week_of_year(timestamp) -> bigint", "weekofyear", true},
    {"day_of_week(date) -> bigint", "trino.day_of_week", true},
    {"day_of_week(timestamp) -> bigint", "trino.day_of_week", true},
    {"dow(date) -> bigint", "trino.day_of_week", true},
    {"dow(timestamp) -> bigint", "trino.day_of_week", true},
    {"day_of_year(date) -> bigint", "dayofyear", true},
    {"day_of_year(timestamp) -> bigint", "dayofyear", true},
    {"doy(date) -> bigint", "dayofyear", true},
    {"doy(timestamp) -> bigint", "dayofyear", true},
    {"year_of_week(date) -> bigint", "trino.year_of_week", true},
    {"year_of_week(timestamp) -> bigint", "trino.year_of_week", true},
    {"yow(date) -> bigint", "trino.year_of_week", true},
    {"yow(timestamp) -> bigint", "trino.year_of_week", true},
    {"hour(timestamp) -> bigint", "hour", true},
    {"minute(timestamp) -> bigint", "minute", true},
    {"second(timestamp) -> bigint", "second", true},
    {"millisecond(timestamp) -> bigint", "trino.millisecond"},
    {"year(interval_year) -> bigint", "", false, interval_part<12, kNothing>},
    {"month(interval_year) -> bigint", "", false, interval_part<1, 12>},
    {"day(interval_day) -> bigint", "", false, interval_part<86'400'000, kNothing>},
    {"hour(interval_day) -> bigint", "", false, interval_part<3'600'000, 24>},
    {"minute(interval_day) -> bigint", "", false, interval_part<60'000, 60>},
    {"second(interval_day) -> bigint", "", false, interval_part<1'000, 60>},
    {"millisecond(interval_day) -> bigint", "", false, interval_part<1, 1'000>},
    {"to_milliseconds(interval_day) -> bigint", "", false, in_milliseconds},
    {"parse_duration(varchar) -> interval_day", "trino.parse_duration"},
    {"date_add(varchar, bigint, date) -> date", "", false, date_add},
    {"date_add(varchar, bigint, timestamp) -> timestamp", "", false, date_add},
    {"date_diff(varchar, date, date) -> bigint", "", false, date_diff},
    {"date_diff(varchar, timestamp, timestamp) -> bigint", "", false, date_diff},
    {"date_trunc(varchar, date) -> date", "", true, date_trunc},
    {"date_trunc(varchar, timestamp) -> timestamp", "", false, date_trunc},
    {"last_day_of_month(date) -> date", "trino.last_day_of_month"},
    {"last_day_of_month(timestamp) -> date", "trino.last_day_of_month"},
    {"to_unixtime(timestamp) -> double", "trino.to_unixtime"},
    {"to_iso8601(date) -> varchar", "", false, iso_date},
    {"to_iso8601(timestamp) -> varchar", "trino.to_iso8601"},
    {"date_format(timestamp, varchar) -> varchar", "trino.date_format"},
    {"date_parse(varchar, varchar) -> timestamp", "trino.date_parse", true},
    {"current_date() -> date", "current_date"},
    {"localtimestamp() -> timestamp", "", false, local_now},
});

}  // namespace

std::span<const Function> time_functions() {
  return kRows;
}

}  // namespace sql
