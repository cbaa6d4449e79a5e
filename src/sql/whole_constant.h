#pragma once

#include <cstdint>
#include <optional>

#include "sql/ast.h"

namespace sql {

// The number that constants of whole numbers make: 1 + 1, -(2 * 3); nothing: other than such, or too large.
std::optional<std::int64_t> whole_constant(const Expression& expression);

}  // namespace sql
