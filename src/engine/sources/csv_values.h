#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"

namespace engine {

// What the texts of CSV files are worth to Spark's reader, which is stricter than a cast, and what types it
// finds in them (inferSchema). https://spark.apache.org/docs/latest/sql-data-sources-csv.html
void register_csv_values(duckdb::ExtensionLoader& loader);

// Over all rows: the type that holds every text, as DDL names it; without any, string.
Tree csv_type_tree(Tree text);

// The text, as a cast takes it, or NULL where the reader finds no value of the type: ' 1' and '1.5' are no
// integers, 't' is no boolean.
Tree csv_value_tree(Tree text, const Type& type);

}  // namespace engine
