#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/lower/relation.h"
#include "engine/python/python_function.h"

namespace engine {

// A user's function from rows to rows as a table function of DuckDB, over another table's rows.
void register_python_map(duckdb::ExtensionLoader& loader);

// The rows that the function makes of the input's: of each thread's, or of each group's, whose rows lie
// together, in one thread. The function outlives the table's execution.
TableRef python_map_table(const PythonFunction& function, GroupLayout layout, Lowered input);

}  // namespace engine
