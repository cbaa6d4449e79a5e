#pragma once

#include "plan/builders.h"
#include "sql/scope.h"

namespace sql {

// Rows, and the columns of theirs that are in view.
struct ScopedRelation {
  plan::Relation relation;
  Scope scope;
};

}  // namespace sql
