#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "services/s3/checksums.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"

namespace services::s3 {
namespace {

api::s3::Object listed(const lake::Object& object, const ListingEncoding& encoded,
                       const std::optional<api::s3::Owner>& owner) {
  api::s3::Object answer{.key = encoded(object.key),
                         .last_modified = object.modified_at,
                         .etag = quote_etag(object.etag),
                         .size = object.size,
                         .storage_class = api::s3::storage_class::kStandard,
                         .owner = owner};
  if (object.checksum) {
    answer.checksum_algorithm = {algorithm_name(object.checksum->algorithm)};
    answer.checksum_type = checksum_type(*object.checksum);
  }
  return answer;
}

template <typename Output>
void fill(Output& output, const lake::Listing& listing, const ListingEncoding& encoded,
          const std::optional<api::s3::Owner>& owner) {
  for (const lake::Object& object : listing.objects)
    output.contents->push_back(listed(object, encoded, owner));
  for (const std::string& prefix : listing.common_prefixes)
    output.common_prefixes->push_back({.prefix = encoded(prefix)});
}

}  // namespace

// NextMarker comes only with a delimiter: without one, the last key is where a client goes on.
base::Result<api::s3::ListObjectsOutput> S3::list_objects(const wire::RequestContext& context,
                                                          const api::s3::ListObjectsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const ListingEncoding encoded = TRY(ListingEncoding::create(request.encoding_type));
  const int max_keys = TRY(page_size("max-keys", request.max_keys));
  const lake::Listing listing = TRY(lake_.list(bucket, {.prefix = request.prefix.value_or(""),
                                                        .delimiter = request.delimiter.value_or(""),
                                                        .start_after = request.marker.value_or(""),
                                                        .max_keys = max_keys}));
  api::s3::ListObjectsOutput output{.is_truncated = listing.truncated,
                                    .marker = encoded(request.marker.value_or("")),
                                    .contents = std::vector<api::s3::Object>(),
                                    .name = request.bucket,
                                    .prefix = encoded(request.prefix.value_or("")),
                                    .max_keys = max_keys,
                                    .common_prefixes = std::vector<api::s3::CommonPrefix>(),
                                    .encoding_type = request.encoding_type};
  if (request.delimiter && !request.delimiter->empty()) {
    output.delimiter = encoded(*request.delimiter);
    if (listing.truncated) output.next_marker = encoded(listing.next);
  }
  fill(output, listing, encoded, owner_of(bucket.account));
  return output;
}

base::Result<api::s3::ListObjectsV2Output> S3::list_objects_v2(const wire::RequestContext& context,
                                                               const api::s3::ListObjectsV2Request& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const ListingEncoding encoded = TRY(ListingEncoding::create(request.encoding_type));
  const int max_keys = TRY(page_size("max-keys", request.max_keys));
  const std::string after = TRY(read_token(request.continuation_token));
  const lake::Listing listing = TRY(lake_.list(
      bucket, {.prefix = request.prefix.value_or(""),
               .delimiter = request.delimiter.value_or(""),
               .start_after = request.continuation_token ? after : request.start_after.value_or(""),
               .max_keys = max_keys}));

  std::optional<api::s3::Owner> owner;
  if (request.fetch_owner.value_or(false)) owner = owner_of(bucket.account);
  api::s3::ListObjectsV2Output output{
      .is_truncated = listing.truncated,
      .contents = std::vector<api::s3::Object>(),
      .name = request.bucket,
      .prefix = encoded(request.prefix.value_or("")),
      .max_keys = max_keys,
      .common_prefixes = std::vector<api::s3::CommonPrefix>(),
      .encoding_type = request.encoding_type,
      .key_count = static_cast<std::int32_t>(listing.objects.size() + listing.common_prefixes.size()),
      .continuation_token = request.continuation_token};
  if (request.delimiter && !request.delimiter->empty()) output.delimiter = encoded(*request.delimiter);
  if (listing.truncated) output.next_continuation_token = make_token(listing.next);
  if (!request.continuation_token) output.start_after = encoded(request.start_after);
  fill(output, listing, encoded, owner);
  return output;
}

}  // namespace services::s3
