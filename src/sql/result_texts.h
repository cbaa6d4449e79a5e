#pragma once

#include "sql/planning.h"

namespace sql {

// Refuses what no reader could make sense of: the bytes of a HyperLogLog or of a digest (NOT_SUPPORTED).
base::Result<void> check_result(const Planned& planned);

// The rows for the reader of a result, who gets as texts what the plan holds as numbers: intervals and times.
Planned with_result_texts(Planned planned);

}  // namespace sql
