#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/dialect.h"
#include "sql/token.h"

namespace sql {

// Cuts a statement into tokens, comments and blanks left out, an End token last. Refuses (SYNTAX_ERROR) text
// that is not UTF-8, an unclosed quote or comment, and characters that no token begins with.
base::Result<std::vector<Token>> tokenize(std::string_view text, const Dialect& dialect);

// The first of them; what stands behind it may be anything.
base::Result<Token> first_token(std::string_view text, const Dialect& dialect);

}  // namespace sql
