#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace services::athena {

// The times that a format of Java's DateTimeFormatter writes, as far as partitions are named by it: numbers
// of year, month, day, hour, minute, second and its fractions, and text between them. Refuses other letters
// by name. Times are UTC. Immutable.
class DatePattern {
 public:
  static base::Result<DatePattern> parse(std::string_view format);

  std::string write(base::Timestamp time) const;
  std::optional<base::Timestamp> read(
      std::string_view text) const;  // the whole text; what it lacks is the first

  // The smallest thing that it writes: one of y M d H m s S.
  char precision() const;

  // Whether its texts stand in the order of their times: large before small, each as long as every other.
  bool is_ordered() const;

 private:
  struct Part {
    char letter = 0;  // 0: `text` itself
    int digits = 0;
    std::string text;
  };
  explicit DatePattern(std::vector<Part> parts) : parts_(std::move(parts)) {}
  std::vector<Part> parts_;
};

}  // namespace services::athena
