#include <fmt/format.h>

#include <cstdlib>

#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/intervals.h"

// AT TIME ZONE.
namespace sql {
namespace {

// The name of the zone that lies so far east of Greenwich.
base::Result<std::string> offset_name(const Interval& interval, Position position) {
  TRY(interval_literal(interval, position));
  constexpr std::int64_t kMinute = 60'000;
  const std::int64_t millis = counts_months(interval) ? 1 : millis_of(interval);
  if (millis % kMinute != 0) return not_supported_yet(position, "a time zone of such an interval");
  const std::int64_t minutes = std::abs(millis / kMinute);
  return fmt::format("{}{:02}:{:02}", millis < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

base::Result<Typed> ExpressionAnalyzer::at_time_zone(const AtTimeZone& node) const {
  Typed value = TRY(part(*node.value));
  const Position position = node.value->position;
  if (value.type.kind == TypeKind::Time) return not_supported_yet(position, "a time with a time zone");
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
