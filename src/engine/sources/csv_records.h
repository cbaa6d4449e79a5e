#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/sources/csv_table.h"

namespace engine {

// Makes the table function behind csv_records() known to a database.
void register_csv_records(duckdb::ExtensionLoader& loader);

// A FROM item for readers that look at whole records: each one's text, the list of what the table's columns
// have of it, which has one element too many where the record has more fields than it should or fewer, and
// the table's partition columns, as texts. `table` outlives the query.
duckdb::unique_ptr<duckdb::TableRef> csv_records(const CsvTable& table);

}  // namespace engine
