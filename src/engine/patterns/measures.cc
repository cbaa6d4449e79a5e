#include "engine/patterns/measures.h"

#include <algorithm>

namespace engine::patterns {
namespace {

// What a node holds, for the questions that are asked of all that it holds.
template <typename Ask>
bool any_of_inner(const Node& node, Ask ask) {
  return std::visit(Visitor{[&](const Sequence& of) { return std::ranges::any_of(of.parts, ask); },
                            [&](const Alternatives& of) { return std::ranges::any_of(of.choices, ask); },
                            [&](const Group& of) { return ask(*of.inner); },
                            [&](const Repeat& of) { return ask(*of.inner); },
                            [&](const Look& of) { return ask(*of.inner); },
                            [&](const Atomic& of) { return ask(*of.inner); },
                            [&](const Conditional& of) { return ask(*of.matched) || ask(*of.other); },
                            [](const auto&) { return false; }},
                    node.is);
}

std::optional<std::size_t> length_of_all(const std::vector<Node>& parts) {
  std::size_t sum = 0;
  for (const Node& part : parts) {
    const auto length = fixed_length(part);
    if (!length) return std::nullopt;
    sum += *length;
  }
  return sum;
}

std::optional<std::size_t> length_of_each(const std::vector<Node>& choices) {
  std::optional<std::size_t> length;
  for (const Node& choice : choices) {
    const auto own = fixed_length(choice);
    if (!own || own != length.value_or(*own)) return std::nullopt;
    length = own;
  }
  return length;
}

std::optional<std::size_t> length_of_repeated(const Repeat& repeat) {
  if (repeat.bounds.most != repeat.bounds.least) return std::nullopt;
  const auto once = fixed_length(*repeat.inner);
  if (!once) return std::nullopt;
  return *once * static_cast<std::size_t>(repeat.bounds.least);
}

}  // namespace

bool has_group(const Node& node) {
  return std::holds_alternative<Group>(node.is) || any_of_inner(node, has_group);
}

bool may_be_empty(const Node& node) {
  return std::visit(
      Visitor{[](const Characters&) { return false; }, [](const GraphemeCluster&) { return false; },
              [](const Sequence& of) { return std::ranges::all_of(of.parts, may_be_empty); },
              [](const Alternatives& of) { return std::ranges::any_of(of.choices, may_be_empty); },
              [](const Group& of) { return may_be_empty(*of.inner); },
              [](const Atomic& of) { return may_be_empty(*of.inner); },
              [](const Repeat& of) { return of.bounds.least == 0 || may_be_empty(*of.inner); },
              [](const Conditional& of) { return may_be_empty(*of.matched) || may_be_empty(*of.other); },
              [](const auto&) { return true; }},
      node.is);
}

std::optional<std::size_t> fixed_length(const Node& node) {
  using Length = std::optional<std::size_t>;
  return std::visit(
      Visitor{[](const Characters&) { return Length(1); },
              [](const Sequence& of) { return length_of_all(of.parts); },
              [](const Alternatives& of) { return length_of_each(of.choices); },
              [](const Group& of) { return fixed_length(*of.inner); },
              [](const Atomic& of) { return fixed_length(*of.inner); },
              [](const Repeat& of) { return length_of_repeated(of); },
              [](const Conditional& of) {
                const Length length = fixed_length(*of.matched);
                return length == fixed_length(*of.other) ? length : Length();
              },
              [](const BackReference&) { return Length(); }, [](const GraphemeCluster&) { return Length(); },
              [](const auto&) { return Length(0); }},
      node.is);
}

}  // namespace engine::patterns
