#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plan::json_path {

// One word of a path. Words are case-sensitive, and none is reserved: `$.last` is a member.
struct Token {
  enum class Kind { Name, Text, Integer, Decimal, Double, Variable, Symbol, End };
  Kind kind = Kind::End;
  std::string text;  // of a text: what it means; of a variable: its name
  int line = 1;
  int column = 0;  // from 0, in characters
};

// An End token stands last. What begins no token becomes a symbol of its own, which no rule takes.
std::vector<Token> tokenize(std::string_view text);

}  // namespace plan::json_path
