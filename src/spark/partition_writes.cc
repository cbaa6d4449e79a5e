#include "spark/partition_writes.h"

#include <fmt/format.h>

#include <algorithm>

#include "lake/hive_folders.h"
#include "spark/errors.h"
#include "spark/folders.h"
#include "spark/statistics.h"

namespace spark_door {
namespace {

using services::glue::FileKind;
using services::glue::StoredTable;

base::Result<void> check_place(const StoredTable& table, const PartitionEntry& partition) {
  if (is_at_usual_place(table, partition)) return {};
  return not_supported(fmt::format("writing into a partition that is at '{}'", partition.location()));
}

// In the order of the keys, up to the first that is no constant.
std::vector<std::string> first_values(const StoredTable& table, const sql::PartitionSpec& constants) {
  std::vector<std::string> values;
  for (const plan::Column& key : table.partition_keys()) {
    const auto given = std::ranges::find(constants, key.name, &sql::PartitionValue::key);
    if (given == constants.end()) break;
    values.push_back(given->value.value_or(std::string(lake::kNullPartition)));
  }
  return values;
}

}  // namespace

base::Result<void> add_partitions(store::Transaction& transaction, const StoredTable& table, FileKind kind,
                                  const plan::WriteReport& report, const Storage& storage) {
  for (const std::vector<std::string>& values : services::glue::written_partitions(report))
    if (const auto known = TRY(partition_of(transaction, table, values))) TRY(check_place(table, *known));
  TRY(services::glue::add_written_partitions(transaction, table, kind, report, storage.clock.now()));
  return forget_statistics(transaction, table, storage);
}

base::Result<void> replace_partitions(store::Transaction& transaction, const StoredTable& table,
                                      FileKind kind, const plan::WriteReport& report,
                                      const Storage& storage) {
  TRY(services::glue::remove_partitions(transaction, table));
  return add_partitions(transaction, table, kind, report, storage);
}

// All that is in the folder goes, as in Spark: of what was dropped without its files, rows would be back.
base::Result<void> remove_overwritten(store::Transaction& transaction, const StoredTable& table,
                                      const sql::PartitionSpec& constants, const Storage& storage) {
  for (const PartitionEntry& partition : TRY(partitions_of(transaction, table, constants))) {
    TRY(check_place(table, partition));
    TRY(services::glue::CatalogStore::remove_partition(transaction, table.row.id, partition.row.values));
  }
  const std::vector<std::string> values = first_values(table, constants);
  const auto folder = lake::S3Path::parse(usual_location(table, values));
  if (values.empty() || !folder) return {};
  return remove_folder(transaction, *folder, storage);
}

}  // namespace spark_door
