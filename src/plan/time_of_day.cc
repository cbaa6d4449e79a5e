#include "plan/time_of_day.h"

#include "base/text.h"

namespace plan {
namespace {

using base::take, base::take_number;

// Whether a number follows the sign here.
bool goes_on(std::string_view text, char sign) {
  return text.size() > 1 && text[0] == sign && base::is_digit(text[1]);
}

// Milliseconds of the digits behind a point, of which the fourth rounds.
std::int64_t take_millis(std::string_view& text) {
  std::int64_t millis = 0;
  bool up = false;
  for (std::int64_t unit = 1000; !text.empty() && base::is_digit(text[0]); text.remove_prefix(1)) {
    const int digit = text[0] - '0';
    if (unit == 1) up = digit >= 5;
    unit /= 10;
    millis += unit * digit;
  }
  return millis + up;
}

}  // namespace

std::optional<std::int64_t> take_time_of_day(std::string_view& text) {
  std::string_view rest = text;
  const auto hour = take_number(rest, 1, 2);
  if (!hour || *hour > 23 || !take(rest, ':')) return std::nullopt;
  const auto minute = take_number(rest, 1, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t millis = (*hour * 60 + *minute) * std::int64_t{60'000};
  if (goes_on(rest, ':')) {
    take(rest, ':');
    const auto second = take_number(rest, 1, 2);
    if (*second > 59) return std::nullopt;
    millis += *second * 1'000;
    if (goes_on(rest, '.')) {
      take(rest, '.');
      millis += take_millis(rest);
    }
  }
  text = rest;
  return millis;
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  const auto millis = take_time_of_day(text);
  return millis && text.empty() ? std::optional(*millis % 86'400'000) : std::nullopt;
}

}  // namespace plan
