#pragma once

#include "sql/names.h"
#include "sql/scoped_relation.h"

namespace sql {

// The rows of FROM turned by Spark's UNPIVOT
// (https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-unpivot.html): of each row one for each set
// of columns, with the set's name and its values, beside the columns that no set has. A row of only NULLs is
// left out, unless the clause includes them.
base::Result<ScopedRelation> unpivoted(const Unpivot& unpivot, ScopedRelation input, Names& names);

}  // namespace sql
