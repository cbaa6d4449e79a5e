#include "wire/form.h"

#include "base/text.h"
#include "wire/errors.h"
#include "wire/rest_route.h"

namespace wire {
namespace {

constexpr std::size_t kMostParts = 64;

}  // namespace

const FormNode* FormNode::find(std::string_view name) const {
  const auto found = children.find(name);
  return found == children.end() ? nullptr : &found->second;
}

base::Result<FormNode> parse_form(std::string_view text) {
  FormNode root;
  const Query query = TRY(Query::parse(text));
  for (const auto& [name, value] : query.pairs()) {
    const auto parts = base::split(name, '.');
    if (parts.size() > kMostParts) return bad_uri();
    FormNode* node = &root;
    for (const std::string_view part : parts) node = &node->children[std::string(part)];
    node->text = value;
  }
  return root;
}

}  // namespace wire
