#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/shape.h"

namespace wire {

// What a model demands of single values, in the words of AWS's own answers ("Member must have length less
// than or equal to 255"). An empty list: the value satisfies its shape. Thread-safe.
std::vector<std::string> broken_constraints(const Shape& shape, const void* value);

// All that the shape demands, for "Member must satisfy constraint: [..]".
std::vector<std::string> all_constraints(const Shape& shape);

// The value as those answers show it; long ones are cut.
std::string shown(const Shape& shape, const void* value);

}  // namespace wire
