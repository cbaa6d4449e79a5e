#pragma once

#include <unicode/uniset.h>

namespace engine::patterns {

// What (?i) makes of a set of Python's: characters are the same whose small letters have the same capital
// ones, as i, I, ı and İ have, or ſt and st. A negation comes after it.
void python_fold(icu::UnicodeSet& set);

}  // namespace engine::patterns
