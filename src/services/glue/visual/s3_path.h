#pragma once

#include <string_view>

#include "base/result.h"
#include "lake/s3_path.h"

namespace services::glue::visual {

// A path of a node, or the error that names it.
base::Result<lake::S3Path> parse_s3_path(std::string_view uri);

}  // namespace services::glue::visual
