#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// SHA-2 of so many bits: 224, 256, 384 or 512. The raw digest; no value: there is no such one.
std::optional<std::string> sha2(std::string_view bytes, int bits);

}  // namespace base
