#pragma once

#include "sql/cast.h"

namespace sql {

// CAST from and to uuid (https://trino.io/docs/435/functions/uuid.html), of types that have one: varchar and
// varbinary.
Typed cast_uuid(Typed value, const Type& target, OnFailure on_failure);

}  // namespace sql
