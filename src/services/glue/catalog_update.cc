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

// How the Data Catalog describes the files that a target writes.
struct Description {
  std::string_view name;
  std::string_view classification;
  std::string_view input_format;
  std::string_view output_format;
  std::string_view serde;
  Parameters serde_parameters;
  Parameters table_parameters;
};

constexpr const char* kTextInput = "org.apache.hadoop.mapred.TextInputFormat";
constexpr const char* kTextOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";

// CSV has quotes, so it takes the SerDe that reads them.
Description description_of(visual::FileKind files) {
  switch (files) {
    case visual::FileKind::Parquet:
      return {.name = "Parquet",
              .classification = "parquet",
              .input_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
              .output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
              .serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
              .serde_parameters = {{"serialization.format", "1"}},
              .table_parameters = {{"useGlueParquetWriter", "true"}}};
    case visual::FileKind::Csv:
      return {.name = "CSV",
              .classification = "csv",
              .input_format = kTextInput,
              .output_format = kTextOutput,
              .serde = "org.apache.hadoop.hive.serde2.OpenCSVSerde",
              .serde_parameters = {{"separatorChar", ","}, {"quoteChar", "\""}, {"escapeChar", "\\"}},
              .table_parameters = {{"skip.header.line.count", "1"}}};
    case visual::FileKind::Json:
      return {.name = "JSON",
              .classification = "json",
              .input_format = kTextInput,
              .output_format = kTextOutput,
              .serde = "org.openx.data.jsonserde.JsonSerDe",
              .serde_parameters = {},
              .table_parameters = {}};
  }
  return {};
}

StorageDescriptor storage_of(const Target& target, std::vector<Column> columns) {
  const Description files = description_of(target.files);
  return {.columns = std::move(columns),
          .location = target.path.folder().uri(),
          .input_format = std::string(files.input_format),
          .output_format = std::string(files.output_format),
          .compressed = target.compressed,
          .number_of_buckets = -1,
          .serde_info = api::glue::SerDeInfo{.serialization_library = std::string(files.serde),
                                             .parameters = files.serde_parameters},
          .stored_as_sub_directories = false};
}

TableInput new_table(const JobRun& run, const Target& target, const plan::WriteReport& written) {
  const Description files = description_of(target.files);
  Parameters parameters{{"classification", std::string(files.classification)},
                        {"typeOfData", "file"},
                        {"CreatedByJob", run.job_name},
                        {"CreatedByJobRun", run.id}};
  parameters.insert(files.table_parameters.begin(), files.table_parameters.end());
  return {.name = target.catalog->table,
          .storage_descriptor = storage_of(target, columns_of(written.columns())),
          .partition_keys = columns_of(written.partition_columns()),
          .table_type = "EXTERNAL_TABLE",
          .parameters = std::move(parameters)};
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

base::Result<void> add_partitions(store::Transaction& journal, const StoredTable& table, const Target& target,
                                  const plan::WriteReport& written, base::Timestamp now) {
  const std::string classification(description_of(target.files).classification);
  std::set<std::vector<std::string>> done;
  for (const plan::WrittenFile& file : written.files()) {
    std::vector<std::string> values = values_of(file);
    if (values.empty() || !done.insert(values).second) continue;
    StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
    storage.location = file.uri().substr(0, file.uri().rfind('/') + 1);
    TRY(add_partition(journal, table,
                      {.values = std::move(values),
                       .storage_descriptor = std::move(storage),
                       .parameters = Parameters{{"classification", classification}}},
                      now));
  }
  return {};
}

base::Result<void> check_serde(const StoredTable& table, const Target& target) {
  const StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
  const auto serde = storage.serde_info.value_or(api::glue::SerDeInfo{});
  const std::string library = serde.serialization_library.value_or("");
  const Description files = description_of(target.files);
  if (library == files.serde) return {};
  return errors::invalid_input_exception(fmt::format(
      "the table {}.{} is not {}'s: its SerDe is {}, and the target writes {}", table.row.database,
      table.row.name, files.name, library.empty() ? "none" : library, files.name));
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
  if (!target.table) TRY(check_serde(*table, target));
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
                        target, written, now);
}

}  // namespace services::glue
