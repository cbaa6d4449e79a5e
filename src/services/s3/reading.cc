#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/text.h"
#include "services/s3/checksums.h"
#include "services/s3/conditions.h"
#include "services/s3/ranges.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"
#include "services/s3/version_ids.h"
#include "wire/timestamps.h"

// GetObject and HeadObject: the same questions and, but for the body, the same answer.
namespace services::s3 {
namespace {

std::optional<std::string> find(const std::map<std::string, std::string>& metadata, const std::string& name) {
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::nullopt : std::optional(found->second);
}

template <typename Request, typename Output>
void describe_properties(const Request& request, const lake::ObjectProperties& properties, Output& output) {
  const auto& system = properties.system_metadata;
  const auto choose = [](const auto& asked, std::optional<std::string> stored) {
    return asked ? asked : stored;
  };
  output.content_type = choose(request.response_content_type, properties.content_type);
  output.cache_control = choose(request.response_cache_control, find(system, "cache-control"));
  output.content_disposition =
      choose(request.response_content_disposition, find(system, "content-disposition"));
  output.content_encoding = choose(request.response_content_encoding, find(system, "content-encoding"));
  output.content_language = choose(request.response_content_language, find(system, "content-language"));
  output.expires = request.response_expires ? std::optional(wire::to_http_date(*request.response_expires))
                                            : find(system, "expires");
  output.metadata = properties.user_metadata;
}

// The bytes that are asked for; nothing: all of them, answered with 200.
template <typename Request>
base::Result<std::optional<Extent>> asked_extent(const Request& request, const lake::Object& object) {
  if (request.range && request.part_number)
    return api::s3::errors::invalid_request(
        "Cannot specify both Range header and partNumber query parameter");
  if (request.range) return parse_range(*request.range, object.size);
  if (!request.part_number) return std::nullopt;
  TRY(check_part_number(*request.part_number));
  return std::optional(TRY(part_extent(object, *request.part_number)));
}

// A checksum is told when it is asked for and one of just these bytes is known.
template <typename Request, typename Output>
void describe_checksum(const Request& request, const lake::Object& object, bool is_range, Output& output) {
  if (request.checksum_mode != api::s3::checksum_mode::kEnabled || !object.checksum) return;
  if (request.part_number && !object.parts.empty()) {
    const auto& part = object.parts[static_cast<std::size_t>(*request.part_number - 1)];
    set_checksum(output, object.checksum->algorithm, base::to_base64(part.checksum));
    output.checksum_type = checksum_type(*object.checksum);
  } else if (!is_range) {
    set_checksum(output, object.checksum);
  }
}

template <typename Request, typename Output>
base::Result<Extent> describe(const Request& request, const lake::Object& object, base::Timestamp now,
                              Output& output) {
  TRY(check_conditions({.if_match = request.if_match,
                        .if_none_match = request.if_none_match,
                        .if_modified_since = request.if_modified_since,
                        .if_unmodified_since = request.if_unmodified_since},
                       object, now));
  const std::optional<Extent> asked = TRY(asked_extent(request, object));
  const Extent extent = asked.value_or(Extent{.offset = 0, .length = object.size});
  describe_properties(request, object.properties, output);
  describe_checksum(request, object, asked && request.range, output);
  output.accept_ranges = "bytes";
  output.etag = quote_etag(object.etag);
  output.last_modified = object.modified_at;
  output.content_length = extent.length;
  if (asked && extent.length > 0)  // an empty part has no first byte to name
    output.content_range =
        fmt::format("bytes {}-{}/{}", extent.offset, extent.offset + extent.length - 1, object.size);
  if (!object.properties.tags.empty())
    output.tag_count = static_cast<std::int32_t>(object.properties.tags.size());
  if (request.part_number && !object.parts.empty())
    output.parts_count = static_cast<std::int32_t>(object.parts.size());
  return extent;
}

}  // namespace

base::Result<api::s3::GetObjectOutput> S3::get_object(const wire::RequestContext& context,
                                                      const api::s3::GetObjectRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  const lake::Lease lease = TRY(lake_.lease());  // until the content is open; an open file stays readable
  const lake::Object object = TRY(lake_.head(bucket, request.key, lease.sequence()));
  api::s3::GetObjectOutput output;
  const Extent extent = TRY(describe(request, object, clock_.now(), output));
  output.body = base::FileSlice{
      .file = TRY(lake_.open_content(object.content)), .offset = extent.offset, .length = extent.length};
  return output;
}

base::Result<api::s3::HeadObjectOutput> S3::head_object(const wire::RequestContext& context,
                                                        const api::s3::HeadObjectRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  const lake::Object object = TRY(lake_.head(bucket, request.key));
  api::s3::HeadObjectOutput output;
  TRY(describe(request, object, clock_.now(), output));
  return output;
}

}  // namespace services::s3
