#pragma once

#include <optional>
#include <string_view>

#include "sql/token.h"

namespace sql {

// What a text is by its first word, found without parsing the rest (which may be of another dialect).
struct StatementKind {
  std::string_view word;          // SELECT, CREATE, ...
  std::string_view type;          // DML, DDL, UTILITY: as Athena reports it
  std::string_view substatement;  // SELECT, INSERT, CREATE, ...
  bool supported = false;         // so far: queries
  Position position;              // of the word
};

// Nothing: the text begins with no statement that Athena has.
std::optional<StatementKind> classify(std::string_view text);

}  // namespace sql
