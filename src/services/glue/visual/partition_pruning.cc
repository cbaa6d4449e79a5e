#include "services/glue/visual/partition_pruning.h"

#include <algorithm>

#include "plan/builders.h"
#include "plan/walks.h"
#include "services/glue/partition_expression.h"

namespace services::glue::visual {
namespace {

std::vector<plan::Column> keys_of(const plan::PinnedInput& input) {
  std::vector<plan::Column> keys;
  for (const std::string& name : input.partition_columns()) keys.push_back({.name = name, .type = "string"});
  return keys;
}

PartitionValues values_of(const plan::PinnedObject& object) {
  PartitionValues values;
  for (const plan::PartitionValue& value : object.partition_values())
    values.push_back(value.has_value() ? std::optional(value.value()) : std::nullopt);
  return values;
}

bool reads(const plan::Relation& root, std::int64_t plan_id) {
  bool found = false;
  plan::for_each_relation(root, [&](const plan::Relation& relation) {
    found |= relation.has_read() && relation.common().plan_id() == plan_id;
  });
  return found;
}

base::Result<void> prune(plan::PinnedInput& input, const plan::Relation& root) {
  const std::vector<plan::Column> keys = keys_of(input);
  const auto conditions = plan::PartitionDemands(root).of(input.plan_id(), keys);
  if (conditions.empty()) return {};
  const PartitionExpression expression = TRY(PartitionExpression::of(conditions, keys));
  auto& objects = *input.mutable_objects();
  const auto end = std::remove_if(objects.begin(), objects.end(), [&](const plan::PinnedObject& object) {
    return !expression.matches(values_of(object));
  });
  objects.erase(end, objects.end());
  return {};
}

}  // namespace

// A Read stands in one tree only: a shared relation or a write.
base::Result<void> prune_partitions(plan::Program& program) {
  for (plan::PinnedInput& input : *program.mutable_inputs()) {
    if (input.partition_columns().empty()) continue;
    for (const plan::Relation& relation : program.relations())
      if (reads(relation, input.plan_id())) TRY(prune(input, relation));
    for (const plan::WriteOperation& write : program.writes())
      if (reads(write.input(), input.plan_id())) TRY(prune(input, write.input()));
  }
  return {};
}

}  // namespace services::glue::visual
