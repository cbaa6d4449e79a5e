#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/sources/csv_table.h"

namespace engine {

// Makes the table function behind csv_scan() known to a database.
void register_csv_scan(duckdb::ExtensionLoader& loader);

// A FROM item that yields the table's columns, then its partition columns, all as texts. `table` outlives the
// query.
duckdb::unique_ptr<duckdb::TableRef> csv_scan(const CsvTable& table);

}  // namespace engine
