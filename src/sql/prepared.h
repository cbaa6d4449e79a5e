#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/token.h"

namespace sql {

// The statements around prepared ones:
// https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html Names keep their case.
// Errors are SYNTAX_ERRORs with their place.

struct Prepare {  // PREPARE name FROM statement
  std::string name;
  std::string statement;  // as written
  Position position;      // of the statement in the whole text
};
base::Result<Prepare> parse_prepare(std::string_view text);

struct Execute {  // EXECUTE name [USING value, ...]
  std::string name;
  std::vector<std::string> values;  // as written
};
base::Result<Execute> parse_execute(std::string_view text);

struct Deallocate {  // DEALLOCATE PREPARE name
  std::string name;
};
base::Result<Deallocate> parse_deallocate(std::string_view text);

// Whether a text is one query of the language, whatever its parameters will be and whether we do all of it
// yet. Only errors of syntax are told.
base::Result<void> check_syntax(std::string_view query);

}  // namespace sql
