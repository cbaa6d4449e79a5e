#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {

base::Result<S3Path> S3Path::parse(std::string_view uri) {
  for (const std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    if (!uri.starts_with(scheme)) continue;
    const std::string_view rest = uri.substr(scheme.size());
    const std::size_t slash = rest.find('/');
    S3Path path{.bucket = std::string(rest.substr(0, slash)),
                .key = slash == rest.npos ? std::string() : std::string(rest.substr(slash + 1))};
    if (!path.bucket.empty()) return path;
  }
  return base::refusal("InvalidInputException", 400,
                       fmt::format("'{}' is not a path in S3, s3://bucket/folder/", uri));
}

std::string S3Path::folder() const {
  return key.empty() || key.ends_with('/') ? key : key + "/";
}

}  // namespace services::glue::visual
