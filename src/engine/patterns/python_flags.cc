#include <unicode/uchar.h>

#include <algorithm>

#include "engine/patterns/python_parser.h"

namespace engine::patterns {
namespace {

constexpr std::u32string_view kFlags = U"aiLmstux";
constexpr std::u32string_view kOfTypes = U"auL";  // one of which holds

}  // namespace

// Flags of the whole pattern stand before all of it.
base::Result<void> PythonParser::take_global_flags() {
  for (skip_comments(); source_.starts_with(U"(?"); skip_comments()) {
    const std::size_t before = source_.place();
    source_.take(U"(?");
    const bool are_flags = is_among(source_.peek(), kFlags);
    const FlagChange change = are_flags ? TRY(take_flags()) : FlagChange();
    if (!change.global) {
      source_.go_to(before);
      return {};
    }
    global_flags_ += change.on;
    TRY(set_flags(change));
  }
  return {};
}

// (?i-s:...)
base::Result<Node> PythonParser::take_flagged() {
  const Flags before = flags_;
  const FlagChange change = TRY(take_flags());
  if (change.global) return wrong("global flags not at the start of the expression", opened_.back());
  TRY(set_flags(change));
  Node inner = TRY(take_inner());
  flags_ = before;
  return inner;
}

base::Result<PythonParser::FlagChange> PythonParser::take_flags() {
  FlagChange change;
  if (source_.peek() != U'-') change.on = TRY(take_flags_on());
  change.global = source_.take(U')');
  if (change.global) return change;
  if (is_among(U't', change.on))
    return wrong("bad inline flags: cannot turn on global flag", source_.place());
  if (source_.take(U'-')) change.off = TRY(take_flags_off());
  const std::size_t end = source_.place();
  source_.next();
  if (is_among(U't', change.off)) return wrong("bad inline flags: cannot turn off global flag", end);
  if (change.on.find_first_of(change.off) != change.on.npos)
    return wrong("bad inline flags: flag turned on and off", end);
  return change;
}

base::Result<std::u32string> PythonParser::take_flags_on() {
  std::u32string on = TRY(take_letters(U")-:", "missing -, : or )"));
  if (is_among(U'L', on))
    return wrong("bad inline flags: cannot use 'L' flag with a str pattern", source_.place());
  if (is_among(U'a', on) && is_among(U'u', on))
    return wrong("bad inline flags: flags 'a', 'u' and 'L' are incompatible", source_.place());
  return on;
}

base::Result<std::u32string> PythonParser::take_flags_off() {
  std::u32string off = TRY(take_letters(U":", "missing :"));
  if (off.find_first_of(kOfTypes) != off.npos)
    return wrong("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", source_.place());
  return off;
}

// One at least, up to what ends them.
base::Result<std::u32string> PythonParser::take_letters(std::u32string_view ends, std::string_view missing) {
  std::u32string letters;
  for (;; letters += source_.next()) {
    const char32_t c = source_.peek();
    if (!letters.empty() && is_among(c, ends)) return letters;
    if (is_among(c, kFlags)) continue;
    const bool unknown = !source_.at_end() && u_isalpha(static_cast<UChar32>(c)) != 0;
    return wrong(unknown ? "unknown flag" : letters.empty() ? "missing flag" : missing, source_.place());
  }
}

base::Result<void> PythonParser::set_flags(const FlagChange& change) {
  const auto set = [&](char32_t letter, bool& flag) {
    flag = (flag || is_among(letter, change.on)) && !is_among(letter, change.off);
  };
  set(U'i', flags_.fold);
  set(U'm', flags_.multi_line);
  set(U's', flags_.dot_all);
  set(U'x', flags_.comments);
  set(U'u', flags_.unicode_classes);
  if (is_among(U'a', change.on)) flags_.unicode_classes = false;
  if (is_among(U't', change.on)) return unsupported("the flag t");
  return {};
}

}  // namespace engine::patterns
