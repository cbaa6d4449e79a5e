#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace services::glue::visual {

// A place in S3 as jobs name it: s3://bucket/folder/, s3a:// and s3n:// too.
struct S3Path {
  std::string bucket;
  std::string key;  // of a folder it may end in a slash or not

  static base::Result<S3Path> parse(std::string_view uri);

  std::string folder() const;  // the key with a slash at its end, or nothing for the bucket's root
  std::string uri(std::string_view key_below) const {
    return "s3://" + bucket + "/" + std::string(key_below);
  }
};

}  // namespace services::glue::visual
