#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/interval.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"

// https://spark.apache.org/docs/latest/api/sql/: functions of times that look at types, or at the session's
// zone.
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// Of whole numbers, and of fractions of seconds.
base::Result<Typed> timestamp_seconds(Call& call) {
  std::string name = call_name(call);
  auto& value = call.arguments[0];
  if (!is_numeric(value.type) && !is_string(value.type) && !is_null_type(value.type))
    return wrong_type(call, 0, "NUMERIC");
  if (is_string(value.type)) value = TRY(coerce(std::move(value), Type::DOUBLE, call.session));
  const bool whole = is_integral(value.type);
  auto seconds = TRY(argument_as(call, 0, whole ? Type(Type::BIGINT) : Type(Type::TIMESTAMP_TZ)));
  if (whole) seconds = kernel_tree("inner.timestamp_seconds", trees(std::move(seconds)));
  return Typed{std::move(seconds), Type::TIMESTAMP_TZ, std::move(name)};
}

// Of what is just of that type: these cast nothing by themselves.
base::Result<Typed> exactly(Call& call, bool fits, std::string_view takes, const Type& gives) {
  auto& value = call.arguments[0];
  if (!fits && !is_null_type(value.type)) return wrong_type(call, 0, takes);
  std::string name = call_name(call);
  if (is_null_type(value.type)) return Typed{null_tree(gives), gives, std::move(name)};
  if (is_integral(value.type)) value.tree = cast_tree(std::move(value.tree), Type::BIGINT);
  return Typed{kernel_tree("inner." + base::to_lower(call.name), trees(std::move(value.tree))), gives,
               std::move(name)};
}
base::Result<Typed> units_of_instant(Call& call) {
  return exactly(call, call.arguments[0].type.id() == Id::TIMESTAMP_TZ, "TIMESTAMP", Type::BIGINT);
}
base::Result<Typed> days_of_date(Call& call) {
  return exactly(call, call.arguments[0].type.id() == Id::DATE, "DATE", Type::INTEGER);
}
base::Result<Typed> instant_of_units(Call& call) {
  return exactly(call, is_integral(call.arguments[0].type), "INTEGRAL", Type::TIMESTAMP_TZ);
}

base::Result<Tree> local_of(Call& call, std::size_t index) {
  if (call.arguments[index].type.id() == Id::TIMESTAMP) return std::move(call.arguments[index].tree);
  auto instant = TRY(implicit_argument(call, index, Type::TIMESTAMP_TZ));
  return cast_tree(to_local(std::move(instant), call.session), Type::TIMESTAMP);
}

base::Result<Typed> months_between(Call& call) {
  if (call.arguments.size() == 2)
    call.arguments.push_back({constant_tree(duckdb::Value::BOOLEAN(true)), Type::BOOLEAN, "true"});
  std::string name = call_name(call);
  auto end = TRY(local_of(call, 0));
  auto start = TRY(local_of(call, 1));
  auto rounds = TRY(implicit_argument(call, 2, Type::BOOLEAN));
  return Typed{
      kernel_tree("inner.months_between", trees(std::move(end), std::move(start), std::move(rounds))),
      Type::DOUBLE, std::move(name)};
}

// make_timestamp(year, month, day, hour, minute, seconds [, zone])
base::Result<Tree> made_local(Call& call) {
  Trees parts;
  for (std::size_t i = 0; i < 5; ++i) parts.push_back(TRY(implicit_argument(call, i, Type::INTEGER)));
  parts.push_back(TRY(implicit_argument(call, 5, Type::DECIMAL(16, 6))));
  return kernel_tree("inner.make_local", std::move(parts));
}
base::Result<Typed> make_timestamp(Call& call) {
  std::string name = call_name(call);
  auto local = TRY(made_local(call));
  auto zone = call.arguments.size() > 6 ? TRY(implicit_argument(call, 6, Type::VARCHAR)) : zone_tree(call);
  return Typed{kernel_tree("inner.in_zone", trees(std::move(local), std::move(zone))), Type::TIMESTAMP_TZ,
               std::move(name)};
}
base::Result<Typed> make_local_timestamp(Call& call) {
  std::string name = call_name(call);
  return Typed{TRY(made_local(call)), Type::TIMESTAMP, std::move(name)};
}

base::Result<Typed> localtimestamp(Call& call) {
  auto local = to_local(call_tree("get_current_timestamp", Trees()), call.session);
  return Typed{cast_tree(std::move(local), Type::TIMESTAMP), Type::TIMESTAMP, call_name(call)};
}

