#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"
#include "engine/patterns/joni_parser.h"

namespace engine::patterns {
namespace {

constexpr int kMostDepth = 200;  // of classes in each other

bool has_character(char32_t c) {
  return c <= 0x10ffff;
}

}  // namespace

// Behind [, with its ]. Where case does not matter the set may hold texts: [ß] has ss.
base::Result<icu::UnicodeSet> JoniParser::take_class() {
  if (++class_depth_ > kMostDepth) return unsupported("more than 200 classes in each other");
  const bool others = source_.take(U'^');
  Set set = TRY(take_items());
  if (flags_.fold) joni_fold(set);
  --class_depth_;
  if (!others) return set;
  set.removeAllStrings();
  return others_than(std::move(set));
}

base::Result<icu::UnicodeSet> JoniParser::take_items() {
  Set items;
  std::optional<Set> behind;  // what the items must be of, by what stands to the left of &&
  if (source_.peek() == U']') {
    source_.next();
    if (!source_.has(U"]")) return invalid("empty char-class");
    TRY(take_range(items, U']'));
  }
  while (!source_.take(U']')) {
    if (source_.at_end()) return invalid("premature end of char-class");
    if (!source_.take(U"&&")) {
      TRY(take_item(items));
      continue;
    }
    if (behind) items.retainAll(*behind);
    behind = std::exchange(items, Set());
  }
  if (behind) items.retainAll(*behind);
  return items;
}

base::Result<void> JoniParser::take_item(Set& set) {
  if (source_.take(U'[')) {
    if (TRY(take_posix(set))) return take_end_of_range(set);
    set.addAll(TRY(take_class()));
    return {};
  }
  if (!source_.take(U'\\')) return take_range(set, source_.next());
  if (const auto escape = TRY(take_class_escape())) {
    set.addAll(*escape);
    return take_end_of_range(set);
  }
  if (source_.take(U'b')) return take_range(set, U'\b');
  const char32_t from = TRY(take_escaped());
  return take_range(set, from);
}

// Behind \d and its like: to Joni, [\d-z] has all characters up to z.
base::Result<void> JoniParser::take_end_of_range(Set& set) {
  return at_range() ? take_range(set, 0) : base::Result<void>();
}

bool JoniParser::at_range() const {
  return source_.peek() == U'-' && source_.peek(1) != U']' && source_.peek(1) != U'[';
}

base::Result<void> JoniParser::take_range(Set& set, char32_t from) {
  if (!at_range()) {
    if (has_character(from)) set.add(static_cast<UChar32>(from));
    return {};
  }
  source_.next();
  if (source_.at_end()) return invalid("premature end of char-class");
  char32_t to = source_.next();
  if (to == U'\\') {
    if (TRY(take_class_escape())) return invalid("char-class value at end of range");
    to = TRY(take_escaped());
  }
  if (to < from) return invalid("empty range in char class");
  if (has_character(from))
    set.add(static_cast<UChar32>(from), static_cast<UChar32>(has_character(to) ? to : 0x10ffff));
  if (source_.peek() == U'-' && source_.peek(1) != U']') source_.next();  // Joni has it mean nothing
  return {};
}

base::Result<bool> JoniParser::take_posix(Set& set) {
  const std::size_t before = source_.place();
  const bool opens = source_.take(U':');
  const bool others = opens && source_.take(U'^');
  const auto name = opens ? source_.take_up_to(U':') : std::nullopt;
  if (!name || !source_.take(U']')) {
    source_.go_to(before);
    return false;
  }
  auto items = joni_bracket(*name);
  if (!items) return invalid("invalid POSIX bracket type");
  set.addAll(others ? others_than(std::move(*items)) : *items);
  return true;
}

}  // namespace engine::patterns
