#include <fmt/format.h>

#include <cstdlib>

#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"

// Intervals beside a time, and AT TIME ZONE.
namespace sql {
namespace {

bool counts_months(const Interval& interval) {
  return interval.unit == "month" || interval.unit == "year";
}

std::int64_t seconds_of(const Interval& interval) {
  const std::int64_t unit = interval.unit == "second"   ? 1
                            : interval.unit == "minute" ? 60
                            : interval.unit == "hour"   ? 3'600
                            : interval.unit == "day"    ? 86'400
                                                        : 604'800;
  return interval.count * unit;
}

// The name of the zone that lies so far east of Greenwich.
base::Result<std::string> offset_name(const Interval& interval, Position position) {
  const std::int64_t seconds = counts_months(interval) ? 1 : seconds_of(interval);
  if (seconds % 60 != 0) return not_supported_yet(position, "a time zone of such an interval");
  const std::int64_t minutes = std::abs(seconds / 60);
  return fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

// A date or timestamp plus or minus an interval. A day is 24 hours, also where a zone's clocks are set.
base::Result<Typed> ExpressionAnalyzer::moved(const Expression& time, const Interval& by, bool back,
                                              Position position) const {
  Typed value = TRY(part(time));
  const Type type = value.type;
  const bool of_time = by.unit == "second" || by.unit == "minute" || by.unit == "hour";
  if (!is_time(type) || (of_time && type.kind == TypeKind::Date)) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Cannot apply operator: {} {} {}", to_string(type), back ? '-' : '+',
                                counts_months(by) ? "interval year to month" : "interval day to second"));
  }
  const bool exact = type.kind == TypeKind::TimestampWithZone && !counts_months(by);
  const std::int64_t count = exact ? seconds_of(by) : by.count;
  std::vector<Typed> arguments;
  arguments.push_back({plan::literal(exact ? "second" : by.unit), varchar_type()});
  arguments.push_back({plan::literal(back ? -count : count), {TypeKind::Bigint}});
  arguments.push_back(std::move(value));
  return call_scalar(Name{"date_add", position}, std::move(arguments));
}

base::Result<Typed> ExpressionAnalyzer::at_time_zone(const AtTimeZone& node) const {
  Typed value = TRY(part(*node.value));
  const Position position = node.value->position;
  if (value.type.kind != TypeKind::Timestamp && value.type.kind != TypeKind::TimestampWithZone) {
    return error_at(
        position, "TYPE_MISMATCH",
        fmt::format("Type of value must be a time or timestamp with or without time zone (actual {})",
                    to_string(value.type)));
  }
  std::string zone;
  if (const auto* name = std::get_if<StringLiteral>(&node.zone->node))
    zone = name->value;
  else
    zone = TRY(offset_name(std::get<Interval>(node.zone->node), node.zone->position));
  value = coerce(std::move(value), zoned_timestamp_type());
  return Typed{plan::call("trino.at_timezone", {std::move(value.plan), plan::literal(zone)}), value.type};
}

}  // namespace sql
