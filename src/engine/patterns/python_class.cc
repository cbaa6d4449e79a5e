#include "engine/functions/characters.h"
#include "engine/patterns/character_sets.h"
#include "engine/patterns/folding.h"
#include "engine/patterns/python_folding.h"
#include "engine/patterns/python_parser.h"

namespace engine::patterns {

// Behind [, with its ], which is not the first of its items.
base::Result<icu::UnicodeSet> PythonParser::take_class() {
  const std::size_t start = source_.place() - 1;
  const bool others = source_.take(U'^');
  Set set;
  do TRY(take_item(set, start));
  while (!source_.take(U']'));
  return others ? others_than(std::move(set)) : std::move(set);
}

// A character, an escape that stands for many, or a range. A - before the ] is itself.
base::Result<void> PythonParser::take_item(Set& set, std::size_t start) {
  const Member low = TRY(take_member(start));
  if (source_.peek() != U'-' || source_.peek(1) == U']') {
    set.addAll(low.set ? *low.set : folded(set_of(low.character, low.character)));
    return {};
  }
  source_.next();
  const Member high = TRY(take_member(start));
  if (low.set || high.set || high.character < low.character) {
    const std::string range = low.text + "-" + high.text;
    const auto length = static_cast<std::size_t>(count_characters(range));
    return wrong("bad character range " + range, source_.place() - length);
  }
  set.addAll(folded(set_of(low.character, high.character)));
  return {};
}

base::Result<PythonParser::Member> PythonParser::take_member(std::size_t start) {
  if (source_.at_end()) return wrong("unterminated character set", start);
  const std::size_t from = source_.place();
  Member member{.text = token(), .character = source_.next(), .set = std::nullopt};
  if (member.character != U'\\') return member;
  if (source_.take(U'b')) {
    member.character = U'\b';
    return member;
  }
  member.set = take_class_escape();
  if (!member.set) member.character = TRY(take_escaped(from));
  return member;
}

icu::UnicodeSet PythonParser::folded(Set set) const {
  if (flags_.fold && flags_.unicode_classes) python_fold(set);
  if (flags_.fold && !flags_.unicode_classes) fold_ascii(set);
  return set;
}

}  // namespace engine::patterns
