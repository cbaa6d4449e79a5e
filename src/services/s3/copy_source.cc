#include "services/s3/copy_source.h"

#include "api/s3/errors.h"
#include "base/text.h"
#include "services/s3/version_ids.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr std::int64_t kLargestSource = std::int64_t{5} << 30;
constexpr std::string_view kVersion = "?versionId=";

base::Error invalid_source(std::string message, std::string_view header) {
  return invalid_argument(std::move(message),
                          {{"ArgumentName", "x-amz-copy-source"}, {"ArgumentValue", std::string(header)}});
}

}  // namespace

base::Result<CopySource> parse_copy_source(std::string_view header) {
  std::string_view encoded = header;
  if (const std::size_t version = encoded.find(kVersion); version != encoded.npos) {
    if (!check_version_id(std::string(encoded.substr(version + kVersion.size()))).ok())
      return invalid_source("Invalid version id specified", header);
    encoded = encoded.substr(0, version);
  }
  const auto decoded = base::percent_decode(encoded);
  if (!decoded || !base::is_valid_utf8(*decoded))
    return invalid_source("Invalid copy source encoding.", header);
  std::string_view path = *decoded;
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  if (slash == path.npos || slash == 0 || slash + 1 == path.size())
    return invalid_source("Invalid copy source object key", header);
  return CopySource{.bucket = std::string(path.substr(0, slash)), .key = std::string(path.substr(slash + 1))};
}

base::Result<Extent> parse_source_range(std::string_view range, std::int64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const std::size_t dash = range.find('-');
  const bool formed = range.starts_with(kUnit) && dash != range.npos;
  const auto first = formed ? base::parse_int(range.substr(kUnit.size(), dash - kUnit.size())) : std::nullopt;
  const auto last = formed ? base::parse_int(range.substr(dash + 1)) : std::nullopt;
  if (!first || !last || *first < 0 || *last < *first)
    return invalid_argument(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
        "zero-based offsets of the first and last bytes to copy",
        {{"ArgumentName", "x-amz-copy-source-range"}, {"ArgumentValue", std::string(range)}});
  if (*first >= size)
    return invalid_request("The specified copy range is invalid for the source object size");
  if (*last >= size)
    return invalid_argument(
        fmt::format("Range specified is not valid for source object of size: {}", size),
        {{"ArgumentName", "x-amz-copy-source-range"}, {"ArgumentValue", std::string(range)}});
  return Extent{.offset = *first, .length = *last - *first + 1};
}

base::Result<void> check_source_size(std::int64_t size) {
  if (size <= kLargestSource) return {};
  return invalid_request(
      fmt::format("The specified copy source is larger than the maximum allowable size for a copy source: {}",
                  kLargestSource));
}

}  // namespace services::s3
