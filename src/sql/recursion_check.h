#pragma once

#include "base/result.h"
#include "sql/ast.h"

namespace sql {

// The two halves of a query of WITH RECURSIVE that names itself.
struct Recursion {
  const QueryTree* anchor = nullptr;
  const QueryTree* step = nullptr;
  bool distinct = false;
};

// Whether the table names itself, and if so its halves; an anchor of null: it does not. Refuses, as Trino
// does, what its recursion cannot be (INVALID_RECURSIVE_REFERENCE, NOT_SUPPORTED, MISSING_COLUMN_ALIASES).
base::Result<Recursion> recursion_of(const CommonTable& table);

}  // namespace sql
