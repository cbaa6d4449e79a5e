#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/tree.h"
#include "engine/functions/window.h"
#include "engine/python/python_function.h"

namespace engine {

// Calls of users' functions (python_call.h): with a row's values, and with those of a group's rows. The
// functions outlive the execution of the trees.
void register_python_udf(duckdb::ExtensionLoader& loader);
Tree python_udf_tree(const PythonFunction& function, Trees arguments);

void register_python_aggregate(duckdb::ExtensionLoader& loader);
// `over`: the rows of a window rather than those of a group; null: of a group.
Tree python_aggregate_tree(const PythonFunction& function, Trees arguments, const Window* over);

}  // namespace engine
