#pragma once

#include "api/athena/types.h"
#include "services/athena/query_machine.h"

namespace services::athena {

std::int64_t millis_between(base::Timestamp from, base::Timestamp to);

// Where the time of a query went, as GetQueryExecution shows it: queue, preprocessing, engine (planning
// included), then what publishing took; the parts add up to the total. Of a query that runs still: so far.
api::athena::QueryExecutionStatistics statistics_of(const Query& query, base::Timestamp now);

// The same with the rows and bytes of a query that has ended. A query runs as one stage.
api::athena::QueryRuntimeStatistics runtime_statistics_of(const Query& query, base::Timestamp now);

}  // namespace services::athena
