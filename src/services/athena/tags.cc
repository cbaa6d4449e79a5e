// Tags of workgroups and data catalogs: https://docs.aws.amazon.com/athena/latest/ug/tags.html
#include "services/athena/tags.h"

#include <fmt/format.h>

#include "api/athena/errors.h"
#include "base/text.h"
#include "services/athena/athena.h"
#include "services/athena/data_catalog.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

constexpr int kMostTags = 50;
constexpr const char* kWorkGroup = "workgroup/";
constexpr const char* kDataCatalog = "datacatalog/";

base::Error no_such_resource(const std::string& arn) {
  return errors::resource_not_found_exception(fmt::format("Resource {} is not found.", arn),
                                              {{"ResourceName", arn}});
}

// Those that are always there have no row.
base::Result<bool> has_work_group(store::Connection& connection, const Scope& scope,
                                  const std::string& name) {
  return name == kPrimary || TRY(WorkGroupsStore::find(connection, scope, name));
}

base::Result<bool> has_data_catalog(store::Connection& connection, const Scope& scope,
                                    const std::string& name) {
  return is_aws_data_catalog(name) || TRY(DataCatalogsStore::find(connection, scope, name));
}

// What the ARN names: arn:aws:athena:REGION:ACCOUNT:workgroup/NAME or :datacatalog/NAME
base::Result<std::string> tagged_resource(store::Connection& connection, const Scope& scope,
                                          const std::string& arn) {
  const std::string prefix = fmt::format("arn:aws:athena:{}:{}:", scope.region, scope.account);
  if (!arn.starts_with(prefix)) return no_such_resource(arn);
  const std::string resource = arn.substr(prefix.size());
  const std::string name = resource.substr(resource.find('/') + 1);
  if (resource.starts_with(kWorkGroup) && TRY(has_work_group(connection, scope, name))) return resource;
  if (resource.starts_with(kDataCatalog) && TRY(has_data_catalog(connection, scope, name)))
    return data_catalog_resource(name);
  return no_such_resource(arn);
}

}  // namespace

std::string work_group_resource(std::string_view name) {
  return fmt::format("{}{}", kWorkGroup, name);
}

// Whatever the case that it is named in.
std::string data_catalog_resource(std::string_view name) {
  return kDataCatalog + base::to_lower(name);
}

base::Result<void> set_tags(store::Transaction& transaction, const Scope& scope, const std::string& resource,
                            const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    if (!tag.key) return invalid_request("A tag needs a Key");
    TRY(TagsStore::put(transaction, scope, resource, *tag.key, tag.value.value_or("")));
  }
  if (std::ssize(TRY(TagsStore::list(transaction, scope, resource))) > kMostTags)
    return invalid_request(fmt::format("A resource has at most {} tags", kMostTags));
  return {};
}

base::Result<TagResourceOutput> Athena::tag_resource(const wire::RequestContext& context,
                                                     const TagResourceInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<TagResourceOutput> {
    const std::string resource = TRY(tagged_resource(transaction, scope, request.resource_arn));
    TRY(set_tags(transaction, scope, resource, request.tags));
    return TagResourceOutput{};
  });
}

base::Result<UntagResourceOutput> Athena::untag_resource(const wire::RequestContext& context,
                                                         const UntagResourceInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<UntagResourceOutput> {
    const std::string resource = TRY(tagged_resource(transaction, scope, request.resource_arn));
    for (const std::string& key : request.tag_keys) TRY(TagsStore::remove(transaction, scope, resource, key));
    return UntagResourceOutput{};
  });
}

base::Result<ListTagsForResourceOutput> Athena::list_tags_for_resource(
    const wire::RequestContext& context, const ListTagsForResourceInput& request) {
  // A page holds at least 75 tags, more than a resource can have.
  if (request.next_token) return invalid_request("The NextToken is not valid");
  const Scope scope = Scope::of(context);
  return with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<ListTagsForResourceOutput> {
    const std::string resource = TRY(tagged_resource(snapshot, scope, request.resource_arn));
    ListTagsForResourceOutput output{.tags = std::vector<Tag>()};
    for (const auto& [key, value] : TRY(TagsStore::list(snapshot, scope, resource)))
      output.tags->push_back({.key = key, .value = value});
    return output;
  });
}

}  // namespace services::athena
