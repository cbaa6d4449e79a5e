#include "engine/functions/java_time_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"
#include "engine/functions/moment.h"

namespace engine {
namespace {

using View = std::string_view;
using Kind = JavaTimePattern::Element::Kind;

// What stands for several letters of patterns that mean one field.
char field_of(char letter) {
  return letter == 'L' ? 'M' : letter;
}

// Digits off the front, so many at least and at most.
std::optional<std::int64_t> take_digits(View& text, std::size_t least, std::size_t most) {
  std::int64_t value = 0;
  std::size_t count = 0;
  for (; count < std::min(most, text.size()) && base::is_digit(text[count]); ++count)
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, text[count] - '0', &value))
      return std::nullopt;
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take_word(View& text, View word) {
  if (!base::iequals(text.substr(0, word.size()), word)) return false;
  text.remove_prefix(word.size());
  return true;
}

struct Range {
  char letter;
  std::int64_t least, most;
};
constexpr Range kRanges[] = {{'M', 1, 12}, {'d', 1, 31}, {'D', 1, 366}, {'H', 0, 23}, {'k', 1, 24},
                             {'K', 0, 11}, {'h', 1, 12}, {'m', 0, 59},  {'s', 0, 59}};

}  // namespace

// A part in brackets that does not fit counts as not there.
bool JavaTimeFields::read(const Elements& elements, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Element& element = elements[i];
    if (element.kind == Kind::OptionalBegin) {
      const auto section_end = static_cast<std::size_t>(element.section_end);
      JavaTimeFields tried = *this;
      if (tried.read(elements, i + 1, std::min(section_end, end))) *this = std::move(tried);
      i = section_end;
    } else if (element.kind == Kind::Literal) {
      if (!take_word(text_, element.literal)) return false;
    } else if (element.kind == Kind::Field && !read_field(element)) {
      return false;
    }
  }
  return true;
}

bool JavaTimeFields::read_field(const Element& element) {
  if (is_number(element)) return read_number(element);
  if (element.letter == 'S') return read_fraction(element.count);
  if (View("VzOXxZ").find(element.letter) != View::npos) return read_zone(element);
  return read_name(element);
}

bool JavaTimeFields::read_number(const Element& element) {
  const bool is_year = element.letter == 'y', is_fixed = has_fixed_width(element);
  const auto width = static_cast<std::size_t>(element.count);
  const bool exceeds = is_year && element.count >= 4;  // more digits stand behind a sign
  const bool plus = text_.starts_with('+'), minus = text_.starts_with('-');
  if ((plus && !exceeds) || (minus && (is_fixed || element.letter == 'D'))) return false;
  if (plus || minus) text_.remove_prefix(1);
  const std::size_t most_width = is_fixed ? width : element.letter == 'D' && width > 1 ? 3 : 19;
  const auto reserved = static_cast<std::size_t>(element.reserved);
  const std::size_t digits = std::min(text_.find_first_not_of("0123456789"), text_.size());
  std::size_t most = std::min(digits, most_width + reserved);
  if (reserved > 0) most = std::max(width, most < reserved ? 0 : most - reserved);
  const std::size_t before = text_.size();
  const auto value = take_digits(text_, width, std::min(most, most_width));
  if (!value || (minus && *value == 0)) return false;
  const std::size_t taken = before - text_.size();
  if (exceeds && !minus && plus != (taken > width)) return false;
  if (is_year && element.count == 2) return set('y', 2000 + *value);
  return set(field_of(element.letter), minus ? -*value : *value);
}

bool JavaTimeFields::read_name(const Element& element) {
  if (element.letter == 'a')
    return (take_word(text_, "AM") && set('a', 0)) || (take_word(text_, "PM") && set('a', 1));
  if (element.letter == 'G') {
    const bool full = element.count == 4;
    return (take_word(text_, full ? "Anno Domini" : "AD") && set('G', 1)) ||
           (take_word(text_, full ? "Before Christ" : "BC") && set('G', 0));
  }
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    const View name = element.count == 4 ? kMonthNames[i] : kMonthNames[i].substr(0, 3);
    if (take_word(text_, name)) return set('M', static_cast<std::int64_t>(i) + 1);
  }
  return false;
}

bool JavaTimeFields::read_fraction(int most_digits) {
  const std::size_t before = text_.size();
  const auto value = take_digits(text_, 1, static_cast<std::size_t>(most_digits));
  if (!value) return false;
  std::int64_t nanos = *value;
  for (std::size_t digits = before - text_.size(); digits < 9; ++digits) nanos *= 10;
  return set('S', nanos);
}

