#include <fmt/format.h>

#include <array>
#include <map>

#include "base/text.h"
#include "engine/functions/registry.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// A date, or a point in local time; texts are cast to what the function takes.
base::Result<Tree> local_argument(Call& call, std::size_t index, const Type& for_text) {
  auto& value = call.arguments[index];
  if (is_string(value.type) || is_null_type(value.type))
    value = TRY(coerce(std::move(value), for_text, call.session));
  if (!is_datetime(value.type)) return wrong_type(call, index, sql_name(for_text));
  if (value.type.id() == Id::TIMESTAMP_TZ) return to_local(std::move(value.tree), call.session);
  return std::move(value.tree);
}

base::Result<Typed> part(Call& call, const char* function, const Type& for_text) {
  std::string name = call_name(call);
  auto local = TRY(local_argument(call, 0, for_text));
  if (for_text.id() == Id::TIMESTAMP_TZ) local = cast_tree(std::move(local), Type::TIMESTAMP);
  return Typed{cast_tree(call_tree(function, std::move(local)), Type::INTEGER), Type::INTEGER,
               std::move(name)};
}

base::Result<Typed> year(Call& call) {
  return part(call, "year", Type::DATE);
}
base::Result<Typed> month(Call& call) {
  return part(call, "month", Type::DATE);
}
base::Result<Typed> day(Call& call) {
  return part(call, "day", Type::DATE);
}
base::Result<Typed> quarter(Call& call) {
  return part(call, "quarter", Type::DATE);
}
base::Result<Typed> hour(Call& call) {
  return part(call, "hour", Type::TIMESTAMP_TZ);
}
base::Result<Typed> minute(Call& call) {
  return part(call, "minute", Type::TIMESTAMP_TZ);
}
base::Result<Typed> second(Call& call) {
  return part(call, "second", Type::TIMESTAMP_TZ);
}

// ISO: weeks begin on Monday, which is day 1.
base::Result<Typed> week(Call& call) {
  return part(call, "week", Type::DATE);
}
base::Result<Typed> weekday(Call& call) {
  return part(call, "isodow", Type::DATE);
}
base::Result<Typed> day_of_year(Call& call) {
  return part(call, "dayofyear", Type::DATE);
}

// trino.date_diff(unit, from, to): whole units between two points in time, towards zero.
base::Result<Typed> date_difference(Call& call) {
  std::string name = call_name(call);
  const auto unit = constant_text(call.arguments[0]);
  if (!unit) return wrong_type(call, 0, "a constant STRING");
  auto from = cast_tree(TRY(local_argument(call, 1, Type::TIMESTAMP_TZ)), Type::TIMESTAMP);
  auto to = cast_tree(TRY(local_argument(call, 2, Type::TIMESTAMP_TZ)), Type::TIMESTAMP);
  return Typed{
      call_tree("date_sub", trees(constant_tree(duckdb::Value(*unit)), std::move(from), std::move(to))),
      Type::BIGINT, std::move(name)};
}

struct UnitOfTime {
  std::string_view name;
  const char* interval;  // the function of DuckDB that makes one
  int factor;
};
constexpr UnitOfTime kUnits[] = {{"microsecond", "to_microseconds", 1},
                                 {"millisecond", "to_milliseconds", 1},
                                 {"second", "to_seconds", 1},
                                 {"minute", "to_minutes", 1},
                                 {"hour", "to_hours", 1},
                                 {"day", "to_days", 1},
                                 {"week", "to_days", 7},
                                 {"month", "to_months", 1},
                                 {"quarter", "to_months", 3},
                                 {"year", "to_months", 12}};

