#pragma once

#include <vector>

#include "sql/ast.h"
#include "sql/scope.h"

namespace sql {

// The columns that * stands for among the arguments of a call of Spark's, or t.* where `of` is t; none: no
// table has the name.
std::vector<const Field*> columns_of_star(const Scope& scope, const ColumnName& of);

}  // namespace sql
