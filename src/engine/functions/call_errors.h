#pragma once

#include "engine/functions/registry.h"

namespace engine {

// Refusals of calls, in Spark's words, beside those of registry.h.
base::Error operands_differ(const Call& call, std::string_view symbol);  // of a binary operator
// The values have no type in common. Functions list the types in brackets of their own: "[]" and ", ".
base::Error types_differ(const Call& call, std::span<const Typed> values, std::string_view brackets,
                         std::string_view separator);
base::Error not_ordered(const Call& call, std::string_view function, const Type& type);  // a map is in it
// An argument that has to be a constant; `type` as Spark's message has it: "STRING" in quotes, integer.
base::Error not_foldable(const Call& call, std::size_t argument, std::string_view name,
                         std::string_view type);
base::Error no_part(const Typed& value);  // of what is no struct, array or map
std::string ordinal(std::size_t place);   // first, second, ... from 1

}  // namespace engine
