#pragma once

#include <string_view>

#include "base/error.h"

namespace plan {

// TASK_WRITE_FAILED of a file or a folder on the machine's own disks, which are the client's affair: there is
// no room, no permission, no folder.
base::Error write_failed(std::string_view uri, std::string_view cause);

}  // namespace plan
