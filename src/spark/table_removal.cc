#include "spark/table_removal.h"

#include <fmt/format.h>

#include "lake/s3_path.h"
#include "spark/errors.h"
#include "spark/folders.h"
#include "spark/partition_rows.h"
#include "spark/statistics.h"
#include "spark/table_errors.h"
#include "spark/tables.h"

namespace spark_door {

using services::glue::StoredTable;

base::Result<void> remove_table_files(store::Transaction& transaction, const StoredTable& table,
                                      const Storage& storage) {
  if (!table.input.storage_descriptor) return {};
  const auto place = lake::S3Path::parse(table.input.storage_descriptor->location.value_or(""));
  if (!place || place->key.empty()) return {};
  return remove_folder(transaction, place->folder(), storage);
}

base::Result<void> drop_table(store::Transaction& transaction, const std::string& database,
                              const std::string& table, const Storage& storage) {
  const auto stored = TRY(services::glue::find_table(transaction, storage.scope, database, table));
  if (!stored) return no_table({database, table});
  TRY(services::glue::CatalogStore::remove_table(transaction, stored->row.id));
  return is_managed(*stored) ? remove_table_files(transaction, *stored, storage) : base::Result<void>();
}

base::Result<void> remove_rows(store::Transaction& transaction, const std::string& database,
                               const std::string& table, const Storage& storage) {
  const auto stored = TRY(services::glue::find_table(transaction, storage.scope, database, table));
  if (!stored) return no_table({database, table});
  if (!is_managed(*stored))
    return no_truncation(fmt::format("`{}`.`{}`.`{}`", kCatalogName, database, table));
  const auto& descriptor = stored->input.storage_descriptor;
  const auto place = lake::S3Path::parse(descriptor ? descriptor->location.value_or("") : "");
  if (!place) return not_supported("truncating a table that is not in S3");
  if (place->key.empty()) return not_supported("truncating a table at the top of a bucket");
  TRY(remove_table_files(transaction, *stored, storage));
  return forget_statistics(transaction, *stored, storage);
}

}  // namespace spark_door
