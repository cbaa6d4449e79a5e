#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "services/s3/ranges.h"

namespace services::s3 {

// What x-amz-copy-source names: [/]BUCKET/KEY, percent-encoded.
struct CopySource {
  std::string bucket;
  std::string key;
};
base::Result<CopySource> parse_copy_source(std::string_view header);

// x-amz-copy-source-range: `bytes=first-last`, both of them, and both inside the object.
base::Result<Extent> parse_source_range(std::string_view range, std::int64_t size);

// The largest source of one copy.
base::Result<void> check_source_size(std::int64_t size);

}  // namespace services::s3
