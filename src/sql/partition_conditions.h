#pragma once

#include <map>
#include <vector>

#include "plan/catalog.h"
#include "sql/scope.h"

namespace sql {

// What a WHERE says about partition keys, by the Read's plan id: those of its conjuncts that compare a key
// with constants of the key's own type. Others are left out, so that the partitions found are a superset of
// those needed.
std::map<std::int64_t, std::vector<plan::PartitionCondition>> partition_conditions(const Expression& where,
                                                                                   const Scope& scope);

}  // namespace sql
