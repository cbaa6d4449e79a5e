#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace services::glue::visual {

// The Spark type that a mapping's type name means: Glue's names (long, short, byte) and Spark's, with
// parameters where they have them (decimal(12,2), array<int>). Nothing: it is no type.
std::optional<std::string> spark_type(std::string_view glue_name);

// Whether the name alone, without what is inside, is all that a mapping says: struct, array, map.
bool is_bare_nested(std::string_view glue_name);

// The type that takes values of both, as Spark widens them where rows of two frames come together: of two
// numbers the wider, of a string and another simple type the string. Nothing: there is none, or it would take
// a decimal of other digits.
std::optional<std::string> common_type(const std::string& a, const std::string& b);

}  // namespace services::glue::visual
