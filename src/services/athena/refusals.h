#pragma once

#include <string>

#include "base/error.h"

namespace services::athena {

// The refusals that several operations share.
base::Error invalid_request(std::string message, std::string athena_error_code = "INVALID_INPUT");
base::Error query_canceled();

}  // namespace services::athena
