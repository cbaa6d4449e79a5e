#pragma once

#include <vector>

#include "base/result.h"
#include "sql/token.h"

namespace sql {

// The tokens with every IDENTIFIER('db.t') replaced by the name that its text spells, which may be that of a
// table, a column or a function (https://spark.apache.org/docs/latest/sql-ref-identifier-clause.html). Behind
// the binding of parameters, whose values are texts by then. Refuses other than a constant text.
base::Result<std::vector<Token>> name_spark_identifiers(std::vector<Token> tokens);

}  // namespace sql
