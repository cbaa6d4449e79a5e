#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

// Spark's statements that are no queries, as far as they go: what databases, tables and views there are, and
// rows into tables. https://spark.apache.org/docs/latest/sql-ref-syntax.html
namespace sql {

using TableNameParts = std::vector<std::string>;

struct CreateDatabaseCommand {
  TableNameParts name;
  bool if_not_exists = false;
  std::string comment;
  std::string location;
};

struct UseCommand {
  TableNameParts database;
};

struct CreateViewCommand {
  TableNameParts name;
  bool replace = false;
  bool if_not_exists = false;
  std::string query;
};

struct CreateTableCommand {
  TableNameParts name;
  bool if_not_exists = false;
  bool replace = false;
  std::string format;   // of USING or STORED AS; empty: none is said
  std::string columns;  // as DDL, those of PARTITIONED BY with types too; empty: the query's
  std::vector<std::string> partition_by;
  std::string location;
  std::map<std::string, std::string> options;
  std::map<std::string, std::string> parameters;  // of TBLPROPERTIES, and the comment
  std::string query;                              // empty: a table without rows
};

struct InsertCommand {
  TableNameParts table;
  bool overwrite = false;
  std::vector<std::string> columns;  // empty: all, in order
  std::string query;
};

struct DropCommand {
  enum class Kind { Database, Table, View } kind = Kind::Table;
  TableNameParts name;
  bool if_exists = false;
  bool cascade = false;
};

struct ShowCommand {
  enum class Kind { Databases, Tables, Columns, Partitions } kind = Kind::Tables;
  TableNameParts of;  // the database or table; empty: the session's
  std::string pattern;
};

struct DescribeCommand {
  TableNameParts table;
};

struct SetCommand {
  std::string key;                   // empty: all are shown
  std::optional<std::string> value;  // none: it is shown
};

struct RefreshCommand {};  // REFRESH, CACHE, UNCACHE: every query looks at what is there anyway

using SparkCommand =
    std::variant<CreateDatabaseCommand, UseCommand, CreateViewCommand, CreateTableCommand, InsertCommand,
                 DropCommand, ShowCommand, DescribeCommand, SetCommand, RefreshCommand>;

// No value: the text is a query, or nothing that this knows. Errors are in Spark's words.
base::Result<std::optional<SparkCommand>> parse_spark_command(std::string_view text);

}  // namespace sql
