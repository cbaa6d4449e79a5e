#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "services/s3/checksums.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/uploads.h"
#include "services/s3/version_ids.h"

namespace services::s3 {
namespace {

// An api::s3::Object, or an ObjectVersion.
template <typename Entry>
Entry listed(const lake::Object& object, const ListingEncoding& encoded,
             const std::optional<api::s3::Owner>& owner) {
  Entry answer;
  answer.key = encoded(object.key);
  answer.last_modified = object.modified_at;
  answer.etag = quote_etag(object.etag);
  answer.size = object.size;
  answer.storage_class = api::s3::storage_class::kStandard;
  answer.owner = owner;
  if (object.checksum) {
    answer.checksum_algorithm = {algorithm_name(object.checksum->algorithm)};
    answer.checksum_type = checksum_type(*object.checksum);
  }
  return answer;
}

std::vector<api::s3::CommonPrefix> listed_prefixes(const lake::Listing& listing,
                                                   const ListingEncoding& encoded) {
  std::vector<api::s3::CommonPrefix> prefixes;
  for (const std::string& prefix : listing.common_prefixes) prefixes.push_back({.prefix = encoded(prefix)});
  return prefixes;
}

template <typename Output>
void fill(Output& output, const lake::Listing& listing, const ListingEncoding& encoded,
          const std::optional<api::s3::Owner>& owner) {
  for (const lake::Object& object : listing.objects)
    output.contents->push_back(listed<api::s3::Object>(object, encoded, owner));
  output.common_prefixes = listed_prefixes(listing, encoded);
}

// A marker is a key, and a version of it when that is told too: the next one is behind the key either way.
base::Result<void> check_markers(const api::s3::ListObjectVersionsRequest& request) {
  if (!request.version_id_marker) return {};
  const auto faulty = [&](const char* message) {
    return api::s3::errors::invalid_argument(
        message, {{"ArgumentName", "version-id-marker"}, {"ArgumentValue", *request.version_id_marker}});
  };
  if (!request.key_marker) return faulty("A version-id marker cannot be specified without a key marker.");
  if (request.version_id_marker->empty()) return faulty("A version-id marker cannot be empty.");
  return check_version_id(request.version_id_marker, "version-id-marker");
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
      .encoding_type = request.encoding_type,
      .key_count = static_cast<std::int32_t>(listing.objects.size() + listing.common_prefixes.size()),
      .continuation_token = request.continuation_token};
  if (request.delimiter && !request.delimiter->empty()) output.delimiter = encoded(*request.delimiter);
  if (listing.truncated) output.next_continuation_token = make_token(listing.next);
  if (!request.continuation_token) output.start_after = encoded(request.start_after);
  fill(output, listing, encoded, owner);
  return output;
}

// No bucket is versioned, so each object has one version, `null`, and nothing was ever marked as deleted.
base::Result<api::s3::ListObjectVersionsOutput> S3::list_object_versions(
    const wire::RequestContext& context, const api::s3::ListObjectVersionsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const ListingEncoding encoded = TRY(ListingEncoding::create(request.encoding_type));
  const int max_keys = TRY(page_size("max-keys", request.max_keys));
  TRY(check_markers(request));
  const lake::Listing listing = TRY(lake_.list(bucket, {.prefix = request.prefix.value_or(""),
                                                        .delimiter = request.delimiter.value_or(""),
                                                        .start_after = request.key_marker.value_or(""),
                                                        .max_keys = max_keys}));
  api::s3::ListObjectVersionsOutput output{.is_truncated = listing.truncated,
                                           .key_marker = encoded(request.key_marker.value_or("")),
                                           .version_id_marker = request.version_id_marker.value_or(""),
                                           .versions = std::vector<api::s3::ObjectVersion>(),
                                           .name = request.bucket,
                                           .prefix = encoded(request.prefix.value_or("")),
                                           .max_keys = max_keys,
                                           .common_prefixes = listed_prefixes(listing, encoded),
                                           .encoding_type = request.encoding_type};
  if (request.delimiter && !request.delimiter->empty()) output.delimiter = encoded(*request.delimiter);
  for (const lake::Object& object : listing.objects) {
    auto version = listed<api::s3::ObjectVersion>(object, encoded, owner_of(bucket.account));
    version.version_id = kNullVersion;
    version.is_latest = true;
    output.versions->push_back(std::move(version));
  }
  if (listing.truncated) {
    output.next_key_marker = encoded(listing.next);
    const bool ends_with_object = !listing.objects.empty() && listing.objects.back().key == listing.next;
    if (ends_with_object) output.next_version_id_marker = kNullVersion;  // after a group there is none
  }
  return output;
}

}  // namespace services::s3
