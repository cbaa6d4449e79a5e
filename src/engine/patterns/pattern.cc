#include "engine/patterns/pattern.h"

#include <algorithm>
#include <list>
#include <utility>

#include "base/assert.h"
#include "engine/patterns/java_parser.h"
#include "engine/patterns/joni_parser.h"
#include "engine/patterns/pcre2_writer.h"
#include "engine/patterns/python_match.h"

namespace engine::patterns {
namespace {

using View = std::string_view;

base::Result<Tree> tree_of(View pattern, Syntax syntax) {
  switch (syntax) {
    case Syntax::Java:
      return JavaParser(pattern).parsed();
    case Syntax::Joni:
      return JoniParser(pattern).parsed();
    case Syntax::PythonMatch:
      return python_match_tree(pattern);
  }
  UNREACHABLE("every syntax has a parser");
}

}  // namespace

Pattern::Pattern(View pattern, Syntax syntax, Refuse refuse) : text_(pattern), refuse_(refuse) {
  auto tree = tree_of(pattern, syntax);
  if (!tree) refuse_(text_, tree.error());
  tree_ = std::move(*tree);
  compile_re2();
  if (!re2_) compile_pcre2();
}

// RE2 may yet find the expression too large.
void Pattern::compile_re2() {
  const auto written = re2_text(tree_);
  if (!written) return;
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto made = std::make_unique<re2::RE2>(written->text, options);
  if (!made->ok()) return;
  needs_ = written->needs;
  re2_ = std::move(made);
}

void Pattern::compile_pcre2() const {
  const auto written = pcre2_text(tree_);
  if (!written) refuse_(text_, written.error());
  auto made = Pcre2Expression::create(*written);
  if (!made) refuse_(text_, made.error());
  pcre2_ = std::move(*made);
}

std::optional<std::size_t> Pattern::group_named(View name) const {
  const auto named = tree_.names.find(name);
  return named == tree_.names.end() ? std::nullopt : std::optional(named->second);
}

bool Pattern::find(View text, std::size_t from, std::span<View> groups, Spent& spent) const {
  if (!pcre2_) compile_pcre2();
  const auto found = pcre2_->find(text, from, groups, spent);
  if (!found) refuse_(text_, found.error());
  return *found;
}

const Pattern& compiled(View pattern, Syntax syntax, Pattern::Refuse refuse) {
  struct Kept {
    std::string text;
    Syntax syntax = Syntax::Java;
    std::unique_ptr<Pattern> pattern;

    bool is(View other, Syntax of) const { return text == other && syntax == of; }
  };
  constexpr std::size_t kMostKept = 16;
  thread_local std::list<Kept> kept;  // the last one first
  const auto found = std::ranges::find_if(kept, [&](const Kept& each) { return each.is(pattern, syntax); });
  if (found != kept.end()) {
    kept.splice(kept.begin(), kept, found);
  } else {
    kept.push_front({std::string(pattern), syntax, std::make_unique<Pattern>(pattern, syntax, refuse)});
    if (kept.size() > kMostKept) kept.pop_back();
  }
  return *kept.front().pattern;
}

}  // namespace engine::patterns
