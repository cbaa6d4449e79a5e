#pragma once

#include <string_view>

namespace base {

// Why a body that a caller sends cannot be had: the codes of refusals by read_all(), and by sources that read
// from a socket. They are no protocol's words; whoever answers says it in its own.
inline constexpr std::string_view kBodyTooLarge = "BodyTooLarge";
inline constexpr std::string_view kBodyTooSlow = "BodyTooSlow";
inline constexpr std::string_view kBodyIncomplete = "BodyIncomplete";  // the caller went away before its end
inline constexpr std::string_view kBodyBroken = "BodyBroken";          // where it ends cannot be told

}  // namespace base
