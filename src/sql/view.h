#pragma once

#include "sql/planning.h"

namespace sql {

inline constexpr std::size_t kMaxViewDepth = 30;  // of views in each other

// The query that a view stands for, with the columns that its definition promises. Refuses a view that names
// itself, one whose query fails (INVALID_VIEW) and one whose query gives something else by now
// (VIEW_IS_STALE), in Trino's words. `catalog` is how the view's is called where it stands.
base::Result<Planned> plan_view(const plan::Table& table, const std::string& catalog, Planning& planning,
                                Position position);

}  // namespace sql
