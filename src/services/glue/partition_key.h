#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lake/hive_folders.h"

namespace services::glue {

using lake::kNullPartition;

// A partition's values as one text whose order is the order of the values one by one, so that the partitions
// that share their first values lie together: each value ends in U+0001, and U+0001 and U+0002 inside are
// escaped.
std::string encode_partition_key(const std::vector<std::string>& values);
std::vector<std::string> decode_partition_key(std::string_view key);

}  // namespace services::glue
