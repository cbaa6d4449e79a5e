#pragma once

#include "engine/functions/kernel.h"

namespace engine {

// Texts of UTF-8 in capitals and in small letters. Java's String, and so Spark, knows letters that become
// several and those that look otherwise at the end of a word; Trino maps each letter to one.
enum class CaseMapping {
  SparkUpper,  // STRASSE of straße
  SparkLower,
  TrinoUpper,  // STRAßE
  TrinoLower
};
duckdb::scalar_function_t case_kernel(CaseMapping mapping);

std::string lower_case(std::string_view text);  // as SparkLower
std::string upper_case(std::string_view text);  // as SparkUpper
std::string title_case(std::string_view character);

}  // namespace engine
