#pragma once

#include <string>

#include "base/result.h"
#include "plan/catalog.h"

namespace services::glue {

// What the ViewOriginalText of a VIRTUAL_VIEW says, as Athena, Presto and Trino write it: a comment with the
// definition in JSON in base64 (https://docs.aws.amazon.com/athena/latest/ug/views.html). Refuses views of
// Hive, whose text is SQL, and what is no definition, in Trino's words; `name` is for these.
base::Result<plan::View> parse_presto_view(const std::string& text, const std::string& name);

}  // namespace services::glue
