#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace spark_door {

// Takes an option of a reader or a writer out, whatever the case of its name.
template <typename Options>
std::optional<std::string> take_option(Options& options, std::string_view name) {
  for (const auto& [key, value] : options) {
    if (!base::iequals(key, name)) continue;
    std::string taken = value;
    options.erase(std::string(key));
    return taken;
  }
  return std::nullopt;
}

template <typename Options>
bool has_option(const Options& options, std::string_view name) {
  for (const auto& [key, value] : options)
    if (base::iequals(key, name)) return true;
  return false;
}

}  // namespace spark_door
