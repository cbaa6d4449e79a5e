#pragma once

#include "engine/functions/tree.h"

namespace engine {

// Many as one that does not nest deeply: join(join(a, b), join(c, d)). DuckDB's binder takes long for a
// chain.
template <typename Join>
Tree balanced_tree(Trees parts, Join join) {
  while (parts.size() > 1) {
    Trees half;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
      half.push_back(join(std::move(parts[i]), std::move(parts[i + 1])));
    if (parts.size() % 2 == 1) half.push_back(std::move(parts.back()));
    parts = std::move(half);
  }
  return std::move(parts.front());
}

}  // namespace engine
