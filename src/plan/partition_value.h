#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/catalog.h"

namespace plan {

// Refuses (HIVE_INVALID_PARTITION_VALUE, as Trino) a partition that is read while a value of it is none of
// its key's type: shown as NULL, a condition on the key would not find it again. A date is yyyy-mm-dd and
// nothing else, because partitions are sought by the text of their values.
base::Result<void> check_partition_value(const Column& key, std::string_view value);
base::Result<void> check_partition_values(const std::vector<Column>& keys,
                                          const std::vector<std::optional<std::string>>& values);

}  // namespace plan
