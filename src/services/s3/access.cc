#include <algorithm>

#include "api/s3/errors.h"
#include "services/s3/s3.h"

namespace services::s3 {
namespace {

bool is_account_id(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

base::Result<lake::Bucket> S3::owned_bucket(const wire::RequestContext& context, const std::string& name,
                                            const std::optional<std::string>& expected_owner) {
  if (expected_owner && !is_account_id(*expected_owner))
    return api::s3::errors::invalid_bucket_owner_aws_account_id(
        "The value of the expected bucket owner parameter must be an AWS Account ID... [" + *expected_owner +
        "]");
  lake::Bucket bucket = TRY(lake_.bucket(name));
  const bool is_callers = bucket.account == context.account;
  if (is_callers && (!expected_owner || *expected_owner == bucket.account)) return bucket;
  return api::s3::errors::access_denied("Access Denied",
                                        {wire::header_detail("x-amz-bucket-region", bucket.region)});
}

}  // namespace services::s3
