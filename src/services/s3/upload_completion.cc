#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/text.h"
#include "services/s3/checksums.h"
#include "services/s3/conditions.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

base::Error part_without_checksum(const lake::Upload& upload, int part_number) {
  return invalid_request(fmt::format(
      "The upload was created using a {} checksum. The complete request must include the checksum for each "
      "part. It was missing for part {} in the request.",
      upload.checksum_algorithm, part_number));
}

base::Result<lake::CompletedPart> read_part(const api::s3::CompletedPart& part, const lake::Upload& upload) {
  if (!part.part_number || !part.etag) return malformed_xml();
  lake::CompletedPart read{.number = *part.part_number, .etag = std::string(unquote_etag(*part.etag))};
  if (const auto header = TRY(checksum_header(part))) {
    const bool same = upload.checksum_algorithm.empty() || header->algorithm == upload.checksum_algorithm;
    const auto raw = base::from_base64(header->text);
    read.checksum = same && raw ? *raw : std::string();  // what no part has: InvalidPart
  } else if (!upload.checksum_algorithm.empty() && !upload.full_object_checksum) {
    return part_without_checksum(upload, *part.part_number);
  }
  return read;
}

base::Result<std::vector<lake::CompletedPart>> read_parts(
    const api::s3::CompleteMultipartUploadRequest& request, const lake::Upload& upload) {
  std::vector<lake::CompletedPart> parts;
  if (!request.multipart_upload || !request.multipart_upload->parts) return parts;
  for (const api::s3::CompletedPart& part : *request.multipart_upload->parts)
    parts.push_back(TRY(read_part(part, upload)));
  return parts;
}

base::Result<void> check_type(const std::optional<std::string>& stated, const lake::Upload& upload) {
  const std::optional<std::string> type = checksum_type_of(upload);
  if (!stated || stated == type) return {};
  return invalid_request(
      fmt::format("The upload was created using the {} checksum mode. The complete request must use the same "
                  "checksum mode.",
                  type.value_or("null")));
}

// What the client says of the whole must be true of the object that is about to be.
base::Result<void> check_whole(const api::s3::CompleteMultipartUploadRequest& request,
                               const lake::Object& made) {
  if (const auto header = TRY(checksum_header(request))) {
    // A composite one may come with its number of parts, as answers have it, or without.
    const bool same = made.checksum && made.checksum->algorithm == header->algorithm &&
                      (checksum_text(*made.checksum) == header->text ||
                       base::to_base64(made.checksum->value) == header->text);
    if (!same) return checksum_mismatch(header->algorithm);
  }
  if (request.mpu_object_size && *request.mpu_object_size != made.size)
    return invalid_request(fmt::format(
        "The provided 'x-amz-mp-object-size' header value {} does not match what was computed: {}",
        *request.mpu_object_size, made.size));
  return {};
}

// A key that was written since the upload began is a conflict even if its ETag is the one that was asked for;
// one that was there and was deleted since, even if none is asked for.
base::Result<void> check_conflict(const WriteConditions& conditions, const lake::Upload& upload,
                                  const std::string& key, const lake::Object* current) {
  TRY(check_current(conditions, key, current));
  const bool written = conditions.if_match && current && current->sequence > upload.sequence;
  const bool deleted = conditions.if_none_match && !current && upload.key_existed;
  if (!written && !deleted) return {};
  return conditional_request_conflict(
      "The conditional request cannot succeed due to a conflicting operation against this resource.",
      {{"Condition", written ? "If-Match" : "If-None-Match"}, {"Key", key}});
}

}  // namespace

base::Result<api::s3::CompleteMultipartUploadOutput> S3::complete_multipart_upload(
    const wire::RequestContext& context, const api::s3::CompleteMultipartUploadRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const WriteConditions conditions{.if_match = request.if_match, .if_none_match = request.if_none_match};
  TRY(check_write_conditions(conditions));
  const lake::UploadId id(request.upload_id);
  const lake::Upload upload = TRY(lake_.upload(bucket, request.key, id));
  TRY(check_type(request.checksum_type, upload));
  const std::vector<lake::CompletedPart> parts = TRY(read_parts(request, upload));
  const lake::Object object = TRY(
      lake_.complete_upload(bucket, request.key, id, parts,
                            [&](const lake::Object* current, const lake::Object& made) -> base::Result<void> {
                              TRY(check_conflict(conditions, upload, request.key, current));
                              return check_whole(request, made);
                            }));
  api::s3::CompleteMultipartUploadOutput output{
      .location = fmt::format("http://{}/{}/{}", context.host, request.bucket,
                              base::percent_encode(request.key, base::Slash::Keep)),
      .bucket = request.bucket,
      .key = request.key,
      .etag = quote_etag(object.etag)};
  set_checksum(output, object.checksum);
  return output;
}

}  // namespace services::s3
