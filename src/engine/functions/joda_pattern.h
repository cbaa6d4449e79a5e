#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/time_fields.h"
#include "engine/functions/zoned_timestamp.h"

namespace engine {

// A pattern of Joda-Time's: yyyy-MM-dd'T'HH:mm
// (https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormat.html). Raises for letters that
// mean nothing, and for those that are not supported yet: C and G where a text is read, a region's z where
// one is written.
class JodaPattern {
 public:
  explicit JodaPattern(std::string_view pattern);

  bool shows_zone() const;
  bool has_two_digit_year() const;
  std::string text(const ZonedTimestamp& value) const;
  // A day or a month without its year is one of 2000, unless another is given.
  ReadTime read(std::string_view text, int this_year, int default_year = TimeReader::kYearOfDays) const;

 private:
  struct Element {
    char letter = 0;  // none: a literal
    std::size_t count = 0;
    std::string literal;
  };
  bool is_number(std::size_t index) const;
  void read(std::size_t index, TimeReader& reader, int this_year) const;
  void read_year(std::size_t index, TimeReader& reader, int this_year) const;

  std::vector<Element> elements_;
};

}  // namespace engine
