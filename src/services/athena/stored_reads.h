#pragma once

#include <vector>

#include "services/athena/inputs.h"
#include "sql/query.h"

namespace services::athena {

// Lets a Read of the query read each of its inputs as that is stored: there is one Read for each then, whose
// rows are put together. The inputs get ids of their own, below `last_id`, which is the last one after.
void read_as_stored(sql::Query& query, std::vector<StoredInput>& inputs, std::int64_t& last_id);

}  // namespace services::athena
