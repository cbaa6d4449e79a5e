#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace plan {

struct Column {
  std::string name;
  std::string type;  // as Hive DDL spells it: bigint, decimal(10,2), struct<a:int>
  std::string comment;
};

// How the files of a table or partition are laid out and read.
struct StorageFormat {
  std::string format;                          // csv, json, parquet, ...: a data source's name in a plan
  std::map<std::string, std::string> options;  // of that data source, as Spark names them
};

// A query that has a name, as Presto and Trino keep it in a catalog entry.
struct View {
  std::string sql;
  std::string catalog;          // that names without one mean; empty: the catalog it stands in
  std::string schema;           // likewise
  std::vector<Column> columns;  // with types as queries spell them: varchar, array(integer)
};

struct Table {
  std::string database;
  std::string name;
  std::vector<Column> columns;
  std::vector<Column> partition_keys;
  std::string location;  // s3://bucket/prefix/
  StorageFormat storage;
  std::map<std::string, std::string> parameters;  // of the catalog entry, as they are
  std::optional<View> view = {};                  // then it has no rows of its own
};

struct Partition {
  std::vector<std::optional<std::string>> values;  // in the order of partition_keys
  std::string location;
  StorageFormat storage;
};

// One comparison of a partition key with constants; a predicate is their conjunction. Values are texts in the
// key's type.
struct PartitionCondition {
  enum class Operator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, IsNull, IsNotNull };
  std::string column;
  Operator op = Operator::Equal;
  std::vector<std::string> values;
};

// What planning asks of a data catalog; Glue's implements it. Scoped to one account and region by whoever
// hands it out.
class Catalog {
 public:
  virtual ~Catalog() = default;
  // No value: there is no such table. Names are matched in lower case.
  virtual base::Result<std::optional<Table>> table(const std::string& database, const std::string& name) = 0;
  virtual base::Result<bool> has_database(const std::string& database) = 0;
  // The partitions that may hold a row that meets every condition (a superset is fine, a miss is not).
  virtual base::Result<std::vector<Partition>> partitions(
      const Table& table, const std::vector<PartitionCondition>& conditions) = 0;
};

}  // namespace plan
