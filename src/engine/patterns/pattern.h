#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/patterns/pcre2_expression.h"
#include "engine/patterns/re2_writer.h"
#include "engine/patterns/tree.h"

namespace engine::patterns {

enum class Syntax { Java, Joni, PythonMatch };

// A regular expression of Java's (Spark), of Joni's (Trino), or what Python's re.match does with one. RE2
// matches it, in linear time, where it means the same there; PCRE2 all others, and texts for which RE2 would
// mean something else (docs/adr/0007). Of one thread.
class Pattern {
 public:
  // Raises what is wrong with the pattern, or what a match of it met.
  using Refuse = void (*)(std::string_view pattern, const base::Error& error);

  Pattern(std::string_view pattern, Syntax syntax, Refuse refuse);

  std::size_t group_count() const { return tree_.groups; }
  std::optional<std::size_t> group_named(std::string_view name) const;

  bool suits_re2(std::string_view text) const { return re2_ && needs_.hold(text); }
  const re2::RE2& re2() const { return *re2_; }

  // By PCRE2: see Pcre2Expression::find.
  bool find(std::string_view text, std::size_t from, std::span<std::string_view> groups, Spent& spent) const;

 private:
  void compile_re2();
  void compile_pcre2() const;

  const std::string text_;
  const Refuse refuse_;
  Tree tree_;
  TextNeeds needs_;
  std::unique_ptr<re2::RE2> re2_;
  mutable std::unique_ptr<Pcre2Expression> pcre2_;  // made when it is needed first
};

// The pattern: the last 16 of a thread are kept, for patterns are constants nearly always, and stand until
// the sixteenth call from now.
const Pattern& compiled(std::string_view pattern, Syntax syntax, Pattern::Refuse refuse);

}  // namespace engine::patterns
