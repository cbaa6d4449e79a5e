#include "engine/patterns/python_match.h"

#include <fmt/format.h>

#include "engine/patterns/pcre2_expression.h"
#include "engine/patterns/pcre2_writer.h"
#include "engine/patterns/python_parser.h"

namespace engine::patterns {
namespace {

base::Result<void> compile(std::string_view pattern) {
  const Tree tree = TRY(python_match_tree(pattern));
  TRY(Pcre2Expression::create(TRY(pcre2_text(tree))));
  return {};
}

}  // namespace

base::Result<Tree> python_match_tree(std::string_view pattern) {
  Tree tree = TRY(PythonParser(pattern).parsed());
  Sequence from_begin;
  from_begin.parts.push_back({Position{Place::TextBegin}});
  from_begin.parts.push_back(std::move(tree.root));
  tree.root = {std::move(from_begin)};
  return tree;
}

base::Result<void> check_python_match(std::string_view pattern) {
  auto compiled = compile(pattern);
  if (!compiled) return python_refusal(pattern, compiled.error());
  return {};
}

base::Error python_refusal(std::string_view pattern, base::Error error) {
  const char* what = error.code == kInvalid ? "is none of Python's" : "is not supported";
  error.message = fmt::format("The pattern '{}' {}: {}.", pattern, what, error.message);
  return error;
}

}  // namespace engine::patterns