// convert_timezone([from,] to, time): a time without a zone, on the wall of another zone.
base::Result<Typed> convert_timezone(Call& call) {
  if (call.arguments.size() == 2)
    call.arguments.insert(call.arguments.begin(), {zone_tree(call), Type::VARCHAR, "current_timezone()"});
  std::string name = call_name(call);
  auto from = TRY(implicit_argument(call, 0, Type::VARCHAR));
  auto to = TRY(implicit_argument(call, 1, Type::VARCHAR));
  auto time = TRY(implicit_argument(call, 2, Type::TIMESTAMP));
  return Typed{kernel_tree("inner.convert_zone", trees(std::move(from), std::move(to), std::move(time))),
               Type::TIMESTAMP, std::move(name)};
}

// What date_part calls the parts that are functions too.
struct Part {
  std::string_view function;
  std::string_view names;  // between blanks
};
constexpr Part kParts[] = {{"year", " year y years yr yrs "},
                           {"trino.year_of_week", " yearofweek "},
                           {"quarter", " quarter qtr "},
                           {"month", " month mon mons months "},
                           {"weekofyear", " week w weeks "},
                           {"day", " day d days "},
                           {"dayofweek", " dayofweek dow "},
                           {"trino.day_of_week", " dayofweek_iso dow_iso "},
                           {"dayofyear", " doy "},
                           {"hour", " hour h hours hr hrs "},
                           {"minute", " minute m min mins minutes "},
                           {"second", " second s sec seconds secs "}};

base::Error no_part(const Call& call, const std::string& part) {
  return base::refusal(
      "INVALID_EXTRACT_FIELD", 400,
      fmt::format("[INVALID_EXTRACT_FIELD] Cannot extract `{}` from \"{}\".", part, call.arguments[1].name));
}

// date_part(part, time): seconds with their fraction.
base::Result<Typed> date_part(Call& call) {
  const auto given = constant_text(call.arguments[0]);
  if (!given) return wrong_type(call, 0, "a constant STRING");
  const std::string wanted = " " + base::to_lower(*given) + " ";
  const auto* part = std::ranges::find_if(
      kParts, [&](const Part& row) { return row.names.find(wanted) != std::string_view::npos; });
  if (part == std::end(kParts) || base::trim(*given).size() != given->size()) return no_part(call, *given);
  std::string name = base::iequals(call.name, "date_part")
                         ? call_name(call)
                         : fmt::format("{}({} FROM {})", call.name, *given, call.arguments[1].name);
  if (is_interval(call.arguments[1].type)) {
    auto value = interval_part(part->function, std::move(call.arguments[1]));
    if (!value) return no_part(call, *given);
    value->name = std::move(name);
    return *std::move(value);
  }
  if (part->function == "second") {
    auto local = TRY(local_of(call, 1));
    return Typed{kernel_tree("inner.seconds", trees(std::move(local))), Type::DECIMAL(8, 6), std::move(name)};
  }
  Call of{.name = part->function, .arguments = {}, .session = call.session};
  of.arguments.push_back(std::move(call.arguments[1]));
  auto result = TRY(call_function(std::move(of)));
  result = TRY(cast(std::move(result), Type::INTEGER, CastMode::Legacy, call.session));
  result.name = std::move(name);
  return result;
}

