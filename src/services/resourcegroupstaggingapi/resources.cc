#include <algorithm>

#include "api/resourcegroupstaggingapi/errors.h"
#include "api/resourcegroupstaggingapi/types.h"
#include "services/resourcegroupstaggingapi/pages.h"
#include "services/resourcegroupstaggingapi/tagging.h"

namespace services::resourcegroupstaggingapi {
namespace {

namespace api = ::api::resourcegroupstaggingapi;

constexpr std::int32_t kMostResources = 100;

std::string arn_of(const lake::Bucket& bucket) {
  return "arn:aws:s3:::" + bucket.name;
}

base::Result<std::size_t> page_size(const std::optional<std::int32_t>& asked) {
  if (!asked) return static_cast<std::size_t>(kMostResources);
  if (*asked >= 1 && *asked <= kMostResources) return static_cast<std::size_t>(*asked);
  return api::errors::invalid_parameter_exception(
      fmt::format("ResourcesPerPage must be from 1 to {}, and not {}", kMostResources, *asked));
}

// "You cannot specify this parameter along with" any other one than those of paging.
base::Result<void> check_arns(const api::GetResourcesInput& request) {
  if (!request.resource_arn_list || (!request.tag_filters && !request.resource_type_filters)) return {};
  return api::errors::invalid_parameter_exception(
      "ResourceARNList does not go with TagFilters or ResourceTypeFilters");
}

bool is_of_type(const std::string& type) {
  return type == "s3" || type == "s3:bucket";
}

bool has_tag(const lake::Tags& tags, const api::TagFilter& filter) {
  return std::ranges::any_of(tags, [&](const auto& tag) {
    if (tag.first != filter.key) return false;
    return !filter.values || filter.values->empty() ||
           std::ranges::find(*filter.values, tag.second) != filter.values->end();
  });
}

// Of the types any must fit, of the tags all.
bool is_asked_for(const api::GetResourcesInput& request, const lake::TaggedBucket& tagged) {
  if (request.resource_arn_list)
    return std::ranges::find(*request.resource_arn_list, arn_of(tagged.bucket)) !=
           request.resource_arn_list->end();
  const auto& types = request.resource_type_filters;
  if (types && !types->empty() && std::ranges::none_of(*types, is_of_type)) return false;
  return !request.tag_filters || std::ranges::all_of(*request.tag_filters, [&](const api::TagFilter& filter) {
    return has_tag(tagged.tags, filter);
  });
}

api::ResourceTagMapping listed(const lake::TaggedBucket& tagged) {
  api::ResourceTagMapping mapping{.resource_arn = arn_of(tagged.bucket), .tags = std::vector<api::Tag>()};
  for (const auto& [key, value] : tagged.tags) mapping.tags->push_back({.key = key, .value = value});
  return mapping;
}

}  // namespace

base::Result<std::vector<lake::TaggedBucket>> Tagging::tagged(const wire::RequestContext& context) {
  std::vector<lake::TaggedBucket> buckets = TRY(lake_.tagged_buckets(context.account));
  std::erase_if(buckets, [&](const lake::TaggedBucket& one) { return one.bucket.region != context.region; });
  return buckets;
}

base::Result<api::GetResourcesOutput> Tagging::get_resources(const wire::RequestContext& context,
                                                             const api::GetResourcesInput& request) {
  TRY(check_arns(request));
  const std::size_t limit = TRY(page_size(request.resources_per_page));
  const std::string after = TRY(read_token(request.pagination_token));
  api::GetResourcesOutput output{.pagination_token = "",
                                 .resource_tag_mapping_list = std::vector<api::ResourceTagMapping>()};
  std::string last;
  for (const lake::TaggedBucket& one : TRY(tagged(context))) {
    if (one.bucket.name <= after || !is_asked_for(request, one)) continue;
    if (output.resource_tag_mapping_list->size() == limit) {
      output.pagination_token = make_token(last);
      break;
    }
    output.resource_tag_mapping_list->push_back(listed(one));
    last = one.bucket.name;
  }
  return output;
}

}  // namespace services::resourcegroupstaggingapi
