// Tables and partitions that a job's target makes. Follows
// https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "services/glue/catalog_update.h"

#include <algorithm>
#include <set>

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/program.pb.h"
#include "services/glue/data_catalog.h"
#include "services/glue/partition_key.h"

namespace services::glue {
namespace errors = api::glue::errors;

namespace {

using api::glue::Column;
using api::glue::StorageDescriptor;
using api::glue::TableInput;
using visual::CatalogUpdate;
using visual::Target;
using Parameters = std::map<std::string, std::string>;

template <typename Reported>
std::vector<Column> columns_of(const Reported& reported) {
  std::vector<Column> columns;
  for (const plan::WrittenColumn& column : reported)
    columns.push_back({.name = base::to_lower(column.name()), .type = column.type()});
  return columns;
}

constexpr const char* kParquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

StorageDescriptor parquet_storage(std::vector<Column> columns, std::string location) {
  return {.columns = std::move(columns),
          .location = std::move(location),
          .input_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
          .output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
          .compressed = false,
          .number_of_buckets = -1,
          .serde_info = api::glue::SerDeInfo{.serialization_library = kParquetSerde,
                                             .parameters = Parameters{{"serialization.format", "1"}}},
          .stored_as_sub_directories = false};
}

TableInput new_table(const JobRun& run, const Target& target, const plan::WriteReport& written) {
  return {.name = target.catalog->table,
          .storage_descriptor = parquet_storage(columns_of(written.columns()), target.path.folder().uri()),
          .partition_keys = columns_of(written.partition_columns()),
          .table_type = "EXTERNAL_TABLE",
          .parameters = Parameters{{"classification", "parquet"},
                                   {"useGlueParquetWriter", "true"},
                                   {"typeOfData", "file"},
                                   {"CreatedByJob", run.job_name},
                                   {"CreatedByJobRun", run.id}}};
}

// Adds the columns that are new and gives those that are there the type that was written. True: it changed.
bool merge_columns(std::vector<Column>& columns, const std::vector<Column>& written) {
  bool changed = false;
  for (const Column& column : written) {
    const auto known = std::find_if(columns.begin(), columns.end(), [&](const Column& candidate) {
      return base::iequals(candidate.name, column.name);
    });
    if (known == columns.end()) {
      columns.push_back(column);
      changed = true;
    } else if (known->type != column.type) {
      known->type = column.type;
      changed = true;
    }
  }
  return changed;
}

base::Result<void> update_columns(store::Transaction& journal, const JobRun& run, const StoredTable& table,
                                  const plan::WriteReport& written, base::Timestamp now) {
  TableInput input = table.input;
  if (!input.storage_descriptor) input.storage_descriptor.emplace();
  if (!input.storage_descriptor->columns) input.storage_descriptor->columns.emplace();
  if (!merge_columns(*input.storage_descriptor->columns, columns_of(written.columns()))) return {};
  if (!input.parameters) input.parameters.emplace();
  (*input.parameters)["UpdatedByJob"] = run.job_name;
  (*input.parameters)["UpdatedByJobRun"] = run.id;
  return update_table(journal, table, std::move(input), CatalogStore::Archive::Keep, now);
}

std::vector<std::string> values_of(const plan::WrittenFile& file) {
  std::vector<std::string> values;
  for (const plan::PartitionValue& value : file.partition_values())
    values.emplace_back(value.has_value() ? std::string_view(value.value()) : kNullPartition);
  return values;
}

base::Result<void> add_partitions(store::Transaction& journal, const StoredTable& table,
                                  const plan::WriteReport& written, base::Timestamp now) {
  std::set<std::vector<std::string>> done;
  for (const plan::WrittenFile& file : written.files()) {
    std::vector<std::string> values = values_of(file);
    if (values.empty() || !done.insert(values).second) continue;
    StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
    storage.location = file.uri().substr(0, file.uri().rfind('/') + 1);
    TRY(add_partition(journal, table,
                      {.values = std::move(values),
                       .storage_descriptor = std::move(storage),
                       .parameters = Parameters{{"classification", "parquet"}}},
                      now));
  }
  return {};
}

base::Result<void> check_serde(const StoredTable& table) {
  const StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
  const auto serde = storage.serde_info.value_or(api::glue::SerDeInfo{});
  const std::string library = serde.serialization_library.value_or("");
  if (library == kParquetSerde) return {};
  return errors::invalid_input_exception(
      fmt::format("the table {}.{} is not Parquet's: its SerDe is {}, and the target writes Parquet",
                  table.row.database, table.row.name, library.empty() ? "none" : library));
}

base::Result<void> check_keys(const StoredTable& table, const Target& target) {
  std::vector<std::string> keys, wanted;
  for (const plan::Column& key : table.partition_keys()) keys.push_back(base::to_lower(key.name));
  for (const std::string& key : target.partition_keys) wanted.push_back(base::to_lower(key));
  if (keys == wanted) return {};
  return errors::invalid_input_exception(
      fmt::format("the table {}.{} is partitioned by ({}), and the target by ({})", table.row.database,
                  table.row.name, base::join(keys, ", "), base::join(wanted, ", ")));
}

}  // namespace

base::Result<void> check_catalog_update(store::Connection& journal, const Scope& scope,
                                        const Target& target) {
  TRY(require_database(journal, scope, target.catalog->database));
  const auto table = TRY(find_table(journal, scope, target.catalog->database, target.catalog->table));
  if (!table) return {};
  TRY(check_serde(*table));
  return check_keys(*table, target);
}

base::Result<void> update_catalog(store::Transaction& journal, const JobRun& run, const Target& target,
                                  const plan::WriteReport& written, base::Timestamp now) {
  if (!target.catalog || written.files().empty()) return {};
  const CatalogUpdate& update = *target.catalog;
  TRY(check_catalog_update(journal, run.scope, target));
  const auto known = TRY(find_table(journal, run.scope, update.database, update.table));
  if (!known)
    TRY(create_table(journal, run.scope, update.database, new_table(run, target, written), now));
  else if (update.behavior == CatalogUpdate::Behavior::UpdateInDatabase)
    TRY(update_columns(journal, run, *known, written, now));
  return add_partitions(journal, TRY(require_table(journal, run.scope, update.database, update.table)),
                        written, now);
}

}  // namespace services::glue
