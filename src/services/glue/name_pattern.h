#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace services::glue {

// The Expression of GetTables: a regular expression over whole names, in any case. It comes from a caller and
// runs on the server's threads, so it is matched in time linear in the name, and its size is bounded; what
// RE2 does not have (back references, look-around) and what is too large is refused (InvalidInputException).
// Immutable.
class NamePattern {
 public:
  static base::Result<NamePattern> parse(std::string_view expression);
  bool matches(std::string_view name) const;

 private:
  explicit NamePattern(std::shared_ptr<const re2::RE2> pattern) : pattern_(std::move(pattern)) {}
  std::shared_ptr<const re2::RE2> pattern_;
};

}  // namespace services::glue
