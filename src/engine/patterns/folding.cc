#include "engine/patterns/folding.h"

#include <unicode/uchar.h>
#include <unicode/usetiter.h>

#include <functional>
#include <unordered_map>

#include "engine/patterns/character_sets.h"

namespace engine::patterns {
namespace {

// The characters that have another case, which are few: the others need not be asked.
const icu::UnicodeSet& cased() {
  static const icu::UnicodeSet kCased =
      set_of("[[:Cased:][:Changes_When_Casemapped:][:Changes_When_Casefolded:]]");
  return kCased;
}

void for_each_cased(const std::function<void(UChar32)>& use) {
  for (std::int32_t range = 0; range < cased().getRangeCount(); ++range)
    for (UChar32 c = cased().getRangeStart(range); c <= cased().getRangeEnd(range); ++c) use(c);
}

constexpr UChar32 kCapitalSharpS = 0x1e9e;  // to Joni's older Unicode it has no other case

UChar32 folded(UChar32 c) {
  return u_tolower(u_toupper(c));
}

// The characters that fold to one, itself among them; not there where it is the only one.
const icu::UnicodeSet* folding_to(UChar32 small) {
  static const auto kSets = [] {
    std::unordered_map<UChar32, icu::UnicodeSet> sets;
    for_each_cased(
        [&](UChar32 c) { sets.try_emplace(folded(c), folded(c), folded(c)).first->second.add(c); });
    return sets;
  }();
  const auto found = kSets.find(small);
  return found == kSets.end() ? nullptr : &found->second;
}

icu::UnicodeString text_of(std::u32string_view text) {
  icu::UnicodeString made;
  for (const char32_t c : text) made.append(static_cast<UChar32>(c));
  return made;
}

// A text with all that folds to the same.
icu::UnicodeSet joni_closed(std::u32string_view text) {
  icu::UnicodeSet set;
  set.add(text_of(text));
  set.closeOver(USET_CASE_INSENSITIVE).remove(kCapitalSharpS);
  return set;
}

Node sequence_of(const icu::UnicodeString& text) {
  Sequence made;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    icu::UnicodeSet set(text.char32At(at), text.char32At(at));
    set.closeOver(USET_CASE_INSENSITIVE);
    made.parts.push_back({Characters{std::move(set.removeAllStrings())}});
  }
  return {std::move(made)};
}

}  // namespace

void fold_ascii(icu::UnicodeSet& set) {
  constexpr UChar32 kApart = 'a' - 'A';
  const icu::UnicodeSet before = set;
  for (UChar32 c = 'A'; c <= 'Z'; ++c) {
    if (before.contains(c)) set.add(c + kApart);
    if (before.contains(c + kApart)) set.add(c);
  }
}

icu::UnicodeSet java_folded(char32_t character) {
  const auto own = static_cast<UChar32>(character);
  const UChar32 small = folded(own);
  // Java folds what stands in a pattern only where its two cases differ: there U+00DF does not find U+1E9E.
  if (u_toupper(own) == small && small == own) return icu::UnicodeSet(own, own);
  const icu::UnicodeSet* set = folding_to(small);
  return set == nullptr ? icu::UnicodeSet(own, own) : *set;
}

void java_fold(icu::UnicodeSet& set) {
  const icu::UnicodeSet before = set;
  for_each_cased([&](UChar32 c) {
    if (before.contains(u_toupper(c)) || before.contains(folded(c))) set.add(c);
  });
}

void joni_fold(icu::UnicodeSet& set) {
  icu::UnicodeSet those = set;
  those.retainAll(cased()).remove(kCapitalSharpS);
  those.closeOver(USET_CASE_INSENSITIVE).remove(kCapitalSharpS);
  set.addAll(those);
}

bool joni_knows_as_one(std::u32string_view text) {
  return joni_closed(text).getRangeCount() > 0;
}

Node folded_text(std::u32string_view text) {
  return node_of(joni_closed(text));
}

Node node_of(icu::UnicodeSet set) {
  if (!set.hasStrings()) return {Characters{std::move(set)}};
  Alternatives made;
  for (icu::UnicodeSetIterator each(set); each.next();)
    if (each.isString()) made.choices.push_back(sequence_of(each.getString()));
  set.removeAllStrings();
  if (!set.isEmpty()) made.choices.push_back({Characters{std::move(set)}});
  return {std::move(made)};
}

}  // namespace engine::patterns
