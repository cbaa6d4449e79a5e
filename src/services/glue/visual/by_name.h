#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace services::glue::visual {

// What one name of a path means among columns, or among the fields of a struct: that of the exact name or
// else, when only one fits, of the name in any case. Null: there is none. Refuses a name that several fit.
template <typename Items, typename NameOf>
auto by_name(Items& items, std::string_view name, NameOf name_of) -> base::Result<decltype(&*items.begin())> {
  decltype(&*items.begin()) found = nullptr;
  std::vector<std::string> candidates;
  for (auto& item : items) {
    const std::string& other = std::invoke(name_of, item);
    if (other == name) return &item;
    if (!base::iequals(other, name)) continue;
    found = &item;
    candidates.push_back(other);
  }
  if (candidates.size() < 2) return found;
  return base::refusal("AmbiguousColumn", 400,
                       fmt::format("'{}' may be any of: {}", name, base::join(candidates, ", ")));
}

}  // namespace services::glue::visual