// What is added and counted: so many millionths of a second, or months.
struct Unit {
  std::string_view name;
  std::int64_t count;
  bool months = false;
};
constexpr std::int64_t kSecond = 1'000'000, kDay = 86'400 * kSecond;
constexpr Unit kUnits[] = {{"microsecond", 1},       {"millisecond", 1'000},    {"second", kSecond},
                           {"minute", 60 * kSecond}, {"hour", 3'600 * kSecond}, {"day", kDay},
                           {"week", 7 * kDay},       {"month", 1, true},        {"quarter", 3, true},
                           {"year", 12, true}};

const Unit* unit_named(std::string_view name) {
  const auto* unit =
      std::ranges::find_if(kUnits, [&](const Unit& row) { return base::iequals(row.name, name); });
  return unit == std::end(kUnits) ? nullptr : unit;
}

// timestampadd(unit, count, time): by the function that Trino has for it, on the clock of the session's zone;
// less than a day passes on every clock alike. What has no zone stays without one.
base::Result<Typed> timestampadd(Call& call) {
  std::string name = call_name(call);
  const auto unit = constant_text(call.arguments[0]);
  if (!unit) return wrong_type(call, 0, "a constant STRING");
  const std::string lower = base::to_lower(*unit);
  call.arguments[0].tree = constant_tree(duckdb::Value(lower == "dayofyear" ? "day" : lower));
  if (call.arguments[2].type.id() != Id::TIMESTAMP)
    call.arguments[2] = {TRY(implicit_argument(call, 2, Type::TIMESTAMP_TZ)), Type::TIMESTAMP_TZ, ""};
  const Unit* part = unit_named(lower);
  if (call.arguments[2].type.id() == Id::TIMESTAMP_TZ && part != nullptr && !part->months &&
      part->count < kDay) {
    auto count = TRY(implicit_argument(call, 1, Type::BIGINT));
    return Typed{kernel_tree("inner.add_micros", trees(std::move(call.arguments[2].tree), std::move(count),
                                                       number_tree(part->count))),
                 Type::TIMESTAMP_TZ, std::move(name)};
  }
  call.name = "trino.date_add";
  auto result = TRY(call_function(std::move(call)));
  result.name = std::move(name);
  return result;
}

// timestampdiff(unit, from, to): the whole units between what the clocks of the session's zone show.
base::Result<Typed> timestampdiff(Call& call) {
  std::string name = call_name(call);
  const auto given = constant_text(call.arguments[0]);
  if (!given) return wrong_type(call, 0, "a constant STRING");
  const Unit* unit = unit_named(*given);
  if (unit == nullptr)
    return base::refusal(
        "INVALID_PARAMETER_VALUE.DATETIME_UNIT", 400,
        fmt::format("[INVALID_PARAMETER_VALUE.DATETIME_UNIT] The value of parameter(s) `unit` in "
                    "`TIMESTAMPDIFF` is invalid: expects one of the units without quotes YEAR, QUARTER, "
                    "MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, but got "
                    "the string literal '{}'.",
                    *given));
  auto from = TRY(local_of(call, 1)), to = TRY(local_of(call, 2));
  return Typed{kernel_tree(unit->months ? "inner.months_until" : "inner.micros_until",
                           trees(std::move(from), std::move(to), number_tree(unit->count))),
               Type::BIGINT, std::move(name)};
}

// window_time(window): the last moment in it.
base::Result<Typed> window_time(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  const bool window = type.id() == Id::STRUCT && duckdb::StructType::GetChildCount(type) == 2 &&
                      duckdb::StructType::GetChildName(type, 1) == "end";
  if (!window || !is_timestamp(duckdb::StructType::GetChildType(type, 1)))
    return wrong_type(call, 0, "WINDOW");
  auto end = field_tree(std::move(call.arguments[0].tree), "end");
  return Typed{kernel_tree("inner.window_start",
                           trees(std::move(end), number_tree(1), number_tree(0), number_tree(-1))),
               duckdb::StructType::GetChildType(type, 1), std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"timestamp_seconds", 1, 1, timestamp_seconds},
    {"timestamp_millis", 1, 1, instant_of_units},
    {"timestamp_micros", 1, 1, instant_of_units},
    {"unix_seconds", 1, 1, units_of_instant},
    {"unix_millis", 1, 1, units_of_instant},
    {"unix_micros", 1, 1, units_of_instant},
    {"unix_date", 1, 1, days_of_date},
    {"months_between", 2, 3, months_between},
    {"make_timestamp", 6, 7, make_timestamp},
    {"make_timestamp_ltz", 6, 7, make_timestamp},
    {"make_timestamp_ntz", 6, 6, make_local_timestamp},
    {"try_make_timestamp", 6, 7, make_timestamp},
    {"try_make_timestamp_ltz", 6, 7, make_timestamp},
    {"try_make_timestamp_ntz", 6, 6, make_local_timestamp},
    {"localtimestamp", 0, 0, localtimestamp},
    {"convert_timezone", 2, 3, convert_timezone},
    {"date_part", 2, 2, date_part},
    {"datepart", 2, 2, date_part},
    {"extract", 2, 2, date_part},
    {"timestampadd", 3, 3, timestampadd},
    {"timestampdiff", 3, 3, timestampdiff},
    {"window_time", 1, 1, window_time},
};

}  // namespace

std::span<const FunctionRow> spark_time_functions() {
  return kRows;
}

}  // namespace engine
