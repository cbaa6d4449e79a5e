#pragma once

#include <set>
#include <string>

#include "engine/functions/tree.h"
#include "engine/lower/relation.h"

namespace engine {

// The rows around a subquery.
struct OuterRows {
  const Columns* columns;
  std::set<std::string> named;  // those of the columns, and of the ones further out, that the subquery names
  int depth = 0;                // of the subquery's expression that is being lowered
};

// DuckDB finds the columns of an outer query everywhere in a subquery but in lambdas. What lambdas in the
// tree name of `outer` becomes fields of a row, which is made outside of the lambda and seen inside:
//   filter(items, x -> x > outer.a)
//   transform([{a: outer.a, items: items}], row -> filter(row.items, x -> x > row.a))[1]
// `row` is a name unlike every other in reach.
Tree hand_to_lambdas(Tree tree, const std::set<std::string>& outer, const std::string& row);

}  // namespace engine
