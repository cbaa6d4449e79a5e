#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/s3/handler.h"
#include "base/clock.h"
#include "lake/lake.h"

namespace services::s3 {

// Amazon S3 over the lake: what the protocol asks, says and refuses; the lake keeps the bytes and the rows.
// Owned by the server, stateless, called from many threads. Nothing is encrypted at rest, so it never claims
// that it is, and requests that ask for it are refused; the same for ACLs, storage classes and locks.
class S3 final : public api::s3::Handler {
 public:
  S3(lake::Lake& lake, const base::Clock& clock) : lake_(lake), clock_(clock) {}

  // buckets.cc
  base::Result<api::s3::CreateBucketOutput> create_bucket(
      const wire::RequestContext& context, const api::s3::CreateBucketRequest& request) override;
  base::Result<api::s3::HeadBucketOutput> head_bucket(const wire::RequestContext& context,
                                                      const api::s3::HeadBucketRequest& request) override;
  base::Result<wire::Empty> delete_bucket(const wire::RequestContext& context,
                                          const api::s3::DeleteBucketRequest& request) override;
  base::Result<api::s3::ListBucketsOutput> list_buckets(const wire::RequestContext& context,
                                                        const api::s3::ListBucketsRequest& request) override;
  base::Result<api::s3::GetBucketLocationOutput> get_bucket_location(
      const wire::RequestContext& context, const api::s3::GetBucketLocationRequest& request) override;
  base::Result<api::s3::GetBucketVersioningOutput> get_bucket_versioning(
      const wire::RequestContext& context, const api::s3::GetBucketVersioningRequest& request) override;

  // tagging.cc
  base::Result<wire::Empty> put_bucket_tagging(const wire::RequestContext& context,
                                               const api::s3::PutBucketTaggingRequest& request) override;
  base::Result<api::s3::GetBucketTaggingOutput> get_bucket_tagging(
      const wire::RequestContext& context, const api::s3::GetBucketTaggingRequest& request) override;
  base::Result<wire::Empty> delete_bucket_tagging(
      const wire::RequestContext& context, const api::s3::DeleteBucketTaggingRequest& request) override;
  base::Result<api::s3::PutObjectTaggingOutput> put_object_tagging(
      const wire::RequestContext& context, const api::s3::PutObjectTaggingRequest& request) override;
  base::Result<api::s3::GetObjectTaggingOutput> get_object_tagging(
      const wire::RequestContext& context, const api::s3::GetObjectTaggingRequest& request) override;
  base::Result<api::s3::DeleteObjectTaggingOutput> delete_object_tagging(
      const wire::RequestContext& context, const api::s3::DeleteObjectTaggingRequest& request) override;

  // reading.cc
  base::Result<api::s3::GetObjectOutput> get_object(const wire::RequestContext& context,
                                                    const api::s3::GetObjectRequest& request) override;
  base::Result<api::s3::HeadObjectOutput> head_object(const wire::RequestContext& context,
                                                      const api::s3::HeadObjectRequest& request) override;

  // attributes.cc
  base::Result<api::s3::GetObjectAttributesOutput> get_object_attributes(
      const wire::RequestContext& context, const api::s3::GetObjectAttributesRequest& request) override;

  // objects.cc
  base::Result<api::s3::PutObjectOutput> put_object(const wire::RequestContext& context,
                                                    const api::s3::PutObjectRequest& request) override;
  base::Result<api::s3::DeleteObjectOutput> delete_object(
      const wire::RequestContext& context, const api::s3::DeleteObjectRequest& request) override;
  base::Result<api::s3::DeleteObjectsOutput> delete_objects(
      const wire::RequestContext& context, const api::s3::DeleteObjectsRequest& request) override;

  // copies.cc
  base::Result<api::s3::CopyObjectOutput> copy_object(const wire::RequestContext& context,
                                                      const api::s3::CopyObjectRequest& request) override;
  base::Result<api::s3::UploadPartCopyOutput> upload_part_copy(
      const wire::RequestContext& context, const api::s3::UploadPartCopyRequest& request) override;

  // listing.cc
  base::Result<api::s3::ListObjectsOutput> list_objects(const wire::RequestContext& context,
                                                        const api::s3::ListObjectsRequest& request) override;
  base::Result<api::s3::ListObjectsV2Output> list_objects_v2(
      const wire::RequestContext& context, const api::s3::ListObjectsV2Request& request) override;
  base::Result<api::s3::ListObjectVersionsOutput> list_object_versions(
      const wire::RequestContext& context, const api::s3::ListObjectVersionsRequest& request) override;

  // uploads.cc
  base::Result<api::s3::CreateMultipartUploadOutput> create_multipart_upload(
      const wire::RequestContext& context, const api::s3::CreateMultipartUploadRequest& request) override;
  base::Result<api::s3::UploadPartOutput> upload_part(const wire::RequestContext& context,
                                                      const api::s3::UploadPartRequest& request) override;
  base::Result<api::s3::AbortMultipartUploadOutput> abort_multipart_upload(
      const wire::RequestContext& context, const api::s3::AbortMultipartUploadRequest& request) override;

  // upload_completion.cc
  base::Result<api::s3::CompleteMultipartUploadOutput> complete_multipart_upload(
      const wire::RequestContext& context, const api::s3::CompleteMultipartUploadRequest& request) override;

  // upload_listing.cc
  base::Result<api::s3::ListPartsOutput> list_parts(const wire::RequestContext& context,
                                                    const api::s3::ListPartsRequest& request) override;
  base::Result<api::s3::ListMultipartUploadsOutput> list_multipart_uploads(
      const wire::RequestContext& context, const api::s3::ListMultipartUploadsRequest& request) override;

 private:
  // The bucket, if there is one of that name and it is the caller's; the owner is who the caller expects, if
  // anybody.
  base::Result<lake::Bucket> owned_bucket(const wire::RequestContext& context, const std::string& name,
                                          const std::optional<std::string>& expected_owner);

  lake::Lake& lake_;
  const base::Clock& clock_;
};

}  // namespace services::s3
