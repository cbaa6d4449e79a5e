#include "engine/functions/joda_pattern.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "base/text.h"
#include "engine/functions/moment.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

constexpr std::string_view kLetters = "GCYxweEyDMdaKhHkmsSzZ";
constexpr std::array<std::string_view, 2> kHalves = {"AM", "PM"};
constexpr std::array<std::string_view, 7> kDaysFromMonday = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                             "Friday", "Saturday", "Sunday"};

[[noreturn]] void not_supported(const std::string& what) {
  raise(base::refusal("NOT_SUPPORTED", 400, "NOT_SUPPORTED: " + what + " is not supported yet"));
}

// The quoted text at the front, or the letters and signs up to the next letter of the pattern.
std::string take_literal(std::string_view& pattern) {
  std::string literal;
  bool quoted = false;
  for (; !pattern.empty(); pattern.remove_prefix(1)) {
    const char c = pattern[0];
    if (c == '\'' && pattern.starts_with("''")) {
      literal += c;
      pattern.remove_prefix(1);
    } else if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && base::is_letter(c)) {
      break;
    } else {
      literal += c;
    }
  }
  return literal;
}

std::string padded(std::int64_t value, std::size_t digits) {
  return value < 0 ? fmt::format("-{:0{}}", -value, digits) : fmt::format("{:0{}}", value, digits);
}

std::string year_text(std::int64_t year, std::size_t count) {
  return count == 2 ? padded(std::abs(year) % 100, 2) : padded(year, count);
}

std::string name_text(std::string_view name, std::size_t count) {
  return std::string(count >= 4 ? name : name.substr(0, 3));
}

std::string fraction_text(int milliseconds, std::size_t count) {
  std::string digits = fmt::format("{:03}", milliseconds);
  digits.resize(count, '0');
  return digits;
}

int twelve_if_zero(int hour) {
  return hour == 0 ? 12 : hour;
}

std::string abbreviated_zone(const TimeZone& zone, std::size_t count) {
  const std::string name = zone.name();
  if (zone == TimeZone::utc()) return count >= 4 ? "Coordinated Universal Time" : name;
  if (base::is_letter(name[0])) not_supported("'z' in the format of a time in a region");
  return name;
}

std::string zone_text(const ZonedTimestamp& value, std::size_t count) {
  if (count >= 3) return value.zone.name();
  std::string offset = offset_text(value.zone.offset_ms(value.utc_ms) / 60'000);
  if (count == 1) offset.erase(3, 1);
  return offset;
}

std::string part_text(const ZonedTimestamp& value, const Moment& at, char letter, std::size_t count) {
  switch (letter) {
    case 'G':
      return at.year() > 0 ? "AD" : "BC";
    case 'C':
      return padded((at.year() > 0 ? at.year() : 1 - at.year()) / 100, count);
    case 'Y':
      return year_text(at.year() > 0 ? at.year() : 1 - at.year(), count);
    case 'x':
      return year_text(iso_week(at).second, count);
    case 'y':
      return year_text(at.year(), count);
    case 'w':
      return padded(iso_week(at).first, count);
    case 'e':
      return padded(at.iso_weekday(), count);
    case 'E':
      return name_text(kDayNames[static_cast<std::size_t>(at.weekday())], count);
    case 'D':
      return padded(at.day_of_year(), count);
    case 'M':
      return count >= 3 ? name_text(kMonthNames[static_cast<std::size_t>(at.month() - 1)], count)
                        : padded(at.month(), count);
    case 'd':
      return padded(at.day_of_month(), count);
    case 'a':
      return std::string(kHalves[at.hour() >= 12]);
    case 'K':
      return padded(at.hour() % 12, count);
    case 'h':
      return padded(twelve_if_zero(at.hour() % 12), count);
    case 'H':
      return padded(at.hour(), count);
    case 'k':
      return padded(at.hour() == 0 ? 24 : at.hour(), count);
    case 'm':
      return padded(at.minute(), count);
    case 's':
      return padded(at.second(), count);
    case 'S':
      return fraction_text(at.micros() / 1000, count);
    case 'z':
      return abbreviated_zone(value.zone, count);
    default:
      return zone_text(value, count);
  }
}

}  // namespace

