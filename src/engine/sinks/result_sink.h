#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/statement/copy_statement.hpp"
#include "engine/sinks/write_spec.h"

namespace engine {

// Writes one CSV as Athena writes query results: a line of labels, then the rows in their order, every value
// quoted, `"` doubled, NULL an empty field without quotes. The rows are texts already.
void register_result_sink(duckdb::ExtensionLoader& loader);
duckdb::unique_ptr<duckdb::CopyStatement> copy_to_result(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                         WriteSpec& spec);

}  // namespace engine
