#pragma once

#include "engine/sources/orc_columns.h"

namespace engine {

// The texts of a column, or its bytes, whichever the file says it has.
std::unique_ptr<OrcColumn> orc_text_column(const OrcStripe& stripe, std::uint32_t column);
std::unique_ptr<OrcColumn> orc_binary_column(const OrcStripe& stripe, std::uint32_t column);

}  // namespace engine
