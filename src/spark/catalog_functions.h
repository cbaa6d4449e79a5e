#pragma once

#include "plan/builders.h"
#include "spark/tables.h"

namespace spark_door {

// What spark.catalog asks of functions: those of the session's own, which are temporary, and those that the
// engine has. No database holds any.
bool has_function(const std::vector<std::string>& name, const Tables& tables);
base::Result<plan::Relation> get_function(const std::vector<std::string>& name, const Tables& tables);
base::Result<plan::Relation> list_functions(const std::string& pattern, const Tables& tables);

}  // namespace spark_door
