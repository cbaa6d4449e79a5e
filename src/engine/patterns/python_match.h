#pragma once

#include <string_view>

#include "base/result.h"

namespace engine::patterns {

struct Tree;

// What re.match(pattern, ...) of Python 3.11 looks for: the pattern, where the text begins.
base::Result<Tree> python_match_tree(std::string_view pattern);

// Whether it can be matched: what Python takes, and we do. An error says which pattern, and in Python's words
// what is wrong with it and where.
base::Result<void> check_python_match(std::string_view pattern);
base::Error python_refusal(std::string_view pattern, base::Error error);

}  // namespace engine::patterns
