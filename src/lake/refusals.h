#pragma once

#include <string_view>

#include "base/error.h"
#include "lake/types.h"

namespace lake {

// What the lake refuses, in S3's codes and words, with S3's extra elements as details.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
inline constexpr std::size_t kLongestKey = 1024;  // bytes
base::Error key_too_long(std::string_view key);
base::Error no_such_bucket(std::string_view name);
base::Error access_denied(std::string_view bucket);
base::Error no_such_key(std::string_view key);
base::Error invalid_upload_marker(const UploadId& id);
base::Error no_such_upload(const UploadId& id);
base::Error invalid_part(const UploadId& id, int number, std::string_view etag);

}  // namespace lake
