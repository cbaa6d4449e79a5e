#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/functions/types.h"

namespace engine {

// The type of a column that files have of these two, as Spark merges schemas: structs field by field,
// decimals of one scale to the longer one. Nothing: there is none.
std::optional<Type> merged_type(const Type& a, const Type& b);

// Two files have a column of types that do not merge (CANNOT_MERGE_SCHEMAS); both are named.
base::Error cannot_merge(const Field& known, const std::string& file, const Type& other,
                         const std::string& other_file);

// Another column, or field beside it, has that name in some case (COLUMN_ALREADY_EXISTS).
base::Error column_already_exists(const std::string& name);

// Columns are told apart by more than case everywhere else.
base::Result<void> check_distinct_names(const std::vector<Field>& fields);

}  // namespace engine
