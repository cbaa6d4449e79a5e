#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/token.h"

namespace sql {

bool is_hex_digit(char c);
void append_utf8(std::string& text, char32_t code);

// The characters that the text of U&'...' stands for: \00e9, \+01f600, and the escape character twice.
base::Result<std::string> decode_unicode(std::string_view text, char escape, Position position);

}  // namespace sql
