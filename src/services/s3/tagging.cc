#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "services/s3/s3.h"
#include "services/s3/tags.h"
#include "services/s3/version_ids.h"

// The tags of objects and buckets. PutObject, CreateMultipartUpload and CopyObject give tags too, with
// x-amz-tagging.
namespace services::s3 {

base::Result<api::s3::PutObjectTaggingOutput> S3::put_object_tagging(
    const wire::RequestContext& context, const api::s3::PutObjectTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  const lake::Tags tags = TRY(read_tags(request.tagging.tag_set, TagOwner::Object));
  TRY(lake_.set_tags(bucket, request.key, tags));
  return api::s3::PutObjectTaggingOutput{};
}

base::Result<api::s3::GetObjectTaggingOutput> S3::get_object_tagging(
    const wire::RequestContext& context, const api::s3::GetObjectTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  const lake::Object object = TRY(lake_.head(bucket, request.key));
  return api::s3::GetObjectTaggingOutput{.tag_set = tag_set(object.properties.tags)};
}

base::Result<api::s3::DeleteObjectTaggingOutput> S3::delete_object_tagging(
    const wire::RequestContext& context, const api::s3::DeleteObjectTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(check_version_id(request.version_id));
  TRY(lake_.set_tags(bucket, request.key, {}));
  return api::s3::DeleteObjectTaggingOutput{};
}

base::Result<wire::Empty> S3::put_bucket_tagging(const wire::RequestContext& context,
                                                 const api::s3::PutBucketTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(lake_.set_bucket_tags(bucket, TRY(read_tags(request.tagging.tag_set, TagOwner::Bucket))));
  return wire::Empty{};
}

base::Result<api::s3::GetBucketTaggingOutput> S3::get_bucket_tagging(
    const wire::RequestContext& context, const api::s3::GetBucketTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  const lake::Tags tags = TRY(lake_.bucket_tags(bucket));
  if (tags.empty())
    return api::s3::errors::no_such_tag_set("The TagSet does not exist", {{"BucketName", bucket.name}});
  return api::s3::GetBucketTaggingOutput{.tag_set = tag_set(tags)};
}

base::Result<wire::Empty> S3::delete_bucket_tagging(const wire::RequestContext& context,
                                                    const api::s3::DeleteBucketTaggingRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(lake_.set_bucket_tags(bucket, {}));
  return wire::Empty{};
}

}  // namespace services::s3