// trino.date_add(unit, number, date or timestamp): the last day of a month stays inside it.
base::Result<Typed> date_addition(Call& call) {
  std::string name = call_name(call);
  const auto given = constant_text(call.arguments[0]);
  const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                  [&](const auto& row) { return given && row.name == *given; });
  if (unit == std::end(kUnits)) return wrong_type(call, 0, "a constant unit of time");
  auto number = TRY(argument_as(call, 1, Type::BIGINT));
  if (unit->factor > 1)
    number = call_tree("*", trees(std::move(number), constant_tree(duckdb::Value::BIGINT(unit->factor))));
  const bool whole_days =
      unit->interval == std::string_view("to_days") || unit->interval == std::string_view("to_months");
  if (whole_days) number = cast_tree(std::move(number), Type::INTEGER);
  const bool is_date = call.arguments[2].type.id() == Id::DATE,
             is_local = call.arguments[2].type.id() == Id::TIMESTAMP;
  auto local = cast_tree(TRY(local_argument(call, 2, Type::TIMESTAMP_TZ)), Type::TIMESTAMP);
  auto sum = call_tree("+", trees(std::move(local), call_tree(unit->interval, std::move(number))));
  if (is_date) return Typed{cast_tree(std::move(sum), Type::DATE), Type::DATE, std::move(name)};
  if (is_local) return Typed{cast_tree(std::move(sum), Type::TIMESTAMP), Type::TIMESTAMP, std::move(name)};
  return Typed{to_instant(std::move(sum), call.session), Type::TIMESTAMP_TZ, std::move(name)};
}

// The unit as DuckDB names it; nothing: Spark answers NULL.
std::optional<std::string> truncation_unit(const std::string& given) {
  static const std::map<std::string, std::string, std::less<>> units = {{"year", "year"},
                                                                        {"yyyy", "year"},
                                                                        {"yy", "year"},
                                                                        {"quarter", "quarter"},
                                                                        {"month", "month"},
                                                                        {"mon", "month"},
                                                                        {"mm", "month"},
                                                                        {"week", "week"},
                                                                        {"day", "day"},
                                                                        {"dd", "day"},
                                                                        {"hour", "hour"},
                                                                        {"minute", "minute"},
                                                                        {"second", "second"},
                                                                        {"millisecond", "milliseconds"},
                                                                        {"microsecond", "microseconds"}};
  const auto found = units.find(base::to_lower(given));
  if (found == units.end()) return std::nullopt;
  return found->second;
}

// date_trunc(unit, timestamp): always a timestamp.
base::Result<Typed> date_trunc(Call& call) {
  std::string name = call_name(call);
  const auto given = constant_text(call.arguments[0]);
  if (!given) return wrong_type(call, 0, "a constant STRING");
  auto local = cast_tree(TRY(local_argument(call, 1, Type::TIMESTAMP_TZ)), Type::TIMESTAMP);
  const auto unit = truncation_unit(*given);
  if (!unit) return Typed{null_tree(Type::TIMESTAMP_TZ), Type::TIMESTAMP_TZ, std::move(name)};
  auto truncated = cast_tree(
      call_tree("date_trunc", trees(constant_tree(duckdb::Value(*unit)), std::move(local))), Type::TIMESTAMP);
  return Typed{to_instant(std::move(truncated), call.session), Type::TIMESTAMP_TZ, std::move(name)};
}

base::Result<Tree> date_argument(Call& call, std::size_t index) {
  return cast_tree(TRY(local_argument(call, index, Type::DATE)), Type::DATE);
}

// datediff(end, start): days.
base::Result<Typed> days_between(Call& call) {
  std::string name = call_name(call);
  auto end = TRY(date_argument(call, 0));
  auto start = TRY(date_argument(call, 1));
  return Typed{cast_tree(call_tree("-", trees(std::move(end), std::move(start))), Type::INTEGER),
               Type::INTEGER, std::move(name)};
}

// A number that is not too wide for days, or a constant text of one.
bool is_days(const Typed& value) {
  const bool whole = is_integral(value.type) && value.type.id() != Id::BIGINT;
  return whole || is_null_type(value.type) || constant_text(value);
}

