#pragma once

#include <spdlog/spdlog.h>

namespace base {

// Lines on standard error, with time and level; called once by main. Use spdlog::info(...) and its like
// after.
void start_logging(spdlog::level::level_enum level);

}  // namespace base
