#pragma once

#include "sql/planning.h"

namespace sql {

inline constexpr std::size_t kMaxViewDepth = 30;  // of views in each other

// The query that a view stands for, with the columns that its definition promises. Refuses a view that names
// itself, one whose query fails (INVALID_VIEW) and one whose query gives something else by now
// (VIEW_IS_STALE), in Trino's words.
base::Result<Planned> plan_view(const plan::Table& table, Planning& planning, Position position);

}  // namespace sql
