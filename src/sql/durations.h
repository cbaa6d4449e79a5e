#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sql/ast.h"

namespace sql {

// A unit of Spark's intervals, singular or plural, in any case; weeks, milliseconds and microseconds count in
// the next larger or smaller one. Nothing: no unit.
struct DurationUnit {
  Duration::Unit unit;
  std::int64_t size;  // in months, or in microseconds
};
std::optional<DurationUnit> duration_unit(std::string_view word);

// Adds up what an INTERVAL literal names.
class DurationSum {
 public:
  // False: the text is no number, or the sum is out of range.
  bool add(std::string_view count, std::string_view unit, bool negative);
  bool add_text(std::string_view text);  // "1 day 2 hours"
  bool add_range(std::string_view text, std::string_view first, std::string_view last,
                 bool negative);  // "1 02:03" day to minute

  // Nothing: months and days in one.
  std::optional<Duration> total() const;

 private:
  bool add_value(std::int64_t value, const DurationUnit& unit);

  std::int64_t months_ = 0;
  std::int64_t micros_ = 0;
  std::optional<Duration::Unit> first_;
  Duration::Unit last_ = Duration::Day;
};

// INTERVAL '1 02' DAY TO HOUR, as Spark shows it.
std::string to_string(const Duration& duration);

}  // namespace sql
