#include "services/s3/uploads.h"

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/text.h"
#include "lake/checksums.h"
#include "services/s3/checksums.h"
#include "services/s3/properties.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr int kMostParts = 10'000;

bool is_crc(std::string_view algorithm) {
  return algorithm.starts_with("crc");
}

base::Error type_not_possible(std::string_view type, std::string_view algorithm) {
  return invalid_request(
      fmt::format("The {} checksum type cannot be used with the {} checksum algorithm.", type, algorithm));
}

// Which checksum the parts and the whole will have (reference: "Checking object integrity", multipart
// uploads).
base::Result<void> choose_checksum(const api::s3::CreateMultipartUploadRequest& request,
                                   lake::Upload& upload) {
  if (!request.checksum_algorithm) {
    if (!request.checksum_type) return {};
    return invalid_request(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  upload.checksum_algorithm = base::to_lower(*request.checksum_algorithm);
  if (!base::checksum_algorithm(upload.checksum_algorithm))
    return not_implemented(
        fmt::format("The checksum algorithm {} is not supported.", *request.checksum_algorithm));
  const bool only_full = upload.checksum_algorithm == "crc64nvme";
  const std::string type = request.checksum_type.value_or(only_full ? "FULL_OBJECT" : "COMPOSITE");
  if (type != "FULL_OBJECT" && type != "COMPOSITE")
    return invalid_request("Value for x-amz-checksum-type header is invalid.");
  upload.full_object_checksum = type == "FULL_OBJECT";
  const bool possible = upload.full_object_checksum ? is_crc(upload.checksum_algorithm) : !only_full;
  if (!possible) return type_not_possible(type, upload.checksum_algorithm);
  return {};
}

// A part of another algorithm than the upload's could not be joined into the whole's checksum. In an upload
// without one, each part may state what it likes.
base::Result<StatedChecksum> part_checksum(const wire::RequestContext& context,
                                           const api::s3::UploadPartRequest& request,
                                           const lake::Upload& upload) {
  StatedChecksum stated = TRY(stated_checksum(request, context));
  if (stated.algorithm.empty() || upload.checksum_algorithm.empty() ||
      stated.algorithm == upload.checksum_algorithm)
    return stated;
  return invalid_request(
      fmt::format("Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
                  upload.checksum_algorithm, stated.algorithm));
}

}  // namespace

base::Result<void> check_part_number(int number) {
  if (number >= 1 && number <= kMostParts) return {};
  return invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                          {{"ArgumentName", "partNumber"}, {"ArgumentValue", std::to_string(number)}});
}

std::string algorithm_name(std::string_view algorithm) {
  std::string name(algorithm);
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

std::optional<std::string> checksum_algorithm_of(const lake::Upload& upload) {
  if (upload.checksum_algorithm.empty()) return std::nullopt;
  return algorithm_name(upload.checksum_algorithm);
}

std::optional<std::string> checksum_type_of(const lake::Upload& upload) {
  if (upload.checksum_algorithm.empty()) return std::nullopt;
  return upload.full_object_checksum ? api::s3::checksum_type::kFullObject
                                     : api::s3::checksum_type::kComposite;
}

base::Result<api::s3::CreateMultipartUploadOutput> S3::create_multipart_upload(
    const wire::RequestContext& context, const api::s3::CreateMultipartUploadRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  auto properties = TRY(properties_of(request));
  lake::Upload upload{.key = request.key, .properties = std::move(properties)};
  TRY(choose_checksum(request, upload));
  upload = TRY(lake_.create_upload(bucket, std::move(upload)));
  return api::s3::CreateMultipartUploadOutput{.bucket = request.bucket,
                                              .key = request.key,
                                              .upload_id = upload.id.str(),
                                              .checksum_algorithm = checksum_algorithm_of(upload),
                                              .checksum_type = checksum_type_of(upload)};
}

base::Result<api::s3::UploadPartOutput> S3::upload_part(const wire::RequestContext& context,
                                                        const api::s3::UploadPartRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_part_number(request.part_number));
  const lake::UploadId id(request.upload_id);
  const lake::Upload upload = TRY(lake_.upload(bucket, request.key, id));
  const StatedChecksum stated = TRY(part_checksum(context, request, upload));
  const lake::Content content = TRY(receive(lake_, {.body = request.body,
                                                    .length = request.content_length,
                                                    .content_md5 = request.content_md5,
                                                    .checksum = stated,
                                                    .kept = upload.checksum_algorithm}));
  TRY(lake_.put_part(bucket, request.key, id, {.number = request.part_number, .content = content}));
  api::s3::UploadPartOutput output{.etag = quote_etag(lake::plain_etag(content))};
  if (const auto text = stated_text(stated))
    set_checksum(output, stated.algorithm, *text);
  else
    set_checksum(output, content.checksum->algorithm, checksum_text(*content.checksum));
  return output;
}

base::Result<api::s3::AbortMultipartUploadOutput> S3::abort_multipart_upload(
    const wire::RequestContext& context, const api::s3::AbortMultipartUploadRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(lake_.abort_upload(bucket, request.key, lake::UploadId(request.upload_id)));
  return api::s3::AbortMultipartUploadOutput{};
}

}  // namespace services::s3
