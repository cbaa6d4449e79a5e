#pragma once

#include <set>
#include <string>

#include "plan/json_path.h"
#include "sql/types.h"

namespace sql {

// Reads the path that stands at a place of the query, and refuses what Trino refuses before it computes
// anything: SYNTAX_ERROR at the place in the path, INVALID_PATH for operands that are of a wrong type
// whatever the document, and for variables without a value.
base::Result<void> check_json_path(const std::string& path, Position position,
                                   const std::set<std::string>& variables);

}  // namespace sql
