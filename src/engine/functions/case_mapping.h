#pragma once

#include <string>
#include <string_view>

namespace engine {

// Texts of UTF-8 in capitals and in small letters. Java's String, and so Spark, knows letters that become
// several and those that look otherwise at the end of a word; Trino maps each letter to one.
std::string spark_upper(std::string_view text);  // STRASSE of straße
std::string spark_lower(std::string_view text);
std::string trino_upper(std::string_view text);  // STRAßE
std::string trino_lower(std::string_view text);

}  // namespace engine
