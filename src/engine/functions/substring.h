#pragma once

#include <cstdint>
#include <string_view>

namespace engine {

// The characters from `start` on, `length` of them at most. Both count from 1, and from the end below 0.
// Spark takes 0 for 1, and lets a start before the text use up the length; Trino answers '' for both.
enum class SubstringRules { Spark, Trino };
std::string_view substring_of(std::string_view text, std::int64_t start, std::int64_t length,
                              SubstringRules rules = SubstringRules::Spark);
// The same of bytes, as Spark has it.
std::string_view bytes_of(std::string_view bytes, std::int64_t start, std::int64_t length);

}  // namespace engine
