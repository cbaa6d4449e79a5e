#pragma once

#include <cstdint>
#include <string_view>

#include "engine/functions/trino_kernels.h"
#include "engine/patterns/pattern.h"

namespace engine {

// The pattern of Java's. Raises, in Spark's words, what is none.
const patterns::Pattern& java_regexp(std::string_view pattern);

// The parts of a text between the matches, so many at most; 0 and below: all. A match of nothing at the
// beginning parts nothing, a pattern of nothing parts all characters.
Texts split_by(std::string_view text, std::string_view pattern, std::int32_t limit);

}  // namespace engine
