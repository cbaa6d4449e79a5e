#pragma once

#include "engine/sources/orc_columns.h"

namespace engine {

// The numbers, days and times of a column, as the file has them: `type` is what type_of_orc() says it is.
// Null: it has none of these.
std::unique_ptr<OrcColumn> orc_scalar_column(const OrcStripe& stripe, std::uint32_t column, const Type& type);

}  // namespace engine
