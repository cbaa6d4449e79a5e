#include "services/athena/s3_location.h"

namespace services::athena {

S3Location S3Location::folder() const {
  S3Location result = *this;
  if (!result.key.empty() && !result.key.ends_with('/')) result.key += '/';
  return result;
}

std::optional<S3Location> parse_s3_location(std::string_view uri) {
  for (std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    if (!uri.starts_with(scheme)) continue;
    const std::string_view rest = uri.substr(scheme.size());
    const std::size_t slash = rest.find('/');
    const std::string_view bucket = rest.substr(0, slash);
    if (bucket.empty()) return std::nullopt;
    const std::string_view key =
        slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    return S3Location{std::string(bucket), std::string(key)};
  }
  return std::nullopt;
}

}  // namespace services::athena
