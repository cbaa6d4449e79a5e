#pragma once

#include <set>

#include "api/resourcegroupstaggingapi/handler.h"
#include "lake/lake.h"

namespace services::resourcegroupstaggingapi {

// The AWS Resource Groups Tagging API: which resources of an account and region have which tags. Buckets are
// what can be tagged so far. Owned by the server, stateless, called from many threads.
class Tagging final : public api::resourcegroupstaggingapi::Handler {
 public:
  explicit Tagging(lake::Lake& lake) : lake_(lake) {}

  // resources.cc
  base::Result<api::resourcegroupstaggingapi::GetResourcesOutput> get_resources(
      const wire::RequestContext& context,
      const api::resourcegroupstaggingapi::GetResourcesInput& request) override;

  // keys_and_values.cc
  base::Result<api::resourcegroupstaggingapi::GetTagKeysOutput> get_tag_keys(
      const wire::RequestContext& context,
      const api::resourcegroupstaggingapi::GetTagKeysInput& request) override;
  base::Result<api::resourcegroupstaggingapi::GetTagValuesOutput> get_tag_values(
      const wire::RequestContext& context,
      const api::resourcegroupstaggingapi::GetTagValuesInput& request) override;

 private:
  // Of the caller's account, in the region of the call, by name.
  base::Result<std::vector<lake::TaggedBucket>> tagged(const wire::RequestContext& context);

  lake::Lake& lake_;
};

}  // namespace services::resourcegroupstaggingapi
