#pragma once

#include "plan/catalog.h"
#include "services/glue/partition_expression.h"

namespace services::glue {

// Refuses (HIVE_INVALID_PARTITION_VALUE, as Trino) a partition that is read while a value of it is none of
// its key's type: shown as NULL, a condition on the key would not find it again. A date is yyyy-mm-dd and
// nothing else, because partitions are sought by the text of their values.
base::Result<void> check_partition_values(const std::vector<plan::Column>& keys,
                                          const PartitionValues& values);

}  // namespace services::glue
