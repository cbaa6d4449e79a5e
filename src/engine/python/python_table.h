#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/lower/relation.h"
#include "engine/python/python_function.h"

namespace engine {

// A user's table function as a table function of DuckDB.
void register_python_table(duckdb::ExtensionLoader& loader);

// How the rows of a call and those that it is made for come together.
struct PythonTableCall {
  std::size_t kept = 0;     // so many of the input's first columns stand before the function's own
  bool keeps_rows = false;  // a row for which there are no others stays, with NULLs
  bool always = false;      // it is called once where there are no rows, for what it gives in the end
};

// The function is called with each row of the input, whose columns behind the kept ones are its arguments. It
// gives the kept columns and those of its result; what it gives in the end stands beside the last row. The
// function outlives the table's execution.
TableRef python_table(const PythonFunction& function, const PythonTableCall& call, Lowered input);

// What analyze() says of the arguments, whose values are the row's (NULL: of none), as JSON.
std::string python_analysis(const PythonFunction& function, const std::vector<duckdb::Value>& arguments,
                            const std::vector<Type>& types, duckdb::ClientContext& context);

}  // namespace engine
