#include "engine/patterns/python_folding.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>
#include <unordered_map>

#include "engine/patterns/character_sets.h"

namespace engine::patterns {
namespace {

// Sets of characters that are the same, of two or more, by each of them.
class Alike {
 public:
  Alike() {
    const icu::UnicodeSet cased = set_of("[[:Cased:][:Changes_When_Casemapped:][:Changes_When_Casefolded:]]");
    for (std::int32_t range = 0; range < cased.getRangeCount(); ++range)
      for (UChar32 c = cased.getRangeStart(range); c <= cased.getRangeEnd(range); ++c)
        sets_[capitals(u_tolower(c))].add(c);
    for (const auto& [key, set] : sets_)
      for (std::int32_t i = 0; set.size() > 1 && i < set.size(); ++i)
        by_character_.emplace(set.charAt(i), &set);
  }

  void add_to(icu::UnicodeSet& set) const {
    if (set.size() != 1) {
      for (const auto& [key, alike] : sets_)
        if (set.containsSome(alike)) set.addAll(alike);
      return;
    }
    const auto found = by_character_.find(set.charAt(0));
    if (found != by_character_.end()) set.addAll(*found->second);
  }

 private:
  static icu::UnicodeString capitals(UChar32 c) {
    return icu::UnicodeString(c).toUpper(icu::Locale::getRoot());
  }

  std::map<icu::UnicodeString, icu::UnicodeSet> sets_;
  std::unordered_map<UChar32, const icu::UnicodeSet*> by_character_;
};

}  // namespace

void python_fold(icu::UnicodeSet& set) {
  static const Alike kAlike;
  kAlike.add_to(set);
}

}  // namespace engine::patterns
