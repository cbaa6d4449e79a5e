#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {

base::Result<lake::S3Path> parse_s3_path(std::string_view uri) {
  if (auto path = lake::S3Path::parse(uri)) return *std::move(path);
  return base::refusal("InvalidInputException", 400,
                       fmt::format("'{}' is not a path in S3, s3://bucket/folder/", uri));
}

}  // namespace services::glue::visual
