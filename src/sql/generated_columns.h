#pragma once

#include <string>
#include <vector>

#include "sql/ast.h"
#include "sql/scope.h"

namespace sql {

// What Spark calls the columns of a generator that no names are given to: key and value of a map's entries,
// the fields of an array's structs. Empty: what it goes over has a type that is not known before the plan is
// lowered, or there is one column of an array's items.
std::vector<std::string> generated_columns(const Call& generator, const Scope& scope);

}  // namespace sql
