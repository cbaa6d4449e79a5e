#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/csv_options.h"

namespace engine {

// What types Spark's reader finds in the texts of CSV files (inferSchema).
// https://spark.apache.org/docs/latest/sql-data-sources-csv.html
void register_csv_types(duckdb::ExtensionLoader& loader);

// Over all rows: the type that holds every text, as DDL names it; without any, string. `options` outlive the
// query.
Tree csv_type_tree(Tree text, const CsvOptions& options);

}  // namespace engine
