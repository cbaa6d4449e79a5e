#pragma once

#include <string_view>

#include "base/text.h"

namespace wire {

// What x-amz-content-sha256 may hold beside the hexadecimal SHA-256 of the body.
inline constexpr std::string_view kPayloadHashHeader = "x-amz-content-sha256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kStreamingPrefix = "STREAMING-";

inline bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && base::from_hex(text).has_value();
}

}  // namespace wire
