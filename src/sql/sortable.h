#pragma once

#include "sql/typed.h"

namespace sql {

// Refuses to sort by what has no order, as maps have none (TYPE_MISMATCH).
base::Result<void> check_sortable(const Type& type, Position position);

// NaN is above all numbers, but beside NULLS FIRST it is below them.
plan::SortOrder sort_order(Typed key, const SortItem& item);

// Refuses as keys what is not comparable, as sketches are not; `clause` as the message names it.
base::Result<void> check_key(const Type& type, std::string_view clause, Position position);
base::Result<void> check_distinct(const Type& type, std::string_view name, Position position);

}  // namespace sql
