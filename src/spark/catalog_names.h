#pragma once

#include <string>

#include "base/result.h"

namespace spark_door {

// INVALID_SCHEMA_OR_RELATION_NAME of what a new table, view or database cannot be called. The name becomes
// that of a folder: with a slash in it, it would be one within another table's.
base::Result<void> check_new_name(const std::string& name);

}  // namespace spark_door
