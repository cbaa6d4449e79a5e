#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/sources/json_table.h"

namespace engine {

// Makes the table function behind json_scan() known to a database.
void register_json_scan(duckdb::ExtensionLoader& loader);

// A FROM item that yields the table's columns in their types, then its partition columns as texts. `table`
// outlives the query.
duckdb::unique_ptr<duckdb::TableRef> json_scan(const JsonTable& table);

}  // namespace engine
