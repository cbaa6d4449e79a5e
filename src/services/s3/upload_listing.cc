#include <algorithm>
#include <tuple>

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "lake/checksums.h"
#include "lake/common_prefix.h"
#include "services/s3/checksums.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"

namespace services::s3 {
namespace {

api::s3::Part listed_part(const lake::UploadPart& part, const lake::Upload& upload) {
  api::s3::Part answer{.part_number = part.number,
                       .last_modified = part.modified_at,
                       .etag = quote_etag(lake::plain_etag(part.content)),
                       .size = part.content.size};
  if (!upload.checksum_algorithm.empty())
    set_checksum(answer, part.content.checksum->algorithm, checksum_text(*part.content.checksum));
  return answer;
}

api::s3::MultipartUpload listed_upload(const lake::Upload& upload, const ListingEncoding& encoded,
                                       const std::string& account) {
  const api::s3::Owner owner = owner_of(account);
  return {.upload_id = upload.id.str(),
          .key = encoded(upload.key),
          .initiated = upload.initiated_at,
          .storage_class = api::s3::storage_class::kStandard,
          .owner = owner,
          .initiator = api::s3::Initiator{.id = owner.id},
          .checksum_algorithm = checksum_algorithm_of(upload),
          .checksum_type = checksum_type_of(upload)};
}

// The uploads behind the markers, in the order in which they are listed. The upload that a marker names may
// be over by now: its place is still known, since ids of one key are in the order of their initiation.
base::Result<std::vector<lake::Upload>> behind_markers(std::vector<lake::Upload> uploads,
                                                       const api::s3::ListMultipartUploadsRequest& request) {
  if (!request.key_marker) return uploads;  // an upload-id-marker alone is ignored
  const std::string& key = *request.key_marker;
  auto first = std::ranges::upper_bound(uploads, key, {}, &lake::Upload::key);
  if (request.upload_id_marker && !request.upload_id_marker->empty()) {
    const lake::UploadId marker(*request.upload_id_marker);
    const bool fits =
        lake::is_upload_id(marker) && std::ranges::none_of(uploads, [&](const lake::Upload& upload) {
          return upload.id == marker && upload.key != key;
        });
    if (!fits)
      return api::s3::errors::invalid_argument(
          "Invalid uploadId marker",
          {{"ArgumentName", "upload-id-marker"}, {"ArgumentValue", *request.upload_id_marker}});
    first = std::ranges::upper_bound(
        uploads, std::tie(key, marker.str()), {},
        [](const lake::Upload& upload) { return std::tie(upload.key, upload.id.str()); });
  }
  uploads.erase(uploads.begin(), first);
  return uploads;
}

}  // namespace

base::Result<api::s3::ListPartsOutput> S3::list_parts(const wire::RequestContext& context,
                                                      const api::s3::ListPartsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const int max_parts = TRY(page_size("max-parts", request.max_parts));
  const lake::UploadId id(request.upload_id);
  const std::vector<lake::UploadPart> parts = TRY(lake_.parts(bucket, request.key, id));
  const lake::Upload upload = TRY(lake_.upload(bucket, request.key, id));
  const int marker = request.part_number_marker.value_or(0);
  const api::s3::Owner owner = owner_of(bucket.account);
  api::s3::ListPartsOutput output{.bucket = request.bucket,
                                  .key = request.key,
                                  .upload_id = request.upload_id,
                                  .part_number_marker = marker,
                                  .next_part_number_marker = 0,
                                  .max_parts = max_parts,
                                  .is_truncated = false,
                                  .parts = std::vector<api::s3::Part>(),
                                  .initiator = api::s3::Initiator{.id = owner.id},
                                  .owner = owner,
                                  .storage_class = api::s3::storage_class::kStandard,
                                  .checksum_algorithm = checksum_algorithm_of(upload),
                                  .checksum_type = checksum_type_of(upload)};
  for (const lake::UploadPart& part : parts) {
    if (part.number <= marker) continue;
    if (output.parts->size() == static_cast<std::size_t>(max_parts)) {
      output.is_truncated = max_parts > 0;
      break;
    }
    output.parts->push_back(listed_part(part, upload));
    output.next_part_number_marker = part.number;
  }
  return output;
}

base::Result<api::s3::ListMultipartUploadsOutput> S3::list_multipart_uploads(
    const wire::RequestContext& context, const api::s3::ListMultipartUploadsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const ListingEncoding encoded = TRY(ListingEncoding::create(request.encoding_type));
  const auto limit = static_cast<std::size_t>(TRY(page_size("max-uploads", request.max_uploads)));
  const std::string prefix = request.prefix.value_or("");
  const std::string delimiter = request.delimiter.value_or("");
  const std::vector<lake::Upload> uploads = TRY(behind_markers(TRY(lake_.uploads(bucket)), request));

  api::s3::ListMultipartUploadsOutput output{.bucket = request.bucket,
                                             .key_marker = encoded(request.key_marker.value_or("")),
                                             .upload_id_marker = request.upload_id_marker.value_or(""),
                                             .next_key_marker = "",
                                             .prefix = encoded(prefix),
                                             .next_upload_id_marker = "",
                                             .max_uploads = static_cast<std::int32_t>(limit),
                                             .is_truncated = false,
                                             .uploads = std::vector<api::s3::MultipartUpload>(),
                                             .common_prefixes = std::vector<api::s3::CommonPrefix>(),
                                             .encoding_type = request.encoding_type};
  if (!delimiter.empty()) output.delimiter = encoded(delimiter);
  std::string last_prefix = request.key_marker.value_or("");  // a group that is listed already
  for (const lake::Upload& upload : uploads) {
    if (!upload.key.starts_with(prefix)) continue;
    const auto rolled_up = lake::common_prefix(upload.key, prefix, delimiter);
    if (rolled_up && *rolled_up == last_prefix) continue;
    if (output.uploads->size() + output.common_prefixes->size() == limit) {
      output.is_truncated = limit > 0;
      break;
    }
    output.next_key_marker = encoded(rolled_up.value_or(upload.key));
    output.next_upload_id_marker = rolled_up ? "" : upload.id.str();
    if (rolled_up)
      output.common_prefixes->push_back({.prefix = encoded(last_prefix = *rolled_up)});
    else
      output.uploads->push_back(listed_upload(upload, encoded, bucket.account));
  }
  return output;
}

}  // namespace services::s3
