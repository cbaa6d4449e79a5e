#pragma once

#include <exception>

namespace engine {

// Whether raise() made the exception, and not DuckDB.
bool is_raised(const std::exception& exception);

}  // namespace engine
