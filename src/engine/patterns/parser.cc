#include "engine/patterns/parser.h"

namespace engine::patterns {
namespace {

// As deep as brackets may stand in brackets: every walk over a tree goes as deep.
constexpr int kMostDepth = 200;
constexpr std::size_t kMostCharacters = 100'000;

}  // namespace

base::Result<Tree> Parser::parsed() {
  if (source_.size() > kMostCharacters) return unsupported("more than 100000 characters");
  Node root = TRY(take_alternatives());
  if (!source_.at_end()) return unmatched_bracket();
  Tree tree{std::move(root), groups_, std::move(names_)};
  TRY(check(tree));
  return tree;
}

base::Result<Node> Parser::take_alternatives() {
  Alternatives made;
  do made.choices.push_back(TRY(take_sequence()));
  while (source_.take(U'|'));
  if (made.choices.size() > 1) return Node{std::move(made)};
  return std::move(made.choices.front());
}

base::Result<Node> Parser::take_sequence() {
  if (depth_ >= kMostDepth) return unsupported("more than 200 brackets in each other");
  ++depth_;
  Sequence made;
  while (at_part()) made.parts.push_back(TRY(take_part()));
  --depth_;
  if (made.parts.size() == 1) return std::move(made.parts.front());
  return Node{std::move(made)};
}

bool Parser::at_part() {
  for (;; quoting_ = !quoting_) {
    if (!quoting_) skip_comments();
    if (!quotes() || !source_.take(quoting_ ? U"\\E" : U"\\Q")) break;
  }
  if (source_.at_end()) return false;
  return quoting_ || (source_.peek() != U'|' && source_.peek() != U')');
}

// What repeats a quoted text repeats its last character.
base::Result<Node> Parser::take_part() {
  if (!quoting_) {
    Node atom = TRY(take_atom());
    return repeated(std::move(atom));
  }
  Node character = literal(source_.next());
  if (!source_.take(U"\\E")) return character;
  quoting_ = false;
  return repeated(std::move(character));
}

base::Result<Node> Parser::take_inner() {
  const Flags before = flags_;
  Node inner = TRY(take_alternatives());
  flags_ = before;
  if (!source_.take(U')')) return missing_bracket();
  return inner;
}

base::Result<Node> Parser::take_group() {
  ++groups_;
  return Node{Group{boxed(TRY(take_inner()))}};
}

base::Result<Node> Parser::take_look(bool behind, bool negated) {
  Node inner = TRY(take_inner());
  return Node{Look{boxed(std::move(inner)), behind, negated}};
}

base::Result<Node> Parser::take_atomic() {
  return Node{Atomic{boxed(TRY(take_inner()))}};
}

Node Parser::repeat(Node inner, Bounds bounds) {
  skip_comments();
  const Greed greed = source_.take(U'?')   ? Greed::Lazy
                      : source_.take(U'+') ? Greed::Possessive
                                           : Greed::Greedy;
  return {Repeat{boxed(std::move(inner)), bounds, greed}};
}

void Parser::skip_comments() {
  while (flags_.comments && !source_.at_end()) {
    if (is_space(source_.peek()))
      source_.next();
    else if (source_.take(U'#'))
      while (!source_.at_end() && !ends_line(take_commented())) continue;
    else
      return;
  }
}

}  // namespace engine::patterns
