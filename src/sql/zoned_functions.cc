#include <fmt/format.h>

#include <array>

#include "sql/cast.h"
#include "sql/function_row.h"
#include "sql/time_units.h"

// Timestamps with their zone: https://trino.io/docs/435/functions/datetime.html. What asks for a part of a
// time is asked of the clock on the wall of that zone.
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

// A function's name, as a parameter of a template.
template <std::size_t size>
struct Text {
  constexpr Text(const char (&text)[size]) { std::copy_n(text, size, value); }  // NOLINT: as a literal is
  char value[size];
};

// The function of local time, over the first argument's.
template <Text function>
base::Result<PlanExpression> of_wall(Arguments arguments, Position) {
  arguments[0].plan = plan::call("trino.local_time", {std::move(arguments[0].plan)});
  return plan::call(function.value, plans(std::move(arguments)));
}

base::Result<PlanExpression> with_unit(const char* function, Arguments arguments, Position position) {
  arguments[0].plan = TRY(any_unit_of_time(std::move(arguments[0]), TypeKind::TimestampWithZone, position));
  return plan::call(function, plans(std::move(arguments)));
}
base::Result<PlanExpression> date_add(Arguments arguments, Position position) {
  return with_unit("trino.zoned_add", std::move(arguments), position);
}
base::Result<PlanExpression> date_diff(Arguments arguments, Position position) {
  return with_unit("trino.zoned_diff", std::move(arguments), position);
}
base::Result<PlanExpression> date_trunc(Arguments arguments, Position position) {
  return with_unit("trino.zoned_trunc", std::move(arguments), position);
}

base::Result<PlanExpression> now(Arguments, Position) {
  return plan::call("trino.zoned_of", {plan::call("current_timestamp", {})});
}

base::Result<PlanExpression> session_zone(Arguments, Position) {
  return plan::literal("UTC");
}

base::Result<PlanExpression> from_unixtime(Arguments arguments, Position) {
  arguments.push_back({plan::literal("UTC"), varchar_type()});
  return plan::call("trino.from_unixtime", plans(std::move(arguments)));
}

// Years of two digits are of the hundred years around now.
base::Result<PlanExpression> parse_datetime(Arguments arguments, Position) {
  PlanExpression this_year = plan::call("year", {plan::call("current_date", {})});
  return plan::call("trino.parse_datetime", {std::move(arguments[0].plan), std::move(arguments[1].plan),
                                             checked(std::move(this_year), {TypeKind::Bigint}).plan});
}

// A time has milliseconds here, as Athena's tables have.
base::Result<PlanExpression> of_nanoseconds(Arguments, Position position) {
  return not_supported_yet(position, "timestamp(9) with time zone");
}

constexpr std::array kRows = std::to_array<Function>({
    {"from_unixtime_nanos(bigint) -> timestamp_with_time_zone", "", false, of_nanoseconds},
    {"from_unixtime_nanos(decimal) -> timestamp_with_time_zone", "", false, of_nanoseconds},
    {"from_iso8601_timestamp_nanos(varchar) -> timestamp_with_time_zone", "", false, of_nanoseconds},
    {"now() -> timestamp_with_time_zone", "", false, now},
    {"current_timestamp() -> timestamp_with_time_zone", "", false, now},
    {"current_timezone() -> varchar", "", false, session_zone},
    {"year(timestamp_with_time_zone) -> bigint", "", true, of_wall<"year">},
    {"month(timestamp_with_time_zone) -> bigint", "", true, of_wall<"month">},
    {"day(timestamp_with_time_zone) -> bigint", "", true, of_wall<"dayofmonth">},
    {"day_of_month(timestamp_with_time_zone) -> bigint", "", true, of_wall<"dayofmonth">},
    {"quarter(timestamp_with_time_zone) -> bigint", "", true, of_wall<"quarter">},
    {"week(timestamp_with_time_zone) -> bigint", "", true, of_wall<"weekofyear">},
    {"week_of_year(timestamp_with_time_zone) -> bigint", "", true, of_wall<"weekofyear">},
    {"day_of_week(timestamp_with_time_zone) -> bigint", "", true, of_wall<"trino.day_of_week">},
    {"dow(timestamp_with_time_zone) -> bigint", "", true, of_wall<"trino.day_of_week">},
    {"day_of_year(timestamp_with_time_zone) -> bigint", "", true, of_wall<"dayofyear">},
    {"doy(timestamp_with_time_zone) -> bigint", "", true, of_wall<"dayofyear">},
    {"year_of_week(timestamp_with_time_zone) -> bigint", "", true, of_wall<"trino.year_of_week">},
    {"yow(timestamp_with_time_zone) -> bigint", "", true, of_wall<"trino.year_of_week">},
    {"hour(timestamp_with_time_zone) -> bigint", "", true, of_wall<"hour">},
    {"minute(timestamp_with_time_zone) -> bigint", "", true, of_wall<"minute">},
    {"second(timestamp_with_time_zone) -> bigint", "", true, of_wall<"second">},
    {"millisecond(timestamp_with_time_zone) -> bigint", "", false, of_wall<"trino.millisecond">},
    {"last_day_of_month(timestamp_with_time_zone) -> date", "", false, of_wall<"trino.last_day_of_month">},
    {"date_format(timestamp_with_time_zone, varchar) -> varchar", "", false, of_wall<"trino.date_format">},
    {"timezone_hour(timestamp_with_time_zone) -> bigint", "trino.timezone_hour"},
    {"timezone_minute(timestamp_with_time_zone) -> bigint", "trino.timezone_minute"},
    {"date_add(varchar, bigint, timestamp_with_time_zone) -> timestamp_with_time_zone", "", false, date_add},
    {"date_diff(varchar, timestamp_with_time_zone, timestamp_with_time_zone) -> bigint", "", false,
     date_diff},
    {"date_trunc(varchar, timestamp_with_time_zone) -> timestamp_with_time_zone", "", false, date_trunc},
    {"to_unixtime(timestamp_with_time_zone) -> double", "trino.zoned_to_unixtime"},
    {"to_iso8601(timestamp_with_time_zone) -> varchar", "trino.zoned_to_iso8601"},
    {"at_timezone(timestamp_with_time_zone, varchar) -> timestamp_with_time_zone", "trino.at_timezone"},
    {"with_timezone(timestamp, varchar) -> timestamp_with_time_zone", "trino.with_timezone"},
    {"from_unixtime(double) -> timestamp_with_time_zone", "", false, from_unixtime},
    {"from_unixtime(double, varchar) -> timestamp_with_time_zone", "trino.from_unixtime"},
    {"from_unixtime(double, bigint, bigint) -> timestamp_with_time_zone", "trino.from_unixtime_offset"},
    {"from_iso8601_timestamp(varchar) -> timestamp_with_time_zone", "trino.from_iso8601_timestamp"},
    {"from_iso8601_date(varchar) -> date", "trino.from_iso8601_date"},
    {"parse_datetime(varchar, varchar) -> timestamp_with_time_zone", "", false, parse_datetime},
    {"format_datetime(timestamp, varchar) -> varchar", "trino.format_local"},
    {"format_datetime(timestamp_with_time_zone, varchar) -> varchar", "trino.format_datetime"},
});

}  // namespace

std::span<const Function> zoned_functions() {
  return kRows;
}

}  // namespace sql
