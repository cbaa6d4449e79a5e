#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace wire {

// What decoders put into a member: false, and `into` untouched, where there is no value of that type.
template <typename T, typename Optional>
bool store(void* into, const Optional& value) {
  if (!value) return false;
  *static_cast<T*>(into) = static_cast<T>(*value);
  return true;
}

inline bool store_int32(void* into, const std::optional<std::int64_t>& value) {
  using Limits = std::numeric_limits<std::int32_t>;
  return value && *value >= Limits::min() && *value <= Limits::max() && store<std::int32_t>(into, value);
}

}  // namespace wire
