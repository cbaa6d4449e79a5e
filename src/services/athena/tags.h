#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/athena/types.h"
#include "base/result.h"
#include "services/athena/tags_store.h"

namespace services::athena {

// The resources that have tags, as TagsStore names them.
std::string work_group_resource(std::string_view name);
std::string data_catalog_resource(std::string_view name);

// Gives a resource tags beside those that it has. Refuses a tag without a key and more than 50 of them.
base::Result<void> set_tags(store::Transaction& transaction, const Scope& scope, const std::string& resource,
                            const std::vector<api::athena::Tag>& tags);

}  // namespace services::athena
