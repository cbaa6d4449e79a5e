#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "services/s3/checksums.h"
#include "services/s3/conditions.h"
#include "services/s3/properties.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/version_ids.h"

namespace services::s3 {
namespace {

constexpr std::size_t kMostDeletions = 1000;

api::s3::Error deletion_error(const api::s3::ObjectIdentifier& object, const base::Error& error) {
  return {.key = object.key, .version_id = object.version_id, .code = error.code, .message = error.message};
}

// Here S3 has another word for a version that was never given than in requests of their own.
base::Result<void> check_version(const api::s3::ObjectIdentifier& object) {
  if (check_version_id(object.version_id).ok()) return {};
  return api::s3::errors::no_such_version("The specified version does not exist.");
}

}  // namespace

base::Result<api::s3::PutObjectOutput> S3::put_object(const wire::RequestContext& context,
                                                      const api::s3::PutObjectRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  lake::ObjectProperties properties = TRY(properties_of(request));
  const WriteConditions conditions{.if_match = request.if_match, .if_none_match = request.if_none_match};
  TRY(check_write_conditions(conditions));
  const StatedChecksum stated = TRY(stated_checksum(request, context));
  lake::Content content = TRY(receive(lake_, {.body = request.body,
                                              .length = request.content_length,
                                              .content_md5 = request.content_md5,
                                              .checksum = stated,
                                              .kept = stated.algorithm}));
  const lake::Object object = TRY(lake_.put(
      bucket, request.key, std::move(content), std::move(properties),
      [&](const lake::Object* current) { return check_current(conditions, request.key, current); }));
  api::s3::PutObjectOutput output{.etag = quote_etag(object.etag)};
  set_checksum(output, object.checksum);
  return output;
}

base::Result<api::s3::DeleteObjectOutput> S3::delete_object(const wire::RequestContext& context,
                                                            const api::s3::DeleteObjectRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  if (request.if_match) {
    TRY(lake_.remove(bucket, request.key, [&](const lake::Object* current) {
      return check_deletion(*request.if_match, request.key, current);
    }));
  } else {
    TRY(lake_.remove(bucket, std::span(&request.key, 1)));
  }
  return api::s3::DeleteObjectOutput{};
}

// Keys without a condition go in one transaction; each with an ETag is decided for itself.
base::Result<api::s3::DeleteObjectsOutput> S3::delete_objects(const wire::RequestContext& context,
                                                              const api::s3::DeleteObjectsRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const auto& objects = request.delete_.objects;
  if (objects.empty() || objects.size() > kMostDeletions) return api::s3::errors::malformed_xml();
  const bool quiet = request.delete_.quiet.value_or(false);
  api::s3::DeleteObjectsOutput output;
  std::vector<std::string> keys;
  std::vector<api::s3::DeletedObject> deleted;
  std::vector<api::s3::Error> failed;
  for (const api::s3::ObjectIdentifier& object : objects) {
    if (const auto known = check_version(object); !known.ok()) {
      failed.push_back(deletion_error(object, known.error()));
      continue;
    }
    if (!object.etag) {
      keys.push_back(object.key);
      deleted.push_back({.key = object.key, .version_id = object.version_id});
      continue;
    }
    const auto removed = lake_.remove(bucket, object.key, [&](const lake::Object* current) {
      return check_deletion(*object.etag, object.key, current);
    });
    if (!removed.ok() && removed.error().fault == base::Error::Fault::World) return removed.error();
    if (removed.ok())
      deleted.push_back({.key = object.key, .version_id = object.version_id});
    else
      failed.push_back(deletion_error(object, removed.error()));
  }
  TRY(lake_.remove(bucket, keys));
  if (!quiet) output.deleted = std::move(deleted);
  if (!failed.empty()) output.errors = std::move(failed);
  return output;
}

}  // namespace services::s3
