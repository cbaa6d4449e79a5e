#pragma once

#include "base/result.h"

namespace engine {

// DuckDB's callbacks report errors by exceptions. raise() carries one of ours through DuckDB; the worker's
// edge, which catches DuckDB's exceptions, gets it back whole with caught_error().
[[noreturn]] void raise(const base::Error& error);

template <typename T>
T value_or_raise(base::Result<T> result) {
  if (!result.ok()) raise(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

// What DuckDB says went wrong: our own error when raise() made it, else a translation of DuckDB's.
base::Error caught_error(const std::exception& exception);

}  // namespace engine
