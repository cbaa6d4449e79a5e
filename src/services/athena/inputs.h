#pragma once

#include <stop_token>

#include "base/clock.h"
#include "base/result.h"
#include "lake/lake.h"
#include "plan/catalog.h"
#include "plan/program.pb.h"
#include "sql/query.h"

namespace plan {
class PartitionDemands;
}  // namespace plan

namespace services::athena {

// What a Read reads of the objects that are stored in one way.
struct StoredInput {
  plan::StorageFormat storage;
  plan::PinnedInput input;
};

// What one Read of a query reads, as of the lease: the objects under the table's location or, with partition
// keys, under those of the partitions that may meet the query's conditions. Objects whose name or folder
// starts with `_` or `.`, and empty ones, are no data. A location without objects is an empty table.
// Partitions are those of the catalog, or those that the table's projection has at `now`; each is read as its
// own SerDe says, so that there may be several inputs. Refuses partitions of another SerDe than their
// table's, and locations in buckets that are not there or not the account's.
base::Result<std::vector<StoredInput>> pin_input(const plan::PartitionDemands& demands,
                                                 const sql::TableRead& read, plan::Catalog& catalog,
                                                 lake::Lake& lake, const lake::Lease& lease,
                                                 const std::string& account, base::Timestamp now,
                                                 const std::stop_token& stop);

}  // namespace services::athena
