#include "services/athena/stored_reads.h"

#include <algorithm>

#include "plan/builders.h"
#include "services/athena/change_reads.h"

namespace services::athena {
namespace {

plan::Relation stored_read(plan::Relation read, const StoredInput& stored) {
  read.mutable_common()->set_plan_id(stored.input.plan_id());
  auto& options = *read.mutable_read()->mutable_data_source()->mutable_options();
  options.clear();
  for (const auto& [name, value] : stored.storage.options) options[name] = value;
  return read;
}

}  // namespace

void read_as_stored(sql::Query& query, std::vector<StoredInput>& inputs, std::int64_t& last_id) {
  const std::int64_t id = inputs[0].input.plan_id();
  const sql::TableRead table_read = *std::ranges::find(query.reads, id, &sql::TableRead::plan_id);
  if (inputs.size() == 1 && inputs[0].storage.options == table_read.table.storage.options) return;
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    inputs[i].input.set_plan_id(--last_id);
    query.reads.push_back(table_read);
    query.reads.back().plan_id = last_id;
  }
  change_reads(*query.root, [&](plan::Relation& relation) {
    if (relation.common().plan_id() != id) return;
    const plan::Relation read = relation;
    relation = stored_read(read, inputs[0]);
    for (std::size_t i = 1; i < inputs.size(); ++i)
      relation = plan::union_all(plan::Relation(relation), stored_read(read, inputs[i]));
  });
}

}  // namespace services::athena
