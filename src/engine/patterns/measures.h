#pragma once

#include "engine/patterns/tree.h"

namespace engine::patterns {

bool has_group(const Node& node);
bool may_be_empty(const Node& node);  // it may match without a character

// Of how many characters its matches are, where all are of as many.
std::optional<std::size_t> fixed_length(const Node& node);

}  // namespace engine::patterns
