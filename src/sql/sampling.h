#pragma once

#include "plan/builders.h"
#include "sql/ast.h"
#include "sql/budget.h"

namespace sql {

// TABLESAMPLE: some of the rows, drawn one by one; or the first so many, of Spark's ROWS. A percentage is a
// number that is written down.
base::Result<plan::Relation> sampled(plan::Relation rows, const Sample& sample, Budget& budget);

}  // namespace sql
