#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"
#include "engine/patterns/java_parser.h"

namespace engine::patterns {
namespace {

constexpr int kMostDepth = 200;  // of classes in each other

base::Error unclosed() {
  return invalid("Unclosed character class");
}

void add(std::optional<icu::UnicodeSet>& all, const icu::UnicodeSet& more) {
  all ? void(all->addAll(more)) : void(all = more);
}

}  // namespace

// Behind [, with its ].
base::Result<icu::UnicodeSet> JavaParser::take_class() {
  if (++class_depth_ > kMostDepth) return unsupported("more than 200 classes in each other");
  const bool others = source_.take(U'^');
  Set set = TRY(take_items());
  source_.next();
  --class_depth_;
  return others ? others_than(std::move(set)) : std::move(set);
}

char32_t JavaParser::peek_item() {
  skip_comments();
  return source_.peek();
}

// Up to the ] that ends them, which is not the first of them. && has all to its left and all to its right.
base::Result<icu::UnicodeSet> JavaParser::take_items() {
  std::optional<Set> all;
  Set last;
  for (char32_t next = peek_item(); next != U']' || !all; next = peek_item()) {
    if (next == Source::kEnd) return unclosed();
    if (source_.take(U"\\Q")) {
      last = Set();
      while (!source_.at_end() && !source_.take(U"\\E")) last.addAll(set_of_character(source_.next()));
    } else if (source_.take(U"&&")) {
      auto right = TRY(take_intersected());
      if (!all && !right) return invalid("Bad class syntax");
      if (right) last = *right;
      all ? void(all->retainAll(last)) : void(all = last);
      continue;
    } else if (source_.take(U'[')) {
      last = TRY(take_class());
    } else {
      last = TRY(take_range());
    }
    add(all, last);
  }
  return std::move(*all);
}

// What stands behind &&: classes, and then all items up to the end; nothing before & or the end.
base::Result<std::optional<icu::UnicodeSet>> JavaParser::take_intersected() {
  std::optional<Set> right;
  for (char32_t next = peek_item(); next != U']' && next != U'&'; next = peek_item()) {
    if (next == Source::kEnd) return unclosed();
    if (++class_depth_ > kMostDepth) return unsupported("more than 200 classes in each other");
    Set more = source_.take(U'[') ? TRY(take_class()) : TRY(take_items());
    --class_depth_;
    add(right, more);
  }
  return right;
}

base::Result<icu::UnicodeSet> JavaParser::take_range() {
  const bool escapes = source_.take(U'\\');
  if (escapes)
    if (auto set = TRY(take_class_escape())) return std::move(*set);
  const char32_t from = escapes ? TRY(take_escaped()) : source_.next();
  if (peek_item() != U'-') return set_of_character(from);
  const std::size_t before = source_.place();
  source_.next();
  const char32_t behind = peek_item();
  if (behind == U']' || behind == U'[') {
    source_.go_to(before);
    return set_of_character(from);
  }
  const char32_t to = TRY(take_end_of_range());
  if (to < from) return invalid("Illegal character range");
  Set set = set_of(from, to);
  if (flags_.fold && flags_.unicode_case)
    java_fold(set);
  else if (flags_.fold)
    fold_ascii(set);
  return set;
}

base::Result<char32_t> JavaParser::take_end_of_range() {
  if (source_.at_end()) return invalid("Illegal character range");
  if (!source_.take(U'\\')) return source_.next();
  if (TRY(take_class_escape())) return invalid("Illegal character range");
  return take_escaped();
}

icu::UnicodeSet JavaParser::set_of_character(char32_t character) const {
  if (flags_.fold && flags_.unicode_case) return java_folded(character);
  Set set = set_of(character, character);
  if (flags_.fold) fold_ascii(set);
  return set;
}

}  // namespace engine::patterns
