#pragma once

#include "services/glue/visual/node_kind.h"

// Conditions on rows, as Filter and Route have them: comparisons of columns with constants or with each
// other, joined by AND or OR. They mean what the Python means that Glue Studio makes of them,
// `lambda row: (row["a"] > 5 or bool(re.match("x", row["b"])))`: a constant has its column's type, a number
// is no text, and a NaN is neither above, below nor equal to anything. A value that is missing (None) is
// equal to another missing one only; <, >, <=, >= and re.match raise on it, which makes the whole condition
// false as soon as they are reached, negated or not.
namespace services::glue::visual {

using Filters = std::vector<api::glue::FilterExpression>;

// Refuses what can be told without the columns.
base::Result<void> check_filters(const Filters& filters);

// NULL or false: the row does not fulfil it. Refuses comparisons of types that do not go together.
base::Result<plan::Expression> row_condition(const Frame& frame, const std::string& logical_operator,
                                             const Filters& filters);

}  // namespace services::glue::visual
