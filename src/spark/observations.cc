#include "spark/observations.h"

#include <ranges>

#include "spark/plan_walk.h"

namespace spark_door {
namespace {

using google::protobuf::Message;

// Ids of what is shared here, beyond those of clients, of queries' own relations and of Reads.
constexpr std::int64_t kFirstId = std::int64_t{1} << 51;

void share_input(plan::Relation& relation, plan::Program& program) {
  auto& metrics = *relation.mutable_collect_metrics();
  const std::int64_t id = kFirstId + program.relations_size();
  plan::Relation rows;
  rows.mutable_cached_remote_relation()->set_relation_id(std::to_string(id));
  if (metrics.input().common().has_plan_id())
    rows = plan::with_plan_id(std::move(rows), metrics.input().common().plan_id());
  auto& shared = *program.add_relations();
  shared = plan::with_plan_id(std::move(*metrics.mutable_input()), id);
  *metrics.mutable_input() = rows;
  auto& observed = *program.add_observed()->mutable_aggregate();
  *observed.mutable_input() = std::move(rows);
  observed.set_group_type(spark::connect::Aggregate::GROUP_TYPE_GROUPBY);
  *observed.mutable_aggregate_expressions() = metrics.metrics();
}

}  // namespace

// Inner ones first: what is observed of them is shared before.
base::Result<std::vector<Observation>> observe(plan::Relation& relation, plan::Program& program) {
  std::vector<plan::Relation*> observed;
  TRY(walk(relation, [&](Message& message) -> base::Result<void> {
    if (message.GetDescriptor() != plan::Relation::descriptor()) return {};
    auto& found = static_cast<plan::Relation&>(message);
    if (found.has_collect_metrics()) observed.push_back(&found);
    return {};
  }));
  std::vector<Observation> found;
  for (plan::Relation* each : std::views::reverse(observed)) {
    found.push_back({each->collect_metrics().name(), each->common().plan_id()});
    share_input(*each, program);
  }
  return found;
}

base::Result<void> emit_observed(const std::vector<Observation>& observations, const plan::Report& report,
                                 const Operation::Emit& emit) {
  if (observations.empty()) return {};
  Operation::Response response;
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const auto& row = report.observed(static_cast<int>(i));
    auto& metrics = *response.add_observed_metrics();
    metrics.set_name(observations[i].name);
    metrics.set_plan_id(observations[i].plan_id);
    *metrics.mutable_values() = row.values();
    for (const auto& column : row.description().columns()) metrics.add_keys(column.name());
  }
  return emit(std::move(response));
}

}  // namespace spark_door
