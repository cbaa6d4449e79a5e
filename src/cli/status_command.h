#pragma once

#include <string>

#include "base/result.h"

namespace cli {

// Prints how the server at the endpoint is, one aligned line for each fact.
base::Result<void> print_status(const std::string& endpoint);

}  // namespace cli
