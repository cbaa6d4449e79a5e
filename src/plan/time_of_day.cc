#include "plan/time_of_day.h"

namespace plan {
namespace {

bool at_digit(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

std::int64_t take_digit(std::string_view& text) {
  const std::int64_t digit = text.front() - '0';
  text.remove_prefix(1);
  return digit;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// A number of one or two digits, below `end`.
std::optional<std::int64_t> take_number(std::string_view& text, std::int64_t end) {
  if (!at_digit(text)) return std::nullopt;
  std::int64_t value = take_digit(text);
  if (at_digit(text)) value = 10 * value + take_digit(text);
  return value < end ? std::optional(value) : std::nullopt;
}

// What stands behind the point: one digit at least, of which the fourth rounds.
std::optional<std::int64_t> take_millis(std::string_view& text) {
  if (!at_digit(text)) return std::nullopt;
  std::int64_t millis = 0;
  for (std::int64_t unit = 100; unit > 0; unit /= 10)
    if (at_digit(text)) millis += unit * take_digit(text);
  if (at_digit(text) && take_digit(text) >= 5) ++millis;
  while (at_digit(text)) take_digit(text);
  return millis;
}

}  // namespace

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  const auto hour = take_number(text, 24);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 60);
  if (!minute) return std::nullopt;
  std::int64_t millis = (*hour * 60 + *minute) * 60'000;
  if (take(text, ':')) {
    const auto second = take_number(text, 60);
    const auto fraction = second && take(text, '.') ? take_millis(text) : std::optional<std::int64_t>(0);
    if (!second || !fraction) return std::nullopt;
    millis += *second * 1'000 + *fraction;
  }
  return text.empty() ? std::optional(millis % 86'400'000) : std::nullopt;
}

}  // namespace plan
