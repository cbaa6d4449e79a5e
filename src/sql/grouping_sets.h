#pragma once

#include <vector>

#include "base/result.h"
#include "sql/ast.h"

namespace sql {

inline constexpr std::size_t kMaxGroupingSets = 2048;  // as in Trino

using KeySet = std::vector<std::size_t>;  // of one grouping set: the places of its keys

// The grouping sets of one element of GROUP BY; `members` are its sets as they were written.
base::Result<std::vector<KeySet>> grouping_sets(const GroupingElement& element,
                                                const std::vector<KeySet>& members);

// What several elements beside each other stand for: every set of the one joined with every set of the other.
base::Result<std::vector<KeySet>> cross(const std::vector<KeySet>& left, const std::vector<KeySet>& right,
                                        Position position);

}  // namespace sql
