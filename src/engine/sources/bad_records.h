#pragma once

#include <string>

#include "duckdb/common/types/data_chunk.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/json_options.h"

namespace engine {

// Refuses, in Spark's words, a column that keeps them and is no text.
base::Result<void> check_corrupt_column(const std::vector<Field>& columns, const std::string& corrupt);

// Records of a data frame's texts that the mode FAILFAST stops at, in Spark's words.
base::Error malformed_record(const std::string& shown);
// A row as those words show it: [1,null].
std::string shown_row(const duckdb::DataChunk& rows, duckdb::idx_t row);

// True, and fails the query where a record is malformed: the row of the values is what it names.
Tree stop_at_malformed_tree(Tree is_malformed, Trees values);
void register_bad_records(duckdb::ExtensionLoader& loader);

}  // namespace engine
