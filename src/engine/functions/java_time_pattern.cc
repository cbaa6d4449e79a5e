#include "engine/functions/java_time_pattern.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/java_time_fields.h"
#include "engine/functions/moment.h"
#include "engine/functions/spark_kernels.h"

namespace engine {
namespace {

using Element = JavaTimePattern::Element;
using Kind = Element::Kind;
using View = std::string_view;

[[noreturn]] void refuse_letter(char letter, View pattern) {
  refuse_value("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER",
               fmt::format("Unrecognized datetime pattern: {}. Illegal pattern character found in datetime "
                           "pattern: {}. Please provide legal character.",
                           pattern, letter));
}
[[noreturn]] void refuse_length(View letters) {
  refuse_value("INVALID_DATETIME_PATTERN.LENGTH",
               fmt::format("Unrecognized datetime pattern: {}. Too many letters in datetime pattern. Please "
                           "reduce pattern length.",
                           letters));
}

// How often a letter may stand.
int most_letters(char letter) {
  switch (letter) {
    case 'y':
      return 10;
    case 'M':
    case 'L':
    case 'E':
    case 'Q':
    case 'q':
    case 'G':
    case 'z':
      return 4;
    case 'D':
      return 3;
    case 'd':
    case 'H':
    case 'h':
    case 'K':
    case 'k':
    case 'm':
    case 's':
    case 'V':
      return 2;
    case 'a':
    case 'F':
      return 1;
    case 'S':
      return 9;
    case 'O':
      return 4;
    case 'X':
    case 'x':
    case 'Z':
      return 5;
    default:
      return 0;
  }
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_text(const Element& element) {
  return View("MLQq").find(element.letter) != View::npos && element.count > 2;
}

}  // namespace

bool is_number(const Element& element) {
  if (element.kind != Kind::Field || is_text(element)) return false;
  return View("yMLQqdDHhKkmsF").find(element.letter) != View::npos;
}

bool has_fixed_width(const Element& element) {
  return element.letter == 'y' ? element.count == 2 : element.letter != 'D' && element.count == 2;
}

JavaTimePattern::JavaTimePattern(View pattern, Use use) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (is_letter(c)) {
      const std::size_t end = std::min(pattern.find_first_not_of(c, i), pattern.size());
      if (most_letters(c) == 0) refuse_letter(c, pattern);
      add_letters(c, static_cast<int>(end - i), use);
      i = end;
    } else if (c == '\'') {
      std::string literal;
      bool closed = false;
      for (++i; i < pattern.size() && !closed; ++i) {
        if (pattern[i] != '\'')
          literal += pattern[i];
        else if (i + 1 < pattern.size() && pattern[i + 1] == '\'')
          literal += pattern[i++];
        else
          closed = true;
      }
      if (!closed) refuse_letter('\'', pattern);
      elements_.push_back({.literal = literal.empty() ? "'" : literal});
    } else if (c == '[') {
      open.push_back(elements_.size());
      elements_.push_back({.kind = Kind::OptionalBegin});
      ++i;
    } else if (c == ']') {
      if (open.empty()) refuse_letter(c, pattern);
      elements_[open.back()].section_end = static_cast<int>(elements_.size());
      open.pop_back();
      elements_.push_back({.kind = Kind::OptionalEnd});
      ++i;
    } else {
      if (c == '{' || c == '}' || c == '#') refuse_letter(c, pattern);
      elements_.push_back({.literal = std::string(1, c)});
      ++i;
    }
  }
  for (const std::size_t begin : open) elements_[begin].section_end = static_cast<int>(elements_.size());
  if (use == Use::Parse) reserve_digits();
}

void JavaTimePattern::add_letters(char letter, int count, Use use) {
  const bool shown_only = View("EFqQ").find(letter) != View::npos;
  const std::string letters(static_cast<std::size_t>(count), letter);
  if (use == Use::Parse && shown_only) refuse_letter(letter, letters);
  const bool bad_zone = (letter == 'V' && count != 2) || (letter == 'O' && count != 1 && count != 4);
  if (count > most_letters(letter) || bad_zone) refuse_length(letters);
  elements_.push_back({.kind = Kind::Field, .letter = letter, .count = count});
}

// Of numbers side by side the first one leaves the digits that the others, of a fixed width, need.
void JavaTimePattern::reserve_digits() {
  Element* first = nullptr;
  for (Element& element : elements_) {
    if (!is_number(element)) {
      if (element.kind == Kind::Literal || element.kind == Kind::Field) first = nullptr;
    } else if (first != nullptr && has_fixed_width(element)) {
      first->reserved += element.count;
    } else {
      first = &element;
    }
  }
}

bool JavaTimePattern::has_zone() const {
  return std::ranges::any_of(elements_, [](const Element& element) {
    return element.kind == Kind::Field && View("VzOXxZ").find(element.letter) != View::npos;
  });
}

