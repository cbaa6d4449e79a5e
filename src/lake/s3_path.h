#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lake {

// A place in the lake as callers name it: s3://bucket/key.
struct S3Path {
  std::string bucket;
  std::string key;  // of an object, or of a folder with or without its slash; nothing is the bucket's root

  // Nothing: not of that form. s3a:// and s3n:// are the same place.
  static std::optional<S3Path> parse(std::string_view uri);

  std::string uri() const;
  S3Path folder() const;  // the key ends with a slash unless it is empty
};

std::string s3_uri(std::string_view bucket, std::string_view key);

}  // namespace lake
