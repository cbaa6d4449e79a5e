#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/glue/types.h"
#include "base/clock.h"
#include "services/glue/catalog_store.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// A table as the rows hold it, with its input read.
struct StoredTable {
  TableRow row;
  api::glue::TableInput input;

  std::vector<plan::Column> partition_keys() const;
  std::size_t key_count() const { return input.partition_keys ? input.partition_keys->size() : 0; }
};

// What every operation on the Data Catalog asks first. An absent thing is an EntityNotFoundException in
// Glue's words.
base::Result<DatabaseRow> require_database(store::Connection& journal, const Scope& scope,
                                           std::string_view name);
base::Result<StoredTable> require_table(store::Connection& journal, const Scope& scope,
                                        std::string_view database, std::string_view name);

// No value: there is no such table (or no such database).
base::Result<std::optional<StoredTable>> find_table(store::Connection& journal, const Scope& scope,
                                                    std::string_view database, std::string_view name);

// CreateDatabase, CreateTable and UpdateTable inside a transaction of the caller's: an operation's, or a
// job's that commits its output. The number of partition keys stays while there are partitions, whose values
// are read by it.
base::Result<void> create_database(store::Transaction& journal, const Scope& scope,
                                   api::glue::DatabaseInput input, base::Timestamp now);
base::Result<void> create_table(store::Transaction& journal, const Scope& scope, std::string_view database,
                                api::glue::TableInput input, base::Timestamp now);
base::Result<void> update_table(store::Transaction& journal, const StoredTable& table,
                                api::glue::TableInput input, CatalogStore::Archive archive,
                                base::Timestamp now);

// A partition has one value for each of the table's keys.
base::Result<void> check_partition_values(const StoredTable& table, const std::vector<std::string>& values);

base::Result<void> remove_partitions(store::Transaction& journal, const StoredTable& table);

// Adds a partition and tells whether it was new.
base::Result<bool> add_partition(store::Transaction& journal, const StoredTable& table,
                                 const api::glue::PartitionInput& input, base::Timestamp now);

// A catalog is an account's own: any other id is not found.
base::Result<void> check_catalog_id(const Scope& scope, const std::optional<std::string>& catalog_id);

}  // namespace services::glue
