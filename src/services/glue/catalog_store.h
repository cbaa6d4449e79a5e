#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "services/glue/partition_expression.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// The rows of the Data Catalog. Inputs are kept as the JSON that the wire codec gives, so that whatever AWS
// adds to StorageDescriptor is kept whole; what is searched by has columns of its own. Names arrive in lower
// case.
struct DatabaseRow {
  std::string name;
  base::Timestamp created_at;
  std::string input;  // JSON of DatabaseInput
};

struct TableRow {
  std::int64_t id = 0;
  std::string database;
  std::string name;
  base::Timestamp created_at;
  base::Timestamp updated_at;
  std::int64_t version = 0;
  std::string input;  // JSON of TableInput
};

struct PartitionRow {
  std::vector<std::string> values;
  base::Timestamp created_at;
  std::string input;  // JSON of PartitionInput
};

// A page of names in order: those behind `after`, at most `limit`.
struct Page {
  std::string after;
  int limit = 100;
};

class CatalogStore {
 public:
  static store::Schema schema();

  // Databases.
  static base::Result<std::optional<DatabaseRow>> database(store::Connection& journal, const Scope& scope,
                                                           std::string_view name);
  static base::Result<std::vector<DatabaseRow>> databases(store::Connection& journal, const Scope& scope,
                                                          const Page& page);
  static base::Result<void> put_database(store::Transaction& journal, const Scope& scope,
                                         const DatabaseRow& row);
  static base::Result<void> remove_database(store::Transaction& journal, const Scope& scope,
                                            std::string_view name);  // its tables too

  // Tables. put_table() keeps the row that it replaces as an earlier version unless told to skip that.
  enum class Archive { Keep, Skip };
  static base::Result<std::optional<TableRow>> table(store::Connection& journal, const Scope& scope,
                                                     std::string_view database, std::string_view name);
  static base::Result<std::vector<TableRow>> tables(store::Connection& journal, const Scope& scope,
                                                    std::string_view database, const Page& page);
  static base::Result<std::int64_t> add_table(store::Transaction& journal, const Scope& scope,
                                              const TableRow& row);
  static base::Result<void> put_table(store::Transaction& journal, const TableRow& row, Archive archive);
  static base::Result<void> remove_table(store::Transaction& journal, std::int64_t table_id);

  // The versions of a table before one of its versions, newest first.
  static base::Result<std::vector<TableRow>> versions_before(store::Connection& journal,
                                                             const TableRow& table, std::int64_t version,
                                                             std::size_t limit);
  static base::Result<bool> remove_version(store::Transaction& journal, std::int64_t table_id,
                                           std::int64_t version);

  // Partitions, in the order of their values. add_partition() tells whether there was none yet.
  static base::Result<std::optional<PartitionRow>> partition(store::Connection& journal,
                                                             std::int64_t table_id,
                                                             const std::vector<std::string>& values);
  static base::Result<bool> has_partitions(store::Connection& journal, std::int64_t table_id);
  static base::Result<bool> add_partition(store::Transaction& journal, std::int64_t table_id,
                                          const PartitionRow& row);
  static base::Result<bool> replace_partition(store::Transaction& journal, std::int64_t table_id,
                                              const std::vector<std::string>& old_values,
                                              const PartitionRow& row);
  static base::Result<bool> remove_partition(store::Transaction& journal, std::int64_t table_id,
                                             const std::vector<std::string>& values);

  // Calls `visit` with the partitions whose first values are `leading` and that come after `after` (empty:
  // from the first), until it returns false. The cost is that of the partitions visited.
  using Visit = std::function<base::Result<bool>(const PartitionRow&)>;
  static base::Result<void> visit_partitions(store::Connection& journal, std::int64_t table_id,
                                             const std::vector<std::string>& leading,
                                             const std::vector<std::string>& after, const Visit& visit);
};

}  // namespace services::glue
