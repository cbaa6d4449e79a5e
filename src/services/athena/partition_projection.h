#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace services::athena {

// Partitions that a table's parameters describe instead of its catalog listing them:
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
// Only Athena looks at these parameters; those partitions that are in the catalog do not count then.
bool is_projected(const plan::Table& table);

// Visits the partitions that may hold a row that meets the conditions, in the order of their values: as much
// work as there are of them, and no more memory than for the values of each key. Refuses configurations that
// say nothing that can be followed, values that are none of their key's type, a key of which more than a
// million values had to be looked at, more than 100,000 partitions, and to go on when a stop is requested.
using VisitPartition = std::function<base::Result<void>(const std::vector<std::optional<std::string>>& values,
                                                        const std::string& location)>;
base::Result<void> visit_projected_partitions(const plan::Table& table,
                                              const std::vector<plan::PartitionCondition>& conditions,
                                              base::Timestamp now, const std::stop_token& stop,
                                              const VisitPartition& visit);

}  // namespace services::athena
