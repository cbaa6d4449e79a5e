#pragma once

#include <span>
#include <string_view>

#include "base/error.h"
#include "engine/functions/types.h"

namespace engine {

// What a function of Spark's fails with in the ANSI mode, where outside of it NULL comes of arguments of
// which none is NULL.
struct AnsiFailure {
  using Arguments = std::span<const duckdb::Value>;

  std::string_view function;
  std::size_t arguments;  // only with so many; 0: with any number
  base::Error (*error)(Arguments arguments);
};

// Of a call with so many arguments; null: it does not fail. The name is in small letters.
const AnsiFailure* ansi_failure(std::string_view function, std::size_t arguments);

}  // namespace engine
