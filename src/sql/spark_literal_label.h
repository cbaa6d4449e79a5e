#pragma once

#include <string>
#include <string_view>

#include "sql/ast.h"

namespace sql {

// Constants as Spark's names of columns show them: 1.0E10, DATE '2020-01-31'.
std::string spark_literal_label(const NumberLiteral& number);
std::string spark_literal_label(const TypedLiteral& literal);

std::string upper_case(std::string_view text);  // of ASCII
std::string negated_label(bool negated, std::string text);

}  // namespace sql
