#include <algorithm>

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "services/s3/bucket_names.h"
#include "services/s3/regions.h"
#include "services/s3/s3.h"
#include "services/s3/spelling.h"
#include "services/s3/tags.h"

namespace services::s3 {
namespace {

constexpr int kMostBuckets = 10'000;

std::string arn_of(const std::string& bucket) {
  return "arn:aws:s3:::" + bucket;
}

// Where a bucket is to be made (reference: "CreateBucket", LocationConstraint). Buckets of us-east-1 name no
// constraint; its endpoint makes buckets anywhere, every other endpoint only in its own region.
base::Result<std::string> chosen_region(const wire::RequestContext& context,
                                        const std::optional<std::string>& constraint) {
  using namespace api::s3::errors;
  if (context.region == kFirstRegion) {
    if (!constraint) return context.region;
    if (*constraint == "EU") return std::string("eu-west-1");
    if (*constraint != kFirstRegion && is_region(*constraint)) return *constraint;
    return invalid_location_constraint("The specified location-constraint is not valid",
                                       {{"LocationConstraint", *constraint}});
  }
  if (!constraint) return illegal_location_constraint_exception();
  if (*constraint == context.region || (*constraint == "EU" && context.region == "eu-west-1"))
    return context.region;
  return illegal_location_constraint_exception(fmt::format(
      "The {} location constraint is incompatible for the region specific endpoint this request was sent to.",
      *constraint));
}

struct NewBucket {
  std::string name;
  std::string region;
  std::string location;
  lake::Tags tags;
};

// S3 answers 200 when one's own bucket of us-east-1 is created there again, unless with other tags, and 409
// elsewhere.
base::Result<void> create(lake::Lake& lake, const wire::RequestContext& context, const NewBucket& bucket) {
  const auto created =
      lake.create_bucket(context.account, bucket.region, bucket.name, bucket.location, bucket.tags);
  if (created.ok()) return {};
  if (created.error().code != "BucketAlreadyOwnedByYou" || bucket.region != kFirstRegion)
    return created.error();
  const lake::Bucket present = TRY(lake.bucket_of(context.account, bucket.name));
  const bool same_tags = bucket.tags.empty() || bucket.tags == TRY(lake.bucket_tags(present));
  if (present.region != kFirstRegion || !same_tags) return created.error();
  return {};
}

base::Error bad_argument(std::string message, std::string name, std::string value) {
  return api::s3::errors::invalid_argument(
      std::move(message), {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}});
}

base::Result<int> page_size(const std::optional<std::int32_t>& max_buckets) {
  if (!max_buckets) return kMostBuckets;
  if (*max_buckets >= 1 && *max_buckets <= kMostBuckets) return *max_buckets;
  return bad_argument("Argument max-buckets must be an integer between 1 and 10000", "max-buckets",
                      std::to_string(*max_buckets));
}

}  // namespace

base::Result<api::s3::CreateBucketOutput> S3::create_bucket(const wire::RequestContext& context,
                                                            const api::s3::CreateBucketRequest& request) {
  TRY(check_bucket_name(request.bucket));
  if (request.acl && *request.acl != "private") return api::s3::errors::access_control_list_not_supported();
  const auto configuration =
      request.create_bucket_configuration.value_or(api::s3::CreateBucketConfiguration());
  const std::optional<std::string>& constraint = configuration.location_constraint;
  const std::string region = TRY(chosen_region(context, constraint));
  const lake::Tags tags =
      TRY(read_tags(configuration.tags.value_or(std::vector<api::s3::Tag>()), TagOwner::Bucket));
  TRY(create(
      lake_, context,
      {.name = request.bucket, .region = region, .location = constraint.value_or(region), .tags = tags}));
  return api::s3::CreateBucketOutput{
      .location =
          constraint ? fmt::format("http://{}/{}", context.host, request.bucket) : "/" + request.bucket,
      .bucket_arn = arn_of(request.bucket)};
}

base::Result<api::s3::HeadBucketOutput> S3::head_bucket(const wire::RequestContext& context,
                                                        const api::s3::HeadBucketRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  return api::s3::HeadBucketOutput{
      .bucket_arn = arn_of(bucket.name), .bucket_region = bucket.region, .access_point_alias = false};
}

base::Result<wire::Empty> S3::delete_bucket(const wire::RequestContext& context,
                                            const api::s3::DeleteBucketRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  TRY(lake_.delete_bucket(bucket));
  return wire::Empty{};
}

base::Result<api::s3::ListBucketsOutput> S3::list_buckets(const wire::RequestContext& context,
                                                          const api::s3::ListBucketsRequest& request) {
  const auto limit = static_cast<std::size_t>(TRY(page_size(request.max_buckets)));
  if (request.bucket_region && !is_region(*request.bucket_region))
    return bad_argument(fmt::format("Argument value {} is not a valid AWS Region", *request.bucket_region),
                        "bucket-region", *request.bucket_region);
  // A page costs as much as the account has buckets.
  const std::string after = TRY(read_token(request.continuation_token));
  const std::string prefix = request.prefix.value_or("");
  const bool tells_region =
      request.max_buckets || request.bucket_region || request.prefix || request.continuation_token;

  api::s3::ListBucketsOutput output{.buckets = std::vector<api::s3::Bucket>(),
                                    .owner = owner_of(context.account),
                                    .prefix = request.prefix};
  for (const lake::Bucket& bucket : TRY(lake_.buckets(context.account))) {
    if (bucket.name <= after || !bucket.name.starts_with(prefix)) continue;
    if (request.bucket_region && bucket.region != *request.bucket_region) continue;
    if (output.buckets->size() == limit) {
      output.continuation_token = make_token(*output.buckets->back().name);
      break;
    }
    output.buckets->push_back({.name = bucket.name,
                               .creation_date = bucket.created_at,
                               .bucket_region = tells_region ? std::optional(bucket.region) : std::nullopt,
                               .bucket_arn = arn_of(bucket.name)});
  }
  return output;
}

base::Result<api::s3::GetBucketLocationOutput> S3::get_bucket_location(
    const wire::RequestContext& context, const api::s3::GetBucketLocationRequest& request) {
  const lake::Bucket bucket = TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  api::s3::GetBucketLocationOutput output;
  if (bucket.region != kFirstRegion) output.location_constraint = bucket.location;
  return output;
}

// No bucket was ever versioned, and the answer that says so is empty.
base::Result<api::s3::GetBucketVersioningOutput> S3::get_bucket_versioning(
    const wire::RequestContext& context, const api::s3::GetBucketVersioningRequest& request) {
  TRY(owned_bucket(context, request.bucket, request.expected_bucket_owner));
  return api::s3::GetBucketVersioningOutput{};
}

}  // namespace services::s3
