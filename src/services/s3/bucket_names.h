#pragma once

#include <string_view>

#include "base/result.h"

namespace services::s3 {

// InvalidBucketName unless the name follows S3's rules for general purpose buckets.
base::Result<void> check_bucket_name(std::string_view name);

}  // namespace services::s3
