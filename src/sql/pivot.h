#pragma once

#include "sql/expression_analyzer.h"
#include "sql/names.h"
#include "sql/scoped_relation.h"

namespace sql {

// The rows of FROM turned by Spark's PIVOT: a row for each value of the columns that it does not name, and in
// it a column for each of its values and aggregates, NULL where no row has the value. `rows` analyses
// expressions over the rows of the input.
base::Result<ScopedRelation> pivoted(const Pivot& pivot, const ScopedRelation& input,
                                     const ExpressionAnalyzer& rows, Names& names);

}  // namespace sql
