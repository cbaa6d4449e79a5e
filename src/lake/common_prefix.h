#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lake {

// What a listing shows instead of the key: all of it through the first delimiter behind the prefix. Nothing:
// the key is listed itself.
std::optional<std::string> common_prefix(std::string_view key, std::string_view prefix,
                                         std::string_view delimiter);

}  // namespace lake
