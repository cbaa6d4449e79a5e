#pragma once

#include "sql/expression_analyzer.h"
#include "sql/names.h"

namespace sql {

// The rows of FROM turned by Spark's PIVOT: a row for each value of the columns that it does not name, and in
// it a column for each of its values and aggregates, NULL where no row has the value.
struct Pivoted {
  plan::Relation relation;
  Scope scope;
};

// `rows` analyses expressions over the rows of the input, whose columns `scope` has.
base::Result<Pivoted> pivoted(const Pivot& pivot, plan::Relation input, const Scope& scope,
                              const ExpressionAnalyzer& rows, Names& names);

}  // namespace sql
