#include "spark/partition_rows.h"

#include <fmt/format.h>

#include "services/glue/stored.h"

namespace spark_door {

using api::glue::PartitionInput;
using services::glue::CatalogStore;
using services::glue::PartitionRow;
using services::glue::StoredTable;

namespace {

base::Result<PartitionEntry> entry_of(const PartitionRow& row) {
  auto input =
      TRY(services::glue::from_stored<PartitionInput>(api::glue::tables::kPartitionInput, row.input));
  return PartitionEntry{row, std::move(input)};
}

std::string without_slash(std::string folder) {
  while (folder.ends_with('/')) folder.pop_back();
  return folder;
}

}  // namespace

std::string PartitionEntry::location() const {
  return input.storage_descriptor ? input.storage_descriptor->location.value_or("") : std::string();
}

base::Result<std::vector<PartitionEntry>> partitions_of(store::Connection& journal, const StoredTable& table,
                                                        const sql::PartitionSpec& spec) {
  std::vector<PartitionEntry> found;
  TRY(CatalogStore::visit_partitions(journal, table.row.id, {}, {},
                                     [&](const PartitionRow& row) -> base::Result<bool> {
                                       if (fits(spec, table, row.values)) found.push_back(TRY(entry_of(row)));
                                       return true;
                                     }));
  return found;
}

base::Result<std::optional<PartitionEntry>> partition_of(store::Connection& journal, const StoredTable& table,
                                                         const std::vector<std::string>& values) {
  const auto row = TRY(CatalogStore::partition(journal, table.row.id, values));
  if (!row) return std::optional<PartitionEntry>();
  return std::optional(TRY(entry_of(*row)));
}

std::string location_of(const StoredTable& table) {
  return table.input.storage_descriptor ? table.input.storage_descriptor->location.value_or("") : "";
}

std::string usual_location(const StoredTable& table, const std::vector<std::string>& values) {
  return fmt::format("{}/{}/", without_slash(location_of(table)), folder_of_partition(table, values));
}

bool is_at_usual_place(const StoredTable& table, const PartitionEntry& partition) {
  const auto has = lake::S3Path::parse(partition.location());
  const auto usual = lake::S3Path::parse(usual_location(table, partition.row.values));
  return has && usual && has->folder().uri() == usual->folder().uri();
}

PartitionInput new_partition(const StoredTable& table, std::vector<std::string> values,
                             std::string location) {
  PartitionInput input{
      .values = std::move(values),
      .storage_descriptor = table.input.storage_descriptor.value_or(api::glue::StorageDescriptor()),
      .parameters = std::map<std::string, std::string>()};
  input.storage_descriptor->location = std::move(location);
  return input;
}

std::optional<lake::S3Path> inside(const StoredTable& table, const std::string& location) {
  const auto whole = lake::S3Path::parse(location_of(table));
  const auto place = lake::S3Path::parse(location);
  if (!whole || !place || whole->key.empty() || place->bucket != whole->bucket) return std::nullopt;
  const lake::S3Path folder = place->folder();
  return folder.key.starts_with(whole->folder().key) ? std::optional(folder) : std::nullopt;
}

bool is_managed(const StoredTable& table) {
  return table.input.table_type == "MANAGED_TABLE";
}

}  // namespace spark_door
