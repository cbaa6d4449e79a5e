#include "sql/time_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "sql/function_row.h"

namespace sql {

base::Result<std::string> unit_of_time(const Typed& argument, TypeKind kind, Position position) {
  static constexpr std::array kDateUnits =
      std::to_array<std::string_view>({"day", "week", "month", "quarter", "year"});
  static constexpr std::array kTimeUnits =
      std::to_array<std::string_view>({"millisecond", "second", "minute", "hour"});
  const std::string* given = constant_text(argument);
  if (given == nullptr) return not_supported_yet(position, "a unit of time that is not a constant");
  const std::string unit = base::to_lower(*given);
  const bool known = (kind != TypeKind::Time && std::ranges::find(kDateUnits, unit) != kDateUnits.end()) ||
                     (kind != TypeKind::Date && std::ranges::find(kTimeUnits, unit) != kTimeUnits.end());
  if (known) return unit;
  return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                       fmt::format("'{}' is not a valid {} field", *given,
                                   kind == TypeKind::Date   ? "DATE"
                                   : kind == TypeKind::Time ? "TIME"
                                                            : "TIMESTAMP"));
}

base::Result<PlanExpression> any_unit_of_time(Typed argument, TypeKind kind, Position position) {
  if (constant_text(argument) != nullptr) return plan::literal(TRY(unit_of_time(argument, kind, position)));
  return plan::call("trino.unit_of_time",
                    {std::move(argument.plan), plan::literal(kind == TypeKind::Date ? "DATE" : "TIMESTAMP")});
}

}  // namespace sql
