#pragma once

#include <optional>
#include <string_view>

namespace plan {

// Of a name that is no column's, in lower case, the function that Spark calls then: current_date is
// current_date().
inline std::optional<std::string_view> called_by_name(std::string_view name) {
  if (name == "user" || name == "session_user") return "current_user";
  for (const std::string_view function :
       {"current_date", "current_timestamp", "current_user", "current_path"})
    if (name == function) return function;
  return std::nullopt;
}

}  // namespace plan
