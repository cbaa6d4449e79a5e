#pragma once

#include <unicode/uniset.h>

#include <optional>
#include <string_view>

namespace engine::patterns {

// In ICU's syntax of sets, which the program itself writes: "[[:L:]_]".
icu::UnicodeSet set_of(std::string_view items);
icu::UnicodeSet set_of(char32_t from, char32_t to);
icu::UnicodeSet others_than(icu::UnicodeSet set);

// Behind \p, between the brackets; nothing where there is no such name.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html With `folds`,
// letters of one case stand for those of all; with `unicode`, POSIX's names are Unicode's.
struct JavaCase {
  bool folds = false;
  bool unicode = false;
};
std::optional<icu::UnicodeSet> java_property(std::string_view name, JavaCase letters);

// https://github.com/kkos/oniguruma/blob/master/doc/RE: scripts, categories and others by their names, and
// POSIX's.
std::optional<icu::UnicodeSet> joni_property(std::string_view name);

// [:alpha:] and its like; nothing where there is no such name.
std::optional<icu::UnicodeSet> joni_bracket(std::string_view name);

}  // namespace engine::patterns
