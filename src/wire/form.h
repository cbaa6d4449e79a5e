#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wire {

// A form as the query protocol nests it: the parts of a name between dots, `Tags.member.1.Key`, are the way
// down a tree.
struct FormNode {
  std::optional<std::string> text;
  std::map<std::string, FormNode, std::less<>> children;

  const FormNode* find(std::string_view name) const;
};

// application/x-www-form-urlencoded text. Of a name that stands twice, the last is taken. Refuses broken
// escapes, what is no UTF-8, names of more than 32 parts and forms of more than 65536 parts or parameters,
// with InvalidURI.
base::Result<FormNode> parse_form(std::string_view text);

}  // namespace wire
