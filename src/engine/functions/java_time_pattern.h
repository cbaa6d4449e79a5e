#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// What a text said by a pattern: a point in local time, and the zone, where there was one, as the text spells
// it.
struct PatternTime {
  std::int64_t local_micros = 0;
  std::string zone;
};

// A pattern as java.time's DateTimeFormatter has it and Spark uses it, in English
// (https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html). Raises INVALID_DATETIME_PATTERN where
// Spark refuses a pattern.
class JavaTimePattern {
 public:
  enum class Use { Format, Parse };
  JavaTimePattern(std::string_view pattern, Use use);

  bool has_zone() const;

  // The offset is that of the zone at that time.
  std::string format(std::int64_t local_micros, std::int64_t offset_seconds, std::string_view zone) const;
  // Nothing: the text does not say a time by this pattern. What it leaves out is as of 1970-01-01 00:00:00.
  std::optional<PatternTime> parse(std::string_view text) const;

  struct Element {
    enum class Kind { Literal, Field, OptionalBegin, OptionalEnd };
    Kind kind = Kind::Literal;
    char letter = 0;
    int count = 0;
    std::string literal;
    int reserved = 0;  // digits that the numbers right behind this one need
    int section_end = 0;
  };

 private:
  void add_letters(char letter, int count, Use use);
  void reserve_digits();

  std::vector<Element> elements_;
};

}  // namespace engine
