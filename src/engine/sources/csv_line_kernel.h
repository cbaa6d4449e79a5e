#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/sources/csv_options.h"

namespace engine {

// The texts of the record that a text holds, as a list; NULL: it holds none. `options` outlive the query.
Tree csv_line_tree(Tree text, const CsvOptions& options);
void register_csv_line(duckdb::ExtensionLoader& loader);

}  // namespace engine
