#include "sql/result_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "sql/intervals.h"
#include "sql/nested_parts.h"
#include "sql/time_of_day.h"
#include "sql/typed.h"

namespace sql {
namespace {

PlanExpression text_of(PlanExpression value, const Type& type) {
  return type.kind == TypeKind::Time ? time_text(std::move(value)) : interval_text({std::move(value), type});
}

}  // namespace

base::Result<void> check_result(const Planned& planned) {
  for (const OutputColumn& column : planned.columns) {
    if (holds(column.type, is_sketch))
      return base::refusal("NOT_SUPPORTED", 400,
                           fmt::format("{} in a result is not supported yet", to_string(column.type)));
  }
  return {};
}

Planned with_result_texts(Planned planned) {
  const auto shown = [](const OutputColumn& column) { return holds(column.type, is_number_in_plan); };
  if (std::ranges::none_of(planned.columns, shown)) return planned;
  std::vector<PlanExpression> columns;
  for (const OutputColumn& column : planned.columns) {
    PlanExpression made = with_parts(plan::column(column.plan_name), column.type, is_number_in_plan, text_of);
    columns.push_back(plan::alias(std::move(made), column.plan_name));
  }
  planned.relation = plan::project(std::move(planned.relation), std::move(columns));
  return planned;
}

}  // namespace sql
