#pragma once

#include <functional>

#include "base/result.h"
#include "engine/patterns/tree.h"

namespace engine::patterns {

// What may stand behind, as texts that each match as many characters always; `write` writes a part. What
// repeats at the beginning need be there as few times as it may, for more of it ends with just these.
base::Result<std::vector<std::string>> fixed_texts(const Node& node,
                                                   const std::function<std::string(const Node&)>& write);

}  // namespace engine::patterns