// The name of a zone goes as far as its letters do; it is looked up by who asked.
bool JavaTimeFields::read_zone(const Element& element) {
  const bool is_offset =
      View("XxZ").find(element.letter) != View::npos && !(element.letter == 'Z' && element.count == 4);
  if (is_offset) return read_offset(element);
  constexpr View kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-:";
  const std::size_t size = std::min(text_.find_first_not_of(kLetters), text_.size());
  if (size == 0) return false;
  zone_ = std::string(text_.substr(0, size));
  if ((element.letter == 'O' || element.letter == 'Z') && !zone_.starts_with("GMT")) return false;
  text_.remove_prefix(size);
  return true;
}

bool JavaTimeFields::read_offset(const Element& element) {
  const bool zulu = element.letter == 'X' || (element.letter == 'Z' && element.count == 5);
  if (zulu && base::take(text_, 'Z')) return zone_ = "+00:00", true;
  const int form = element.letter != 'Z' ? element.count : element.count == 5 ? 5 : 2;
  if (!text_.starts_with('+') && !text_.starts_with('-')) return false;
  const char sign = text_[0];
  View rest = text_.substr(1);
  const auto part = [&](bool colon) -> std::optional<std::int64_t> {
    View tried = rest;
    if (colon && !base::take(tried, ':')) return std::nullopt;
    const auto value = take_digits(tried, 2, 2);
    if (!value || *value > 59) return std::nullopt;
    rest = tried;
    return value;
  };
  const bool colon = form == 3 || form == 5;
  const auto hours = part(false), minutes = hours ? part(colon) : std::nullopt;
  if (!hours || (form > 1 && !minutes)) return false;
  const auto seconds = form > 3 ? part(colon) : std::nullopt;
  if (*hours > 18) return false;
  zone_ = fmt::format("{}{:02}:{:02}:{:02}", sign, *hours, minutes.value_or(0), seconds.value_or(0));
  text_ = rest;
  return true;
}

bool JavaTimeFields::set(char field, std::int64_t value) {
  for (const auto& [letter, least, most] : kRanges)
    if (letter == field && (value < least || value > most)) return false;
  return values_.emplace(field, value).first->second == value;
}

std::int64_t JavaTimeFields::value_of(char field, std::int64_t otherwise) const {
  const auto found = values_.find(field);
  return found == values_.end() ? otherwise : found->second;
}

std::optional<std::int64_t> JavaTimeFields::year() const {
  const std::int64_t year = value_of('y', 1970);
  if (!values_.contains('G')) return std::abs(year) > 300'000 ? std::nullopt : std::optional(year);
  if (year < 1 || year > 300'000) return std::nullopt;
  return value_of('G', 1) == 1 ? year : 1 - year;
}

std::optional<std::int64_t> JavaTimeFields::days() const {
  using namespace std::chrono;
  const auto in = year();
  if (!in) return std::nullopt;
  constexpr int kCycle = 400;  // years of the calendar: those of chrono end at 32767
  constexpr std::int64_t kCycleDays = 146'097;
  const std::int64_t cycles = *in / kCycle - (*in % kCycle < 0);
  const std::chrono::year within(static_cast<int>(*in - cycles * kCycle));
  if (values_.contains('D') && values_.contains('y')) {
    if (value_of('D', 1) == 366 && !within.is_leap()) return std::nullopt;
    const sys_days first = within / January / 1;
    return first.time_since_epoch().count() + value_of('D', 1) - 1 + cycles * kCycleDays;
  }
  const auto number = [&](char field) { return static_cast<unsigned>(value_of(field, 1)); };
  const year_month_day date(within, month(number('M')), day(number('d')));
  if (!date.ok()) return std::nullopt;
  return sys_days(date).time_since_epoch().count() + cycles * kCycleDays;
}

std::optional<std::int64_t> JavaTimeFields::hour() const {
  std::optional<std::int64_t> hour;
  const auto say = [&](std::int64_t value) {
    const bool agrees = !hour || *hour == value;
    hour = value;
    return agrees;
  };
  if (values_.contains('H') && !say(value_of('H', 0))) return std::nullopt;
  if (values_.contains('k') && !say(value_of('k', 0) % 24)) return std::nullopt;
  const std::int64_t half = value_of('a', 0) * 12;
  if (values_.contains('K') && !say(value_of('K', 0) + half)) return std::nullopt;
  if (values_.contains('h') && !say(value_of('h', 0) % 12 + half)) return std::nullopt;
  return hour.value_or(0);
}

std::optional<PatternTime> JavaTimeFields::resolved() const {
  const auto on = days(), at = hour();
  if (!on || !at) return std::nullopt;
  const std::int64_t seconds = (*at * 60 + value_of('m', 0)) * 60 + value_of('s', 0);
  PatternTime time{.zone = zone_};
  std::int64_t micros = 0;
  if (__builtin_mul_overflow(*on, std::int64_t{86'400'000'000}, &micros) ||
      __builtin_add_overflow(micros, seconds * 1'000'000 + value_of('S', 0) / 1000, &time.local_micros))
    return std::nullopt;
  return time;
}

}  // namespace engine
