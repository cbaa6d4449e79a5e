#pragma once

namespace engine {

// What texts of JSON may have that JSON has not; without more being said, what Spark's parser takes.
struct JsonGrammar {
  bool single_quotes = true;
  bool not_finite = true;  // NaN, Infinity and INF
  bool comments = false;   // of C and C++
  bool unquoted_names = false;
  bool leading_zeros = false;
  bool any_escape = false;  // a backslash before any character
  bool control_characters = false;

  // As Jackson has it by itself.
  static constexpr JsonGrammar strict() { return {.single_quotes = false, .not_finite = false}; }
};

}  // namespace engine
