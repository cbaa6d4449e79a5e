#include <algorithm>
#include <array>

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/text.h"
#include "services/s3/checksums.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/version_ids.h"

namespace services::s3 {
namespace {

constexpr auto kAttributes =
    std::to_array<std::string_view>({"ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"});

base::Result<void> check_attributes(const std::vector<std::string>& asked) {
  for (const std::string& one : asked)
    if (std::ranges::find(kAttributes, one) == kAttributes.end())
      return api::s3::errors::invalid_argument(
          "Invalid attribute name specified.",
          {{"ArgumentName", "x-amz-object-attributes"}, {"ArgumentValue", one}});
  return {};
}

// Without the number of parts, which ObjectParts tells.
api::s3::Checksum whole_checksum(const lake::Checksum& checksum) {
  api::s3::Checksum answer{.checksum_type = checksum_type(checksum)};
  set_checksum(answer, checksum.algorithm, base::to_base64(checksum.value));
  return answer;
}

// Each part is told only where the object's checksum is made of theirs.
base::Result<api::s3::GetObjectAttributesParts> parts_of(const api::s3::GetObjectAttributesRequest& request,
                                                         const lake::Object& object) {
  const int total = static_cast<int>(object.parts.size());
  api::s3::GetObjectAttributesParts answer{.total_parts_count = total};
  if (!object.checksum || !object.checksum->parts) return answer;
  const int max_parts = TRY(page_size("max-parts", request.max_parts));
  const int marker = std::clamp(request.part_number_marker.value_or(0), 0, total);
  const int end = std::min(total, marker + max_parts);
  answer.part_number_marker = marker;
  answer.next_part_number_marker = end;
  answer.max_parts = max_parts;
  answer.is_truncated = max_parts > 0 && end < total;
  answer.parts.emplace();
  for (int i = marker; i < end; ++i) {
    const lake::ObjectPart& part = object.parts[static_cast<std::size_t>(i)];
    api::s3::ObjectPart listed{.part_number = i + 1, .size = part.size};
    set_checksum(listed, object.checksum->algorithm, base::to_base64(part.checksum));
    answer.parts->push_back(std::move(listed));
  }
  return answer;
}

}  // namespace

base::Result<api::s3::GetObjectAttributesOutput> S3::get_object_attributes(
    const wire::RequestContext& context, const api::s3::GetObjectAttributesRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  TRY(check_attributes(request.object_attributes));
  const lake::Object object = TRY(lake_.head(bucket, request.key));
  const auto is_asked = [&](std::string_view name) {
    return std::ranges::find(request.object_attributes, name) != request.object_attributes.end();
  };
  api::s3::GetObjectAttributesOutput output{.last_modified = object.modified_at};
  if (is_asked("ETag")) output.etag = object.etag;  // here without quotes
  if (is_asked("Checksum") && object.checksum) output.checksum = whole_checksum(*object.checksum);
  if (is_asked("ObjectParts") && !object.parts.empty()) output.object_parts = TRY(parts_of(request, object));
  if (is_asked("StorageClass")) output.storage_class = api::s3::storage_class::kStandard;
  if (is_asked("ObjectSize")) output.object_size = object.size;
  return output;
}

}  // namespace services::s3
