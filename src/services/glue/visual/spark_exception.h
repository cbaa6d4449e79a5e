#pragma once

#include "base/error.h"

namespace services::glue::visual {

// What is wrong with a text in Spark's dialect, as a run's ErrorMessage shows what Spark throws.
base::Error spark_exception(base::Error error);

}  // namespace services::glue::visual
