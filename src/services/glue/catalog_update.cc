// Tables and partitions that a job's target makes. Follows
// https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "services/glue/catalog_update.h"

#include <algorithm>

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/program.pb.h"
#include "services/glue/data_catalog.h"
#include "services/glue/written_table.h"

namespace services::glue {
namespace errors = api::glue::errors;

namespace {

using api::glue::Column;
using api::glue::StorageDescriptor;
using api::glue::TableInput;
using visual::CatalogUpdate;
using visual::Target;
using Parameters = std::map<std::string, std::string>;

TableInput new_table(const JobRun& run, const Target& target, const plan::WriteReport& written) {
  Parameters parameters = table_parameters_of(target.files);
  parameters.insert({{"typeOfData", "file"}, {"CreatedByJob", run.job_name}, {"CreatedByJobRun", run.id}});
  return {.name = target.catalog->table,
          .storage_descriptor = storage_of_files(target.files, target.path.folder().uri(),
                                                 written_columns(written.columns()), target.compressed),
          .partition_keys = written_columns(written.partition_columns()),
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
  if (!merge_columns(*input.storage_descriptor->columns, written_columns(written.columns()))) return {};
  if (!input.parameters) input.parameters.emplace();
  (*input.parameters)["UpdatedByJob"] = run.job_name;
  (*input.parameters)["UpdatedByJobRun"] = run.id;
  return update_table(journal, table, std::move(input), CatalogStore::Archive::Keep, now);
}

base::Result<void> check_serde(const StoredTable& table, const Target& target) {
  const StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
  const auto serde = storage.serde_info.value_or(api::glue::SerDeInfo{});
  const std::string library = serde.serialization_library.value_or("");
  if (library == serde_of(target.files)) return {};
  return errors::invalid_input_exception(fmt::format(
      "the table {}.{} is not {}'s: its SerDe is {}, and the target writes {}", table.row.database,
      table.row.name, name_of(target.files), library.empty() ? "none" : library, name_of(target.files)));
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

// 1. Nothing was written, or nothing is asked: the catalog stays as it is.
// 2. Table and target must still fit: another writer may have changed the table since the run began.
// 3. The table is made, or its columns are brought up to date if the target says so.
// 4. Partitions that are new.
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
  return add_written_partitions(journal,
                                TRY(require_table(journal, run.scope, update.database, update.table)),
                                target.files, written, now);
}

}  // namespace services::glue
