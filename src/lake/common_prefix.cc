#include "lake/common_prefix.h"

namespace lake {

std::optional<std::string> common_prefix(std::string_view key, std::string_view prefix,
                                         std::string_view delimiter) {
  if (delimiter.empty() || !key.starts_with(prefix)) return std::nullopt;
  const std::size_t found = key.find(delimiter, prefix.size());
  if (found == std::string_view::npos) return std::nullopt;
  return std::string(key.substr(0, found + delimiter.size()));
}

}  // namespace lake
