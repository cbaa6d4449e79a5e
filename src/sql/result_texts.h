#pragma once

#include "sql/planning.h"

namespace sql {

// The rows for the reader of a result, who gets as texts what the plan holds as numbers: intervals and times.
Planned with_result_texts(Planned planned);

}  // namespace sql