// date_add(date, days), date_sub(date, days)
base::Result<Typed> days_away(Call& call, const char* direction) {
  std::string name = call_name(call);
  auto date = TRY(date_argument(call, 0));
  const bool fits = is_days(call.arguments[1]);
  if (!fits) return wrong_type(call, 1, R"(("INT" or "SMALLINT" or "TINYINT"))");
  auto days = TRY(argument_as(call, 1, Type::INTEGER));
  return Typed{call_tree(direction, trees(std::move(date), std::move(days))), Type::DATE, std::move(name)};
}
base::Result<Typed> days_after(Call& call) {
  return days_away(call, "+");
}
base::Result<Typed> days_before(Call& call) {
  return days_away(call, "-");
}

base::Result<Typed> add_months(Call& call) {
  std::string name = call_name(call);
  auto date = TRY(date_argument(call, 0));
  auto months = call_tree("to_months", TRY(argument_as(call, 1, Type::INTEGER)));
  return Typed{cast_tree(call_tree("+", trees(std::move(date), std::move(months))), Type::DATE), Type::DATE,
               std::move(name)};
}

base::Result<Typed> last_day(Call& call) {
  std::string name = call_name(call);
  return Typed{call_tree("last_day", TRY(date_argument(call, 0))), Type::DATE, std::move(name)};
}

// From Sunday, which is 1; from Monday, which is 0.
base::Result<Typed> day_of_week(Call& call, const char* function, int first) {
  std::string name = call_name(call);
  auto day = call_tree(function, TRY(date_argument(call, 0)));
  auto counted = call_tree("+", trees(std::move(day), constant_tree(duckdb::Value::BIGINT(first))));
  return Typed{cast_tree(std::move(counted), Type::INTEGER), Type::INTEGER, std::move(name)};
}
base::Result<Typed> from_sunday(Call& call) {
  return day_of_week(call, "dayofweek", 1);
}
base::Result<Typed> from_monday(Call& call) {
  return day_of_week(call, "isodow", -1);
}

// A constant for the whole run: casts of "now" in the session's zone, which DuckDB keeps per transaction.
base::Result<Typed> current_timestamp(Call& call) {
  return Typed{call_tree("get_current_timestamp", Trees()), Type::TIMESTAMP_TZ,
               fmt::format("{}()", call.name)};
}
base::Result<Typed> current_date(Call& call) {
  auto local = to_local(call_tree("get_current_timestamp", Trees()), call.session);
  return Typed{cast_tree(std::move(local), Type::DATE), Type::DATE, "current_date()"};
}

constexpr FunctionRow kRows[] = {
    {"datediff", 2, 2, days_between},
    {"date_diff", 2, 2, days_between},
    {"date_add", 2, 2, days_after},
    {"dateadd", 2, 2, days_after},
    {"date_sub", 2, 2, days_before},
    {"add_months", 2, 2, add_months},
    {"last_day", 1, 1, last_day},
    {"dayofweek", 1, 1, from_sunday},
    {"weekday", 1, 1, from_monday},
    {"year", 1, 1, year},
    {"quarter", 1, 1, quarter},
    {"month", 1, 1, month},
    {"day", 1, 1, day},
    {"dayofmonth", 1, 1, day},
    {"weekofyear", 1, 1, week},
    {"dayofyear", 1, 1, day_of_year},
    {"trino.day_of_week", 1, 1, weekday},
    {"trino.date_diff", 3, 3, date_difference},
    {"trino.date_add", 3, 3, date_addition},
    {"hour", 1, 1, hour},
    {"minute", 1, 1, minute},
    {"second", 1, 1, second},
    {"date_trunc", 2, 2, date_trunc},
    {"current_date", 0, 0, current_date},
    {"curdate", 0, 0, current_date},
    {"current_timestamp", 0, 0, current_timestamp},
    {"now", 0, 0, current_timestamp},
};

}  // namespace

std::span<const FunctionRow> time_functions() {
  return kRows;
}

}  // namespace engine
