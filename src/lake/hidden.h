#pragma once

#include <string_view>

namespace lake {

// Hadoop's and Hive's rule of what is not data: names that start with _ or ., and all that lies in a folder
// of such a name (_temporary/, .staging/). The path starts below what is read: how that itself is called does
// not matter.
bool is_hidden(std::string_view path_below);

}  // namespace lake
