#pragma once

#include "api/glue/tables.h"
#include "api/glue/types.h"
#include "wire/stored.h"

namespace services::glue {

// Shapes of Glue's API as the journal keeps them.
using wire::from_stored;
using wire::to_stored;

}  // namespace services::glue
