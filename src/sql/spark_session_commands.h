#pragma once

#include "sql/spark_table_commands.h"

// Statements that change a session: its database, settings, caches and functions.
namespace sql {

struct UseCommand {
  TableNameParts database;
};

struct SetCatalogCommand {
  std::string catalog;
};

struct SetCommand {
  std::string key;                   // empty: all are shown
  std::optional<std::string> value;  // none: it is shown
  bool verbose = false;              // SET -v
};

struct SetTimeZoneCommand {
  std::string zone;
};

struct ResetCommand {
  std::string key;  // empty: all
};

struct CacheCommand {
  TableNameParts table;
  Properties options;
  std::string query;  // empty: the table is there
};

struct UncacheCommand {
  TableNameParts table;
  bool if_exists = false;
};

struct ClearCacheCommand {};

struct RefreshCommand {
  TableNameParts table;  // empty: a path
};

// CREATE FUNCTION is refused, so that only functions that a client has registered can be dropped.
struct DropFunctionCommand {
  TableNameParts name;
  bool temporary = false;
  bool if_exists = false;
};

}  // namespace sql
