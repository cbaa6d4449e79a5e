#pragma once

#include "sql/typed.h"

namespace sql {

// CAST(value AS json): https://trino.io/docs/435/functions/json.html#cast-to-json. Refuses types that have no
// such cast (TYPE_MISMATCH).
base::Result<Typed> cast_to_json(Typed value, Position position);

}  // namespace sql
