#include "plan/write_failed.h"

#include <fmt/format.h>

#include "plan/spark_error.h"

namespace plan {

base::Error write_failed(std::string_view uri, std::string_view cause) {
  base::Error error = spark_error("TASK_WRITE_FAILED", "Task failed while writing rows to <path>.",
                                  {{"path", std::string(uri)}});
  error.message += fmt::format(" Caused by: {}", cause);
  return error;
}

}  // namespace plan
