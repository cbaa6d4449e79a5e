#pragma once

#include "sql/spark_table_commands.h"

// Statements that tell what there is: SHOW, DESCRIBE, EXPLAIN.
namespace sql {

struct ShowCommand {
  enum class Kind { Databases, Columns, Partitions, Catalogs, Namespace } kind = Kind::Databases;
  TableNameParts of;  // the database or table; empty: the session's
  std::string pattern;
  PartitionSpec partition;
};

struct ShowTablesCommand {
  enum class What { Tables, Extended, Views } what = What::Tables;
  TableNameParts database;  // empty: the session's
  std::string pattern;
  PartitionSpec partition;
};

struct ShowFunctionsCommand {
  bool of_user = true;
  bool of_system = true;
  TableNameParts database;
  std::string pattern;
};

struct ShowPropertiesCommand {
  TableNameParts table;
  std::string key;  // empty: all
};

struct ShowCreateTableCommand {
  TableNameParts table;
  bool as_serde = false;
};

struct DescribeCommand {
  TableNameParts table;
  bool extended = false;
  PartitionSpec partition;
  TableNameParts column;  // empty: all
};

struct DescribeDatabaseCommand {
  TableNameParts database;
  bool extended = false;
};

struct DescribeFunctionCommand {
  TableNameParts function;
};

struct DescribeQueryCommand {
  std::string query;
};

struct ExplainCommand {
  enum class Mode { Simple, Extended, Formatted, Cost, Codegen } mode = Mode::Simple;
  std::string query;
};

}  // namespace sql
