#include "spark/measured_rows.h"

#include <fmt/format.h>

namespace spark_door {

// As what df.observe() tells of the rows that pass, which needs none of them to be fetched.
base::Result<TextValues> measured(plan::Relation rows, std::vector<plan::Expression> aggregates,
                                  const ExecutionContext& context) {
  const std::size_t count = aggregates.size();
  plan::Relation observed;
  auto& metrics = *observed.mutable_collect_metrics();
  *metrics.mutable_input() = plan::aggregate(std::move(rows), {}, std::move(aggregates));
  metrics.set_name("measured");
  for (std::size_t i = 0; i < count; ++i)
    *metrics.add_metrics() =
        plan::alias(plan::call("max", {plan::column(fmt::format("m{}", i))}), fmt::format("m{}", i));
  TextValues values;
  const Operation::Emit take = [&](Operation::Response response) -> base::Result<void> {
    for (const auto& metric : response.observed_metrics())
      for (const auto& value : metric.values())
        values.push_back(value.has_string() ? std::optional(value.string()) : std::nullopt);
    return {};
  };
  TRY(context.executor.fetch(std::move(observed), context.session.caller(), take, context.stop));
  values.resize(count);
  return values;
}

}  // namespace spark_door
