#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Statements that change what databases, tables and views there are.
namespace sql {

using TableNameParts = std::vector<std::string>;
using Properties = std::map<std::string, std::string>;

// PARTITION (day = 'mon', hour): a value's text; none: NULL. A key without a value means every one.
struct PartitionValue {
  std::string key;
  bool given = false;
  std::optional<std::string> value = {};
};
using PartitionSpec = std::vector<PartitionValue>;

struct ColumnDefinition {
  std::string name;
  std::string type;  // as DDL
  std::string comment;
};

struct CreateDatabaseCommand {
  TableNameParts name;
  bool if_not_exists = false;
  std::string comment;
  std::string location;
  Properties properties;
};

struct AlterDatabaseCommand {
  TableNameParts name;
  Properties set;
  std::vector<std::string> unset;
  std::string location;  // empty: as it is
};

struct DropCommand {
  enum class Kind { Database, Table, View } kind = Kind::Table;
  TableNameParts name;
  bool if_exists = false;
  bool cascade = false;
};

// COMMENT ON DATABASE and TABLE.
struct CommentCommand {
  enum class On { Database, Table } on = On::Table;
  TableNameParts name;
  std::string comment;  // empty: IS NULL
};

struct CreateViewCommand {
  enum class Kind { Stored, Temporary, Global } kind = Kind::Stored;
  TableNameParts name;
  bool replace = false;
  bool if_not_exists = false;
  std::vector<ColumnDefinition> columns;  // without types; empty: the query's
  std::string comment;
  Properties properties;
  std::string query;
  // Of a temporary view of files: USING.
  std::string format;
  std::string schema;  // as DDL
  Properties options;
};

struct AlterViewCommand {
  TableNameParts name;
  std::string query;
};

struct CreateTableCommand {
  TableNameParts name;
  bool if_not_exists = false;
  bool external = false;
  std::string format;                     // of USING or STORED AS; empty: none is said
  std::vector<ColumnDefinition> columns;  // those of PARTITIONED BY with types too; empty: the query's
  std::vector<std::string> partition_by;
  std::string location;
  Properties options;
  Properties parameters;  // of TBLPROPERTIES, and the comment
  std::string query;      // empty: a table without rows
};

struct CreateTableLikeCommand {
  TableNameParts name;
  TableNameParts source;
  bool if_not_exists = false;
  std::string format;
  std::string location;
  Properties parameters;
};

struct InsertCommand {
  TableNameParts table;
  bool overwrite = false;
  bool by_name = false;
  bool if_not_exists = false;        // of the partition
  std::vector<std::string> columns;  // empty: all, in order
  PartitionSpec partition;
  std::string query;
};

struct InsertDirectoryCommand {
  std::string format;
  std::string path;
  Properties options;
  std::string query;
};

struct AddPartitionsCommand {
  struct Partition {
    PartitionSpec values;
    std::string location;  // empty: below the table's
  };
  TableNameParts table;
  bool if_not_exists = false;
  std::vector<Partition> partitions;
};

struct DropPartitionsCommand {
  TableNameParts table;
  bool if_exists = false;
  std::vector<PartitionSpec> partitions;
};

struct RenamePartitionCommand {
  TableNameParts table;
  PartitionSpec from;
  PartitionSpec to;
};

struct AddColumnsCommand {
  TableNameParts table;
  std::vector<ColumnDefinition> columns;
};

// ALTER COLUMN .. COMMENT, and COMMENT ON COLUMN; with a type, it must be the column's own.
struct CommentColumnCommand {
  TableNameParts table;
  std::string column;
  std::string type;
  std::string comment;
};

// SET and UNSET TBLPROPERTIES.
struct PropertiesCommand {
  TableNameParts table;
  bool of_view = false;
  Properties set;
  std::vector<std::string> unset;
};

struct SetLocationCommand {
  TableNameParts table;
  PartitionSpec partition;  // empty: the table's own
  std::string location;
};

struct SetSerdeCommand {
  TableNameParts table;
  PartitionSpec partition;
  std::string serde;  // empty: as it is
  Properties properties;
};

struct RenameCommand {
  TableNameParts from;
  TableNameParts to;
  bool of_view = false;
};

// MSCK REPAIR TABLE, and ALTER TABLE .. RECOVER PARTITIONS.
struct RepairCommand {
  TableNameParts table;
  std::string statement;  // as errors name it
  bool adds = true;
  bool drops = false;
};

struct TruncateCommand {
  TableNameParts table;
  PartitionSpec partition;
};

struct AnalyzeCommand {
  bool all_tables = false;  // of a database
  TableNameParts name;      // the table, or the database; empty: the session's
  PartitionSpec partition;
  bool scans = true;
  bool all_columns = false;
  std::vector<std::string> columns;
};

// What Spark knows and no table of ours can do: DELETE, UPDATE, MERGE, DROP COLUMN and the like.
struct UnsupportedTableCommand {
  TableNameParts table;
  std::string operation;  // as Spark's error names it
};

}  // namespace sql
