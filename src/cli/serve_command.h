#pragma once

#include "base/result.h"
#include "server/configuration.h"

namespace cli {

// Serves until SIGTERM or SIGINT. A second signal ends the process at once.
base::Result<void> serve(server::Configuration configuration);

}  // namespace cli
