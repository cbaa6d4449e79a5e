#pragma once

#include <string_view>

namespace sql {

// How one spelling of SQL differs from the others: the lexer and the parser are the same for all, and read
// this table.
struct Dialect {
  std::string_view name;
  char identifier_quote;                                  // the one that quotes names
  bool double_quoted_strings;                             // "x" is a string
  bool backslash_escapes;                                 // '\n' is one character
  bool (*is_reserved)(std::string_view upper_case_word);  // may not be a name without quotes
};

// Athena's queries: the SQL of Trino.
const Dialect& trino();

}  // namespace sql