namespace {

// "+01:30:15" in the form of X, x and Z: hours and, as the form says, minutes and seconds.
std::string offset_form(std::int64_t seconds, char letter, int count) {
  const bool zulu = letter == 'X' || (letter == 'Z' && count == 5);
  if (seconds == 0 && zulu) return "Z";
  if (letter == 'Z') count = count == 5 ? 5 : 2;
  const auto size = std::abs(seconds);
  const char* colon = count == 3 || count == 5 ? ":" : "";
  std::string text = fmt::format("{}{:02}", seconds < 0 ? '-' : '+', size / 3600);
  if (count > 1 || size / 60 % 60 != 0) text += fmt::format("{}{:02}", colon, size / 60 % 60);
  if (count > 3 && size % 60 != 0) text += fmt::format("{}{:02}", colon, size % 60);
  return text;
}

// GMT+1, GMT+01:00
std::string localized_offset(std::int64_t seconds, bool full) {
  if (seconds == 0) return "GMT";
  const auto size = std::abs(seconds);
  std::string text = fmt::format("GMT{}", seconds < 0 ? '-' : '+');
  text += full ? fmt::format("{:02}:{:02}", size / 3600, size / 60 % 60) : fmt::format("{}", size / 3600);
  if (!full && size / 60 % 60 != 0) text += fmt::format(":{:02}", size / 60 % 60);
  if (size % 60 != 0) text += fmt::format(":{:02}", size % 60);
  return text;
}

std::string zone_text(char letter, int count, std::int64_t offset, View zone) {
  if (letter == 'V') return std::string(zone);
  if (letter == 'O' || (letter == 'Z' && count == 4)) return localized_offset(offset, count == 4);
  if (letter != 'z') return offset_form(offset, letter, count);
  if (zone != "UTC")
    raise(base::refusal("UNSUPPORTED_FEATURE", 400, "The pattern letter z is supported in UTC only."));
  return count == 4 ? "Coordinated Universal Time" : "UTC";
}

std::string year_text(int year, int count) {
  if (count == 2) return fmt::format("{:02}", (year % 100 + 100) % 100);
  std::string digits = fmt::format("{:0{}}", std::abs(year), count);
  if (year < 0) return "-" + digits;
  return (count >= 4 && digits.size() > static_cast<std::size_t>(count) ? "+" : "") + digits;
}

std::string named(View name, int count) {
  return std::string(count == 4 ? name : name.substr(0, 3));
}

std::string quarter_text(int quarter, int count) {
  constexpr std::string_view kNames[] = {"1st quarter", "2nd quarter", "3rd quarter", "4th quarter"};
  if (count == 4) return std::string(kNames[quarter - 1]);
  return count == 3 ? fmt::format("Q{}", quarter) : fmt::format("{:0{}}", quarter, count);
}

std::string field_text(const Element& element, const Moment& moment, bool has_era) {
  const int count = element.count;
  const auto number = [&](int value) { return fmt::format("{:0{}}", value, count); };
  switch (element.letter) {
    case 'G':
      return moment.year() > 0 ? (count == 4 ? "Anno Domini" : "AD") : (count == 4 ? "Before Christ" : "BC");
    case 'y':
      return year_text(has_era && moment.year() <= 0 ? 1 - moment.year() : moment.year(), count);
    case 'M':
    case 'L':
      if (count < 3) return number(moment.month());
      return named(kMonthNames[static_cast<std::size_t>(moment.month() - 1)], count);
    case 'Q':
    case 'q':
      return quarter_text((moment.month() + 2) / 3, count);
    case 'E':
      return named(kDayNames[static_cast<std::size_t>(moment.weekday())], count);
    case 'd':
      return number(moment.day_of_month());
    case 'D':
      return number(moment.day_of_year());
    case 'F':
      return number((moment.day_of_month() - 1) % 7 + 1);
    case 'a':
      return moment.hour() < 12 ? "AM" : "PM";
    case 'H':
      return number(moment.hour());
    case 'k':
      return number(moment.hour() == 0 ? 24 : moment.hour());
    case 'K':
      return number(moment.hour() % 12);
    case 'h':
      return number((moment.hour() + 11) % 12 + 1);
    case 'm':
      return number(moment.minute());
    case 's':
      return number(moment.second());
    default:  // S
      return fmt::format("{:06}000", moment.micros()).substr(0, static_cast<std::size_t>(count));
  }
}

}  // namespace

std::string JavaTimePattern::format(std::int64_t local_micros, std::int64_t offset_seconds, View zone) const {
  using std::chrono::microseconds;
  const Moment moment{std::chrono::sys_time<microseconds>(microseconds(local_micros))};
  const bool has_era = std::ranges::any_of(elements_, [](const Element& e) { return e.letter == 'G'; });
  std::string text;
  for (const Element& element : elements_) {
    if (element.kind == Kind::Literal) text += element.literal;
    if (element.kind != Kind::Field) continue;
    const bool is_zone = View("VzOXxZ").find(element.letter) != View::npos;
    text += is_zone ? zone_text(element.letter, element.count, offset_seconds, zone)
                    : field_text(element, moment, has_era);
  }
  return text;
}

std::optional<PatternTime> JavaTimePattern::parse(View text) const {
  JavaTimeFields fields(text);
  if (!fields.read(elements_, 0, elements_.size()) || !fields.at_end()) return std::nullopt;
  return fields.resolved();
}

}  // namespace engine
