#pragma once

#include "plan/builders.h"
#include "sql/names.h"
#include "sql/scope.h"

namespace sql {

// The rows of FROM turned by Spark's UNPIVOT
// (https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-unpivot.html): of each row one for each set
// of columns, with the set's name and its values, beside the columns that no set has. A row of only NULLs is
// left out, unless the clause includes them.
struct Unpivoted {
  plan::Relation relation;
  Scope scope;
};

base::Result<Unpivoted> unpivoted(const Unpivot& unpivot, plan::Relation input, const Scope& scope,
                                  Names& names);

}  // namespace sql
