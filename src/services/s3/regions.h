#pragma once

#include <string_view>

namespace services::s3 {

inline constexpr std::string_view kFirstRegion = "us-east-1";

// Whether AWS has a region of that name, in any of its partitions.
bool is_region(std::string_view name);

}  // namespace services::s3
