#pragma once

#include "duckdb/parser/expression/window_expression.hpp"
#include "engine/functions/tree.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

struct Call;

// OVER (...): what a call of a window function or of an aggregate ranges over.
struct Window {
  Trees partitions;
  duckdb::vector<duckdb::OrderByNode> orders;
  duckdb::WindowBoundary start = duckdb::WindowBoundary::UNBOUNDED_PRECEDING;
  duckdb::WindowBoundary end =
      duckdb::WindowBoundary::CURRENT_ROW_RANGE;  // without ORDER BY all rows are peers
  Tree start_distance;
  Tree end_distance;
};

// A function of DuckDB over a copy of the window.
duckdb::unique_ptr<duckdb::WindowExpression> window_tree(const Window& window, std::string function,
                                                         Trees arguments);

// What the arguments and frames of window functions are checked by.
void register_window_kernels(duckdb::ExtensionLoader& loader);

}  // namespace engine
