#include "services/athena/date_pattern.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace services::athena {
namespace {

using std::chrono::days;

constexpr std::string_view kLetters = "yMdHmsS";  // from large to small

// A time in the numbers that a format writes.
struct Fields {
  std::array<std::int64_t, 7> numbers{1970, 1, 1, 0,
                                      0,    0, 0};  // in the order of kLetters; the last in microseconds

  std::int64_t& of(char letter) { return numbers[kLetters.find(letter)]; }
};

Fields fields_of(base::Timestamp time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return {{static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
           static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
           clock.seconds().count(), clock.subseconds().count()}};
}

std::optional<base::Timestamp> time_of(const Fields& fields) {
  constexpr std::int64_t kLastYear = 9999;
  const auto& n = fields.numbers;
  if (n[0] > kLastYear) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(n[0])),
                                         std::chrono::month(static_cast<unsigned>(n[1])),
                                         std::chrono::day(static_cast<unsigned>(n[2])));
  if (!date.ok() || n[3] > 23 || n[4] > 59 || n[5] > 59) return std::nullopt;
  return base::Timestamp(std::chrono::sys_days(date)) + std::chrono::hours(n[3]) +
         std::chrono::minutes(n[4]) + std::chrono::seconds(n[5]) + std::chrono::microseconds(n[6]);
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

base::Error unsupported(std::string_view format, char letter) {
  return base::refusal(
      "NOT_SUPPORTED", 400,
      fmt::format("The letter '{}' in the date format '{}' is not supported yet", letter, format));
}

}  // namespace

base::Result<DatePattern> DatePattern::parse(std::string_view format) {
  std::vector<Part> parts;
  bool quoted = false;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    // As in Java, a text in quotes stands for itself, and two quotes for one.
    if (c == '\'') {
      const bool doubled = at + 1 < format.size() && format[at + 1] == '\'';
      if (doubled) {
        parts.push_back({.text = "'"});
        ++at;
      } else {
        quoted = !quoted;
      }
    } else if (quoted || !base::is_letter(c)) {
      parts.push_back({.text = std::string(1, c)});
    } else {
      const char letter = c == 'u' ? 'y' : c;
      std::size_t end = at;
      while (end < format.size() && format[end] == c) ++end;
      const int digits = static_cast<int>(end - at);
      const bool number = kLetters.find(letter) != std::string_view::npos;
      const bool spelt = letter == 'M' && digits > 2;  // Jan, January
      const bool short_year = letter == 'y' && digits == 2;
      const int most = letter == 'S' ? 6 : letter == 'y' ? 9 : 2;
      if (!number || spelt || short_year || digits > most) return unsupported(format, c);
      parts.push_back({.letter = letter, .digits = digits});
      at = end - 1;
    }
  }
  if (quoted)
    return base::refusal("INVALID_TABLE_PROPERTY", 400,
                         fmt::format("An open quote in the date format {}", format));
  return DatePattern(std::move(parts));
}

std::string DatePattern::write(base::Timestamp time) const {
  Fields fields = fields_of(time);
  std::string text;
  for (const Part& part : parts_) {
    if (part.letter == 0) {
      text += part.text;
      continue;
    }
    std::int64_t number = fields.of(part.letter);
    if (part.letter == 'S') number /= power_of_ten(6 - part.digits);
    text += fmt::format("{:0{}}", number, part.digits);
  }
  return text;
}

std::optional<base::Timestamp> DatePattern::read(std::string_view text) const {
  Fields fields;
  std::size_t at = 0;
  for (std::size_t index = 0; index < parts_.size(); ++index) {
    const Part& part = parts_[index];
    if (part.letter == 0) {
      if (text.substr(at, part.text.size()) != part.text) return std::nullopt;
      at += part.text.size();
      continue;
    }
    // A number alone may be longer than it is written; before another one it is as long as it is written.
    const bool followed = index + 1 < parts_.size() && parts_[index + 1].letter != 0;
    const bool fixed = followed || part.digits > 1;
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9' &&
           (!fixed || end - at < static_cast<std::size_t>(part.digits)))
      ++end;
    const auto number = base::parse_int(text.substr(at, end - at));
    if (end == at || !number || (fixed && end - at < static_cast<std::size_t>(part.digits)))
      return std::nullopt;
    fields.of(part.letter) = part.letter == 'S' ? *number * power_of_ten(6 - part.digits) : *number;
    at = end;
  }
  return at == text.size() ? time_of(fields) : std::nullopt;
}

// Two digits each and four of the year: with other widths 10 may come before 9.
bool DatePattern::is_ordered() const {
  std::size_t before = 0;
  for (const Part& part : parts_) {
    if (part.letter == 0) continue;
    const std::size_t size = kLetters.find(part.letter);
    const int fixed = part.letter == 'y' ? 4 : 2;
    if (size < before || (part.letter != 'S' && part.digits != fixed)) return false;
    before = size;
  }
  return true;
}

char DatePattern::precision() const {
  std::size_t smallest = 0;
  for (const Part& part : parts_)
    if (part.letter != 0) smallest = std::max(smallest, kLetters.find(part.letter));
  return kLetters[smallest];
}

}  // namespace services::athena
