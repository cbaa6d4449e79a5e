#pragma once

#include <regex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace services::glue {

// The Expression of GetTables: a regular expression over whole names, in any case. It comes from a caller and
// runs on the server's threads, so its cost is bounded: it is matched without backtracking, back references
// and huge repetitions are refused (InvalidInputException). Immutable.
class NamePattern {
 public:
  static base::Result<NamePattern> parse(const std::string& expression);
  bool matches(const std::string& name) const { return std::regex_match(name, pattern_); }

 private:
  explicit NamePattern(std::regex pattern) : pattern_(std::move(pattern)) {}
  std::regex pattern_;
};

}  // namespace services::glue
