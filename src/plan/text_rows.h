#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/builders.h"
#include "plan/catalog.h"

namespace plan {

// Rows whose values are texts, in the order of the columns; nothing is NULL.
using TextRows = std::vector<std::vector<std::optional<std::string>>>;

// A relation of these rows, each value cast to its column's type (in Spark's DDL). They stand in the plan as
// one literal, so that thousands of them cost no more than their bytes. `place`: the name of a first column
// that counts the rows from 0 (an int); empty: there is none.
Relation text_rows(const TextRows& rows, const std::vector<Column>& columns, const std::string& place = "");

}  // namespace plan
