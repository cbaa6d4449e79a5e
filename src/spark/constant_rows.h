#pragma once

#include <vector>

#include "plan/builders.h"
#include "plan/catalog.h"

namespace spark_door {

using ConstantRow = std::vector<plan::Expression>;

// Rows of constants as a relation with these columns; there may be none of either.
plan::Relation constant_rows(const std::vector<plan::Column>& columns, std::vector<ConstantRow> rows);

}  // namespace spark_door