JodaPattern::JodaPattern(std::string_view pattern) {
  if (pattern.empty()) refuse_argument("Invalid pattern specification");
  while (!pattern.empty()) {
    const char letter = pattern[0];
    if (!base::is_letter(letter)) {
      elements_.push_back({.literal = take_literal(pattern)});
      continue;
    }
    const std::size_t count = std::min(pattern.find_first_not_of(letter), pattern.size());
    if (kLetters.find(letter) == std::string_view::npos)
      refuse_argument(fmt::format("Illegal pattern component: {}", pattern.substr(0, count)));
    elements_.push_back({.letter = letter, .count = count});
    pattern.remove_prefix(count);
  }
}

bool JodaPattern::shows_zone() const {
  return std::ranges::any_of(elements_,
                             [](const Element& one) { return one.letter == 'z' || one.letter == 'Z'; });
}

bool JodaPattern::has_two_digit_year() const {
  return std::ranges::any_of(elements_, [](const Element& one) {
    return one.count == 2 && (one.letter == 'y' || one.letter == 'Y' || one.letter == 'x');
  });
}

std::string JodaPattern::text(const ZonedTimestamp& value) const {
  const Moment at(duckdb::timestamp_t(value.local_ms() * 1000));
  std::string text;
  for (const Element& element : elements_)
    text += element.letter == 0 ? element.literal : part_text(value, at, element.letter, element.count);
  return text;
}

// Whether digits may follow directly, so that what stands before must know where it ends.
bool JodaPattern::is_number(std::size_t index) const {
  if (index >= elements_.size()) return false;
  const Element& element = elements_[index];
  if (element.letter == 'M') return element.count <= 2;
  return element.letter != 0 &&
         std::string_view("CxyYdhHmsSeDwkK").find(element.letter) != std::string_view::npos;
}

ReadTime JodaPattern::read(std::string_view text, int this_year, int default_year) const {
  TimeReader reader(text);
  for (std::size_t i = 0; i < elements_.size(); ++i) read(i, reader, this_year);
  return reader.finish(default_year);
}

void JodaPattern::read_year(std::size_t index, TimeReader& reader, int this_year) const {
  const auto [letter, count, literal] = elements_[index];
  const TimeField field = letter == 'x' ? TimeField::Weekyear : TimeField::Year;
  constexpr int kYearsBack = 30;
  if (count == 2) return reader.two_digit_year(field, this_year - kYearsBack, !is_number(index + 1));
  reader.signed_number(field, is_number(index + 1) ? count : 9);
}

void JodaPattern::read(std::size_t index, TimeReader& reader, int this_year) const {
  const Element& element = elements_[index];
  switch (element.letter) {
    case 0:
      return reader.literal(element.literal);
    case 'C':
    case 'G':
      not_supported(fmt::format("'{}' in the format of a text that is read", element.letter));
    case 'Y':
    case 'y':
    case 'x':
      return read_year(index, reader, this_year);
    case 'w':
      return reader.number(TimeField::WeekOfWeekyear, 2);
    case 'e':
      return reader.number(TimeField::DayOfWeek, 1);
    case 'E':
      return reader.name(TimeField::DayOfWeek, kDaysFromMonday, 1);
    case 'D':
      return reader.number(TimeField::DayOfYear, 3);
    case 'M':
      if (element.count >= 3) return reader.name(TimeField::MonthOfYear, kMonthNames, 1);
      return reader.number(TimeField::MonthOfYear, 2);
    case 'd':
      return reader.number(TimeField::DayOfMonth, 2);
    case 'a':
      return reader.name(TimeField::HalfdayOfDay, kHalves, 0);
    case 'K':
      return reader.number(TimeField::HourOfHalfday, 2);
    case 'h':
      return reader.number(TimeField::ClockhourOfHalfday, 2);
    case 'H':
      return reader.number(TimeField::HourOfDay, 2);
    case 'k':
      return reader.number(TimeField::ClockhourOfDay, 2);
    case 'm':
      return reader.number(TimeField::MinuteOfHour, 2);
    case 's':
      return reader.number(TimeField::SecondOfMinute, 2);
    case 'S':
      return reader.fraction(TimeField::MillisOfSecond, element.count);
    case 'z':
      if (element.count >= 4) not_supported("'zzzz' in the format of a text that is read");
      return reader.zone_abbreviation();
    default:
      return element.count >= 3 ? reader.zone_name() : reader.offset(false);
  }
}

}  // namespace engine
