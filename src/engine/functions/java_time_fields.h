#pragma once

#include <map>

#include "engine/functions/java_time_pattern.h"

namespace engine {

bool is_number(const JavaTimePattern::Element& element);
bool has_fixed_width(const JavaTimePattern::Element& element);  // so many digits, no sign

// Reads a text element by element, as java.time's strict parser does, and puts what it found together.
class JavaTimeFields {
 public:
  using Elements = std::vector<JavaTimePattern::Element>;

  explicit JavaTimeFields(std::string_view text) : text_(text) {}

  bool read(const Elements& elements, std::size_t begin, std::size_t end);
  bool at_end() const { return text_.empty(); }
  std::optional<PatternTime> resolved() const;

 private:
  using Element = JavaTimePattern::Element;

  bool read_field(const Element& element);
  bool read_number(const Element& element);
  bool read_name(const Element& element);
  bool read_fraction(int most_digits);
  bool read_zone(const Element& element);
  bool read_offset(const Element& element);
  bool set(char field, std::int64_t value);  // whether it has no other value yet

  std::int64_t value_of(char field, std::int64_t otherwise) const;
  std::optional<std::int64_t> days() const;
  std::optional<std::int64_t> hour() const;
  std::optional<std::int64_t> year() const;

  std::string_view text_;
  std::map<char, std::int64_t> values_;  // by the letters of patterns
  std::string zone_;
};

}  // namespace engine
