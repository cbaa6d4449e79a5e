#pragma once

#include "duckdb/parser/query_node.hpp"
#include "duckdb/parser/statement/copy_statement.hpp"
#include "engine/sinks/write_spec.h"

namespace engine {

// COPY of a query into one of our sinks, which finds the spec again with spec_of().
duckdb::unique_ptr<duckdb::CopyStatement> copy_to_sink(const char* sink,
                                                       duckdb::unique_ptr<duckdb::QueryNode> query,
                                                       WriteSpec& spec);
WriteSpec& spec_of(const duckdb::CopyInfo& info);

}  // namespace engine
