#include "wire/form.h"

#include <algorithm>

#include "base/text.h"
#include "wire/errors.h"
#include "wire/rest_route.h"

namespace wire {
namespace {

// AWS's longest names have some ten parts, and its largest forms some thousand. A part of one letter would
// otherwise cost a node, a hundred times its own size.
constexpr std::ptrdiff_t kMostParts = 32;
constexpr std::size_t kMostNodes = 1 << 16;

// A tree that refuses to grow beyond what a form can need.
class Tree {
 public:
  FormNode root;

  base::Result<FormNode*> node_of(std::string_view name) {
    if (std::ranges::count(name, '.') >= kMostParts) return bad_uri();
    FormNode* node = &root;
    for (const std::string_view part : base::split(name, '.')) {
      const auto [child, is_new] = node->children.try_emplace(std::string(part));
      if (is_new && ++nodes_ > kMostNodes) return bad_uri();
      node = &child->second;
    }
    return node;
  }

 private:
  std::size_t nodes_ = 0;
};

}  // namespace

const FormNode* FormNode::find(std::string_view name) const {
  const auto found = children.find(name);
  return found == children.end() ? nullptr : &found->second;
}

base::Result<FormNode> parse_form(std::string_view text) {
  if (static_cast<std::size_t>(std::ranges::count(text, '&')) > kMostNodes) return bad_uri();
  const Query query = TRY(Query::parse(text));
  Tree tree;
  for (const auto& [name, value] : query.pairs()) TRY(tree.node_of(name))->text = value;
  return std::move(tree.root);
}

}  // namespace wire
