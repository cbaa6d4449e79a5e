#include "api/resourcegroupstaggingapi/types.h"
#include "services/resourcegroupstaggingapi/pages.h"
#include "services/resourcegroupstaggingapi/tagging.h"

namespace services::resourcegroupstaggingapi {
namespace {

namespace api = ::api::resourcegroupstaggingapi;

constexpr std::size_t kPage = 1000;

struct Page {
  std::vector<std::string> texts;
  std::string token;
};

Page cut(const std::set<std::string>& all, const std::string& after) {
  Page page;
  for (auto next = after.empty() ? all.begin() : all.upper_bound(after); next != all.end(); ++next) {
    if (page.texts.size() == kPage) {
      page.token = make_token(page.texts.back());
      break;
    }
    page.texts.push_back(*next);
  }
  return page;
}

}  // namespace

base::Result<api::GetTagKeysOutput> Tagging::get_tag_keys(const wire::RequestContext& context,
                                                          const api::GetTagKeysInput& request) {
  const std::string after = TRY(read_token(request.pagination_token));
  std::set<std::string> keys;
  for (const lake::TaggedBucket& one : TRY(tagged(context)))
    for (const auto& [key, value] : one.tags) keys.insert(key);
  Page page = cut(keys, after);
  return api::GetTagKeysOutput{.pagination_token = page.token, .tag_keys = std::move(page.texts)};
}

base::Result<api::GetTagValuesOutput> Tagging::get_tag_values(const wire::RequestContext& context,
                                                              const api::GetTagValuesInput& request) {
  const std::string after = TRY(read_token(request.pagination_token));
  std::set<std::string> values;
  for (const lake::TaggedBucket& one : TRY(tagged(context)))
    for (const auto& [key, value] : one.tags)
      if (key == request.key) values.insert(value);
  Page page = cut(values, after);
  return api::GetTagValuesOutput{.pagination_token = page.token, .tag_values = std::move(page.texts)};
}

}  // namespace services::resourcegroupstaggingapi
