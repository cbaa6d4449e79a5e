#pragma once

#include <cstddef>
#include <string>

#include "base/error.h"

namespace sql {

// Where something stands in the statement: lines and columns count from 1, columns in characters (not bytes).
struct Position {
  int line = 1;
  int column = 1;
};

enum class TokenKind {
  Identifier,        // also every keyword: which words are reserved is the parser's matter
  QuotedIdentifier,  // text without the quotes, doubled quotes made single
  String,            // text without the quotes, escapes resolved
  Binary,            // X'..': the bytes
  Integer,
  Decimal,
  Double,
  Symbol,  // operators and punctuation
  End,
};

// One word of a statement. `text` is what it means (a string's content), `keyword` is set for identifiers
// only.
struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;
  std::string keyword;  // upper case
  Position position;
  std::size_t offset = 0;  // of its first byte in the text
};

// An error of the statement: `code` is the engine's name of it (SYNTAX_ERROR, COLUMN_NOT_FOUND, ...), and the
// message begins with the place: "line 1:8: Column 'x' cannot be resolved".
base::Error error_at(Position position, std::string code, const std::string& message);
base::Error syntax_error(Position position, const std::string& message);

// The refusal of what the grammar knows and we do not do yet: "line 1:8: UNION is not supported yet".
base::Error not_supported_yet(Position position, const std::string& construct);
bool is_not_supported_yet(const base::Error& error);

}  // namespace sql
