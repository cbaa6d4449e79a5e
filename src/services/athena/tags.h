#pragma once

#include <string_view>
#include <vector>

#include "api/athena/types.h"
#include "base/result.h"
#include "services/athena/work_groups_store.h"

namespace services::athena {

// Gives a workgroup tags beside those that it has. Refuses a tag without a key and more than 50 of them.
base::Result<void> set_tags(store::Transaction& transaction, const Scope& scope, std::string_view work_group,
                            const std::vector<api::athena::Tag>& tags);

}  // namespace services::athena
