#include <algorithm>

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/digest.h"
#include "base/text.h"
#include "lake/checksums.h"
#include "services/s3/checksums.h"
#include "services/s3/conditions.h"
#include "services/s3/copy_source.h"
#include "services/s3/file_source.h"
#include "services/s3/properties.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr std::size_t kBuffer = 256 << 10;

enum class Directive { Copy, Replace };

base::Result<Directive> parse_directive(const std::optional<std::string>& text, const char* header,
                                        const char* message) {
  if (!text || *text == "COPY") return Directive::Copy;
  if (*text == "REPLACE") return Directive::Replace;
  return invalid_argument(message, {{"ArgumentName", header}, {"ArgumentValue", *text}});
}

template <typename Request>
ReadConditions source_conditions(const Request& request) {
  return {.if_match = request.copy_source_if_match,
          .if_none_match = request.copy_source_if_none_match,
          .if_modified_since = request.copy_source_if_modified_since,
          .if_unmodified_since = request.copy_source_if_unmodified_since};
}

// The algorithm of the copy's checksum: as asked, else the source's.
base::Result<std::string> copied_algorithm(const std::optional<std::string>& asked,
                                           const lake::Object& source) {
  if (!asked) return source.checksum ? source.checksum->algorithm : std::string(lake::kDefaultChecksum);
  std::string algorithm = base::to_lower(*asked);
  if (base::checksum_algorithm(algorithm)) return algorithm;
  return invalid_request(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid "
      "types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}

// A copy is one piece, so its ETag is the MD5 of its bytes and its checksum theirs. Where the source does not
// have both already (it came in parts, or another algorithm is wanted), its bytes are read for them.
base::Result<void> make_one_piece(lake::Lake& lake, const std::string& algorithm, lake::Object& object) {
  const bool has_both = object.parts.empty() && object.checksum && object.checksum->algorithm == algorithm;
  if (has_both) return {};
  FileSource bytes({.file = TRY(lake.open_content(object.content)), .offset = 0, .length = object.size});
  const auto md5 = base::make_digest(base::DigestAlgorithm::Md5);
  const auto checksum = base::make_digest(*base::checksum_algorithm(algorithm));
  std::string buffer(kBuffer, '\0');
  while (const std::size_t count = TRY(bytes.read(buffer))) {
    md5->update(std::string_view(buffer).substr(0, count));
    checksum->update(std::string_view(buffer).substr(0, count));
  }
  object.parts.clear();
  object.etag = base::to_hex(md5->finish());
  object.checksum = lake::Checksum{.algorithm = algorithm, .value = checksum->finish(), .parts = {}};
  return {};
}

// What the copy is said to be: metadata and tags each of the source, or of the request as a whole.
struct Directives {
  Directive metadata;
  Directive tags;
};

base::Result<Directives> directives_of(const api::s3::CopyObjectRequest& request) {
  const Directive metadata = TRY(
      parse_directive(request.metadata_directive, "x-amz-metadata-directive", "Unknown metadata directive."));
  const Directive tags = TRY(
      parse_directive(request.tagging_directive, "x-amz-tagging-directive", "Unknown tagging directive."));
  return Directives{.metadata = metadata, .tags = tags};
}

lake::ObjectProperties chosen_properties(const Directives& directives, lake::ObjectProperties source,
                                         lake::ObjectProperties given) {
  lake::Tags tags = std::move(directives.tags == Directive::Copy ? source.tags : given.tags);
  lake::ObjectProperties chosen = std::move(directives.metadata == Directive::Copy ? source : given);
  chosen.tags = std::move(tags);
  return chosen;
}

base::Result<void> check_onto_itself(const api::s3::CopyObjectRequest& request, const CopySource& source,
                                     Directive directive) {
  const bool is_same = source.bucket == request.bucket && source.key == request.key;
  if (!is_same || directive == Directive::Replace || request.storage_class) return {};
  return invalid_request(
      "This copy request is illegal because it is trying to copy an object to itself without changing the "
      "object's metadata, storage class, website redirect location or encryption attributes.");
}

}  // namespace

// The copy names the source's content, which is never changed: no byte is copied, whatever the size.
base::Result<api::s3::CopyObjectOutput> S3::copy_object(const wire::RequestContext& context,
                                                        const api::s3::CopyObjectRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const CopySource from = TRY(parse_copy_source(request.copy_source));
  const Directives directives = TRY(directives_of(request));
  TRY(check_onto_itself(request, from, directives.metadata));
  lake::ObjectProperties given = TRY(properties_of(request));
  const WriteConditions conditions{.if_match = request.if_match, .if_none_match = request.if_none_match};
  TRY(check_write_conditions(conditions));

  const lake::Bucket source = TRY(owned_bucket(context, from.bucket, request.expected_source_bucket_owner));
  const lake::Lease lease = TRY(lake_.lease());  // keeps the content until the copy names it too
  lake::Object object = TRY(lake_.head(source, from.key, lease.sequence()));
  TRY(check_source_conditions(source_conditions(request), object, clock_.now()));
  TRY(check_source_size(object.size));
  const std::string algorithm = TRY(copied_algorithm(request.checksum_algorithm, object));
  TRY(make_one_piece(lake_, algorithm, object));
  object.properties = chosen_properties(directives, std::move(object.properties), std::move(given));
  object =
      TRY(lake_.put_shared(lease, bucket, request.key, std::move(object), [&](const lake::Object* current) {
        return check_current(conditions, request.key, current);
      }));

  api::s3::CopyObjectResult result{.etag = quote_etag(object.etag), .last_modified = object.modified_at};
  set_checksum(result, object.checksum);
  return api::s3::CopyObjectOutput{.copy_object_result = std::move(result)};
}

// Unlike a whole object, a part is a content of its own: parts are joined, and removed, by their upload.
base::Result<api::s3::UploadPartCopyOutput> S3::upload_part_copy(
    const wire::RequestContext& context, const api::s3::UploadPartCopyRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_part_number(request.part_number));
  const CopySource from = TRY(parse_copy_source(request.copy_source));
  const lake::UploadId id(request.upload_id);
  const lake::Upload upload = TRY(lake_.upload(bucket, request.key, id));

  const lake::Bucket source = TRY(owned_bucket(context, from.bucket, request.expected_source_bucket_owner));
  lake::Content content;
  {
    const lake::Lease lease = TRY(lake_.lease());  // until the content is open; an open file stays readable
    const lake::Object object = TRY(lake_.head(source, from.key, lease.sequence()));
    TRY(check_source_conditions(source_conditions(request), object, clock_.now()));
    Extent extent{.offset = 0, .length = object.size};
    if (request.copy_source_range) extent = TRY(parse_source_range(*request.copy_source_range, object.size));
    TRY(check_source_size(extent.length));
    FileSource bytes(
        {.file = TRY(lake_.open_content(object.content)), .offset = extent.offset, .length = extent.length});
    content = TRY(receive(lake_, {.body = &bytes,
                                  .length = extent.length,
                                  .content_md5 = {},
                                  .checksum = {},
                                  .kept = upload.checksum_algorithm}));
  }
  const base::Timestamp now = clock_.now();
  TRY(lake_.put_part(bucket, request.key, id, {.number = request.part_number, .content = content}));
  api::s3::CopyPartResult result{.etag = quote_etag(lake::plain_etag(content)), .last_modified = now};
  if (!upload.checksum_algorithm.empty())
    set_checksum(result, content.checksum->algorithm, checksum_text(*content.checksum));
  return api::s3::UploadPartCopyOutput{.copy_part_result = std::move(result)};
}

}  // namespace services::s3
