#pragma once

#include <string>

#include "base/result.h"

namespace cli {

// Prints what the server at the endpoint knows of a job run: an aligned line for each fact, and, once it has
// succeeded, a table of what its nodes read, gave on and wrote.
base::Result<void> print_run(const std::string& endpoint, const std::string& run_id);

}  // namespace cli
