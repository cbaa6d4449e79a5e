#include <fmt/format.h>

#include "engine/functions/java_time_pattern.h"
#include "engine/functions/java_zone.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"

// https://spark.apache.org/docs/latest/api/sql/: times as texts of a pattern, and back. Outside of the ANSI
// mode a text that is none gives NULL.
namespace engine {
namespace {

using View = std::string_view;
using Id = duckdb::LogicalTypeId;
using duckdb::timestamp_t;
using Use = JavaTimePattern::Use;

constexpr const char* kDefaultPattern = "yyyy-MM-dd HH:mm:ss";

// Patterns are constants nearly always: the last one is kept.
template <Use use>
const JavaTimePattern& compiled(View text) {
  thread_local std::string kept_text;
  thread_local std::optional<JavaTimePattern> kept;
  if (!kept || kept_text != text) {
    kept.emplace(text, use);
    kept_text = text;
  }
  return *kept;
}

std::optional<std::string> format_time(timestamp_t instant, View pattern, View zone_name) {
  const JavaZone& zone = java_zone(zone_name);
  return compiled<Use::Format>(pattern).format(zone.to_local(instant.value),
                                               zone.offset_seconds(instant.value), zone_name);
}

std::optional<timestamp_t> read_instant(View text, View pattern, View session_zone) {
  const auto time = compiled<Use::Parse>(pattern).parse(text);
  if (!time) return std::nullopt;
  if (time->zone.empty()) return timestamp_t(java_zone(session_zone).to_utc(time->local_micros));
  const auto zone = JavaZone::named(time->zone);
  return zone ? std::optional(timestamp_t(zone->to_utc(time->local_micros))) : std::nullopt;
}

std::optional<timestamp_t> read_local(View text, View pattern) {
  const auto time = compiled<Use::Parse>(pattern).parse(text);
  return time ? std::optional(timestamp_t(time->local_micros)) : std::nullopt;
}

Typed text_literal(const char* text) {
  return {constant_tree(duckdb::Value(text)), Type::VARCHAR, text};
}

Type type_or_text(const Typed& value) {
  return is_string(value.type) || is_null_type(value.type) ? Type(Type::VARCHAR) : value.type;
}

// The instant that the first argument is, or says by the pattern that is the second one, if there is one.
base::Result<Tree> instant_of(Call& call) {
  if (call.arguments.size() < 2 || !is_string(type_or_text(call.arguments[0])))
    return implicit_argument(call, 0, Type::TIMESTAMP_TZ);
  auto text = TRY(implicit_argument(call, 0, Type::VARCHAR));
  auto pattern = TRY(implicit_argument(call, 1, Type::VARCHAR));
  return kernel_tree("inner.read_instant", trees(std::move(text), std::move(pattern), zone_tree(call)));
}

base::Result<Typed> to_timestamp(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() == 1 && is_numeric(call.arguments[0].type))
    return Typed{TRY(argument_as(call, 0, Type::TIMESTAMP_TZ)), Type::TIMESTAMP_TZ, std::move(name)};
  return Typed{TRY(instant_of(call)), Type::TIMESTAMP_TZ, std::move(name)};
}

base::Result<Typed> to_local_timestamp(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() < 2 || !is_string(type_or_text(call.arguments[0])))
    return Typed{TRY(implicit_argument(call, 0, Type::TIMESTAMP)), Type::TIMESTAMP, std::move(name)};
  auto text = TRY(implicit_argument(call, 0, Type::VARCHAR));
  auto pattern = TRY(implicit_argument(call, 1, Type::VARCHAR));
  return Typed{kernel_tree("inner.read_local", trees(std::move(text), std::move(pattern))), Type::TIMESTAMP,
               std::move(name)};
}

base::Result<Typed> to_date(Call& call) {
  std::string name = call_name(call);
  const bool by_pattern = call.arguments.size() > 1 && is_string(type_or_text(call.arguments[0]));
  if (!by_pattern) return Typed{TRY(implicit_argument(call, 0, Type::DATE)), Type::DATE, std::move(name)};
  auto local = to_local(TRY(instant_of(call)), call.session);
  return Typed{cast_tree(std::move(local), Type::DATE), Type::DATE, std::move(name)};
}

base::Result<Typed> date_format(Call& call) {
  std::string name = call_name(call);
  auto instant = TRY(implicit_argument(call, 0, Type::TIMESTAMP_TZ));
  auto pattern = TRY(implicit_argument(call, 1, Type::VARCHAR));
  return Typed{
      kernel_tree("inner.format_time", trees(std::move(instant), std::move(pattern), zone_tree(call))),
      Type::VARCHAR, std::move(name)};
}

// Seconds since 1970 as a text.
base::Result<Typed> from_unixtime(Call& call) {
  if (call.arguments.size() == 1) call.arguments.push_back(text_literal(kDefaultPattern));
  std::string name = call_name(call);
  auto seconds = TRY(implicit_argument(call, 0, Type::BIGINT));
  auto pattern = TRY(implicit_argument(call, 1, Type::VARCHAR));
  auto instant = kernel_tree("inner.timestamp_seconds", trees(std::move(seconds)));
  return Typed{
      kernel_tree("inner.format_time", trees(std::move(instant), std::move(pattern), zone_tree(call))),
      Type::VARCHAR, std::move(name)};
}

// And back: whole seconds.
base::Result<Typed> unix_timestamp(Call& call) {
  if (call.arguments.empty())
    call.arguments.push_back(
        {call_tree("get_current_timestamp", Trees()), Type::TIMESTAMP_TZ, "current_timestamp()"});
  if (call.arguments.size() == 1) call.arguments.push_back(text_literal(kDefaultPattern));
  std::string name = call_name(call);
  auto instant = TRY(instant_of(call));
  return Typed{kernel_tree("inner.whole_seconds", trees(std::move(instant))), Type::BIGINT, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"to_timestamp", 1, 2, to_timestamp},
    {"to_timestamp_ltz", 1, 2, to_timestamp},
    {"to_timestamp_ntz", 1, 2, to_local_timestamp},
    {"try_to_timestamp", 1, 2, to_timestamp},
    {"to_date", 1, 2, to_date},
    {"try_to_date", 1, 2, to_date},
    {"date_format", 2, 2, date_format},
    {"from_unixtime", 1, 2, from_unixtime},
    {"unix_timestamp", 0, 2, unix_timestamp},
    {"to_unix_timestamp", 1, 2, unix_timestamp},
};

}  // namespace

std::span<const FunctionRow> spark_pattern_functions() {
  return kRows;
}

std::vector<SparkKernel> spark_pattern_kernels() {
  const Type text = Type::VARCHAR, instant = Type::TIMESTAMP_TZ;
  return {
      {"inner.format_time",
       {instant, text, text},
       text,
       row_kernel<timestamp_t, View, View>(format_time),
       {},
       true},
      {"inner.read_instant",
       {text, text, text},
       instant,
       row_kernel<View, View, View>(read_instant),
       {},
       true},
      {"inner.read_local", {text, text}, Type::TIMESTAMP, row_kernel<View, View>(read_local), {}, true},
  };
}

}  // namespace engine
