#pragma once

#include "base/result.h"
#include "engine/patterns/tree.h"

namespace engine::patterns {

// The tree as PCRE2 reads it, with a callout behind each repeated part, and before one that may go far: what
// a match costs is counted there (pcre2_expression.h). A look-behind becomes alternatives of one length each.
// By name it refuses look-behinds that are without bounds elsewhere than at their beginning, or too many.
base::Result<std::string> pcre2_text(const Tree& tree);

}  // namespace engine::patterns
