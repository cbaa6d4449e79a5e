#pragma once

// What nearly every file of the worker includes of DuckDB and of plans; compiled once.
#include "duckdb/common/types/vector.hpp"
#include "duckdb/function/copy_function.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/main/client_context.hpp"
#include "duckdb/main/connection.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"
