#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/s3/types.h"
#include "base/result.h"
#include "lake/types.h"

namespace services::s3 {

// Whose tags they are: AWS allows an object 10 and a bucket 50, and words some refusals differently.
enum class TagOwner { Object, Bucket };

// The tags of a document: InvalidTag names one that S3 does not take; BadRequest, that there are too many.
base::Result<lake::Tags> read_tags(const std::vector<api::s3::Tag>& given, TagOwner owner);

// Those of x-amz-tagging, `key=value&key2=value2` in the encoding of forms. No header: no tags.
base::Result<lake::Tags> read_tagging_header(const std::optional<std::string>& header);

std::vector<api::s3::Tag> tag_set(const lake::Tags& tags);

}  // namespace services::s3
