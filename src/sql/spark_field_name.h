#pragma once

#include <string>

#include "sql/expression_ast.h"

namespace sql {

// Of a struct that is made of values: the names of columns, else col1, col2, ...
std::string spark_field_name(const Expression& value, std::size_t place);

}  // namespace sql
