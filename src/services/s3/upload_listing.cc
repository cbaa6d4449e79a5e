#include "api/s3/types.h"
#include "lake/checksums.h"
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

}  // namespace

base::Result<api::s3::ListPartsOutput> S3::list_parts(const wire::RequestContext& context,
                                                      const api::s3::ListPartsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const int max_parts = TRY(page_size("max-parts", request.max_parts));
  const lake::UploadId id(request.upload_id);
  const int marker = request.part_number_marker.value_or(0);
  // One more than is told, to tell whether there is one.
  const std::vector<lake::UploadPart> parts =
      TRY(lake_.parts(bucket, request.key, id, {.after = marker, .max_parts = max_parts + 1}));
  const lake::Upload upload = TRY(lake_.upload(bucket, request.key, id));
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
  const int limit = TRY(page_size("max-uploads", request.max_uploads));
  const bool has_id_marker =
      request.key_marker && request.upload_id_marker && !request.upload_id_marker->empty();
  const lake::UploadsQuery query{
      .prefix = request.prefix.value_or(""),
      .delimiter = request.delimiter.value_or(""),
      .after_key = request.key_marker.value_or(""),
      // Without a key, an upload-id-marker is ignored.
      .after_id = has_id_marker ? std::optional(lake::UploadId(*request.upload_id_marker)) : std::nullopt,
      .max_uploads = limit};
  const lake::UploadListing listing = TRY(lake_.uploads(bucket, query));

  api::s3::ListMultipartUploadsOutput output{
      .bucket = request.bucket,
      .key_marker = encoded(query.after_key),
      .upload_id_marker = request.upload_id_marker.value_or(""),
      .next_key_marker = encoded(listing.last_key),
      .prefix = encoded(query.prefix),
      .next_upload_id_marker = listing.last_id ? listing.last_id->str() : "",
      .max_uploads = limit,
      .is_truncated = listing.truncated,
      .uploads = std::vector<api::s3::MultipartUpload>(),
      .common_prefixes = std::vector<api::s3::CommonPrefix>(),
      .encoding_type = request.encoding_type};
  if (!query.delimiter.empty()) output.delimiter = encoded(query.delimiter);
  for (const lake::Upload& upload : listing.uploads)
    output.uploads->push_back(listed_upload(upload, encoded, bucket.account));
  for (const std::string& prefix : listing.common_prefixes)
    output.common_prefixes->push_back({.prefix = encoded(prefix)});
  return output;
}

}  // namespace services::s3
