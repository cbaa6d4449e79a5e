#include "lake/s3_path.h"

#include <fmt/format.h>

namespace lake {

std::optional<S3Path> S3Path::parse(std::string_view uri) {
  for (const std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    if (!uri.starts_with(scheme)) continue;
    const std::string_view rest = uri.substr(scheme.size());
    const std::size_t slash = rest.find('/');
    if (slash == 0 || rest.empty()) return std::nullopt;
    return S3Path{.bucket = std::string(rest.substr(0, slash)),
                  .key = slash == rest.npos ? std::string() : std::string(rest.substr(slash + 1))};
  }
  return std::nullopt;
}

std::string S3Path::uri() const {
  return s3_uri(bucket, key);
}

S3Path S3Path::folder() const {
  return {.bucket = bucket, .key = key.empty() || key.ends_with('/') ? key : key + "/"};
}

std::string s3_uri(std::string_view bucket, std::string_view key) {
  return fmt::format("s3://{}/{}", bucket, key);
}

}  // namespace lake
