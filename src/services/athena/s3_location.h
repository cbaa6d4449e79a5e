#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace services::athena {

// A place in the lake: s3://bucket/key. The key may be empty or a prefix.
struct S3Location {
  std::string bucket;
  std::string key;

  std::string uri() const { return "s3://" + bucket + "/" + key; }
  // The same as a folder: the key ends with a slash unless it is empty.
  S3Location folder() const;
};

// Nothing: not of that form. s3a:// and s3n:// are the same place.
std::optional<S3Location> parse_s3_location(std::string_view uri);

}  // namespace services::athena
