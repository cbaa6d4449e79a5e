#pragma once

namespace plan {

// The Spark that we are, to clients and to version(), unless the door is told another.
inline constexpr const char* kSparkVersion = "3.5.0";

}  // namespace plan
