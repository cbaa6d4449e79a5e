#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"

namespace store {

class Database;

// One step of a schema's history. Numbers start at 1 in each schema and rise by one; a landed one never
// changes.
struct Migration {
  int number;
  std::string_view sql;  // one or more statements
};

// The tables of one owner (a module or a service): only its *_store.cc files hold SQL for them.
struct Schema {
  std::string_view owner;
  std::span<const Migration> migrations;
};

// Brings the journal in `file` to the newest migration of every schema, in one transaction. A journal that
// has data is first copied beside itself (`FILE.before-SEQUENCE`), synced. Refuses a journal that knows
// migrations we do not.
base::Result<void> migrate(Database& database, const std::filesystem::path& file,
                           std::span<const Schema> schemas);

}  // namespace store
