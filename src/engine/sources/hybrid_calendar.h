#pragma once

#include <cstdint>

namespace engine {

// Writers in Java count days by the Julian calendar before 1582-10-15, where the Gregorian one begins; Spark,
// and we, count them by the Gregorian calendar throughout. These give the day, or the time, of the same name.
std::int64_t of_hybrid_calendar(std::int64_t days);
std::int64_t micros_of_hybrid_calendar(std::int64_t micros);

}  // namespace engine
