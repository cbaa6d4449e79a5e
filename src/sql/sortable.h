#pragma once

#include "sql/typed.h"

namespace sql {

// Refuses to sort by what has no order, as maps have none (TYPE_MISMATCH).
base::Result<void> check_sortable(const Type& type, Position position);

}  // namespace sql
