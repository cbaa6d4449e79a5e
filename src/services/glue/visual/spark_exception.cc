#include "services/glue/visual/spark_exception.h"

#include <fmt/format.h>

namespace services::glue::visual {

base::Error spark_exception(base::Error error) {
  if (error.fault != base::Error::Fault::Caller) return error;
  const bool syntax = error.code == "PARSE_SYNTAX_ERROR";
  error.message = fmt::format("{}: {}", syntax ? "ParseException" : "AnalysisException", error.message);
  return error;
}

}  // namespace services::glue::visual
