#pragma once

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace services::athena {

// Partitions that a table's parameters describe instead of its catalog listing them:
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
// Only Athena looks at these parameters; those partitions that are in the catalog do not count then.
bool is_projected(const plan::Table& table);

// The partitions that may hold a row that meets the conditions, in the order of their values: as much work as
// there are of them. Refuses configurations that say nothing that can be followed, and more than a million
// partitions.
base::Result<std::vector<plan::Partition>> project_partitions(
    const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions, base::Timestamp now);

}  // namespace services::athena
