#pragma once

#include <optional>
#include <string>

#include "plan/builders.h"

namespace services::glue::visual {

// A node's number as the plan has it; nothing when the text is none. Exact where the text is: 12, -0.5.
// Others, like 1e3, and all that meet a `fractional` column, are doubles.
std::optional<plan::Expression> number_literal(const std::string& text, bool fractional);

}  // namespace services::glue::visual
