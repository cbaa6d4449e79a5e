#pragma once

#include "engine/functions/registry.h"

namespace engine {

// Refusals of calls, in Spark's words, beside those of registry.h.
base::Error operands_differ(const Call& call, std::string_view symbol);  // of a binary operator
base::Error not_ordered(const Call& call, std::string_view function, const Type& type);  // a map is in it
base::Error no_part(const Typed& value);  // of what is no struct, array or map
std::string ordinal(std::size_t place);   // first, second, ... from 1

}  // namespace engine
