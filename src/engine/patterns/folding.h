#pragma once

#include <unicode/uniset.h>

#include <string_view>

#include "engine/patterns/tree.h"

// What (?i) makes of characters and sets.
namespace engine::patterns {

// Java's: letters of ASCII alone.
void fold_ascii(icu::UnicodeSet& set);

// Java's with the flag u: of one character, and of a range or more.
icu::UnicodeSet java_folded(char32_t character);
void java_fold(icu::UnicodeSet& set);

// Joni's: Unicode's full folding, by which ß is ss; what is longer than a character stands in the set as a
// text.
void joni_fold(icu::UnicodeSet& set);
bool joni_knows_as_one(std::u32string_view text);  // ss, or another that one character folds to
Node folded_text(std::u32string_view text);        // of such a one

// The characters of a set, or its texts.
Node node_of(icu::UnicodeSet set);

}  // namespace engine::patterns
