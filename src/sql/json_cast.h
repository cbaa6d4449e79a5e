#pragma once

#include "sql/cast.h"

namespace sql {

// CAST(value AS json): https://trino.io/docs/435/functions/json.html#cast-to-json. Refuses types that have no
// such cast (TYPE_MISMATCH).
base::Result<Typed> cast_to_json(Typed value, Position position);

// CAST(json AS type): https://trino.io/docs/435/functions/json.html#cast-from-json, to scalars, arrays, maps
// and rows of them. Refuses the same.
base::Result<Typed> cast_from_json(Typed value, const Type& target, OnFailure on_failure, Position position);

}  // namespace sql
