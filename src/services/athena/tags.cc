// Tags of workgroups: https://docs.aws.amazon.com/athena/latest/ug/tags.html
#include "services/athena/tags.h"

#include <fmt/format.h>

#include "api/athena/errors.h"
#include "services/athena/athena.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

constexpr int kMostTags = 50;

base::Error no_such_resource(const std::string& arn) {
  return errors::resource_not_found_exception(fmt::format("Resource {} is not found.", arn),
                                              {{"ResourceName", arn}});
}

// The name of the workgroup that the ARN names: arn:aws:athena:REGION:ACCOUNT:workgroup/NAME
base::Result<std::string> tagged_work_group(store::Connection& connection, const Scope& scope,
                                            const std::string& arn) {
  const std::string prefix = fmt::format("arn:aws:athena:{}:{}:workgroup/", scope.region, scope.account);
  if (!arn.starts_with(prefix)) return no_such_resource(arn);
  const std::string name = arn.substr(prefix.size());
  const bool known = name == kPrimary || TRY(WorkGroupsStore::find(connection, scope, name));
  return known ? base::Result<std::string>(name) : no_such_resource(arn);
}

}  // namespace

base::Result<void> set_tags(store::Transaction& transaction, const Scope& scope, std::string_view work_group,
                            const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    if (!tag.key) return invalid_request("A tag needs a Key");
    TRY(WorkGroupsStore::set_tag(transaction, scope, work_group, *tag.key, tag.value.value_or("")));
  }
  if (std::ssize(TRY(WorkGroupsStore::tags(transaction, scope, work_group))) > kMostTags)
    return invalid_request(fmt::format("A resource has at most {} tags", kMostTags));
  return {};
}

base::Result<TagResourceOutput> Athena::tag_resource(const wire::RequestContext& context,
                                                     const TagResourceInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<TagResourceOutput> {
    const std::string name = TRY(tagged_work_group(transaction, scope, request.resource_arn));
    TRY(set_tags(transaction, scope, name, request.tags));
    return TagResourceOutput{};
  });
}

base::Result<UntagResourceOutput> Athena::untag_resource(const wire::RequestContext& context,
                                                         const UntagResourceInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<UntagResourceOutput> {
    const std::string name = TRY(tagged_work_group(transaction, scope, request.resource_arn));
    for (const std::string& key : request.tag_keys)
      TRY(WorkGroupsStore::remove_tag(transaction, scope, name, key));
    return UntagResourceOutput{};
  });
}

base::Result<ListTagsForResourceOutput> Athena::list_tags_for_resource(
    const wire::RequestContext& context, const ListTagsForResourceInput& request) {
  // A page holds at least 75 tags, more than a resource can have.
  if (request.next_token) return invalid_request("The NextToken is not valid");
  const Scope scope = Scope::of(context);
  return with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<ListTagsForResourceOutput> {
    const std::string name = TRY(tagged_work_group(snapshot, scope, request.resource_arn));
    ListTagsForResourceOutput output{.tags = std::vector<Tag>()};
    for (const auto& [key, value] : TRY(WorkGroupsStore::tags(snapshot, scope, name)))
      output.tags->push_back({.key = key, .value = value});
    return output;
  });
}

}  // namespace services::athena
