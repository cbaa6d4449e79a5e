#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/sources/row_files.h"

namespace engine {

// Makes the table function behind row_scan() known to a database.
void register_row_scan(duckdb::ExtensionLoader& loader);

// A FROM item that yields the files' columns, of which only those are read that the query uses, then their
// partition columns as texts. `files` outlives the query.
duckdb::unique_ptr<duckdb::TableRef> row_scan(const RowFiles& files);

}  // namespace engine
