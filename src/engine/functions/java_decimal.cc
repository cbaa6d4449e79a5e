#include "engine/functions/java_decimal.h"

#include <fmt/format.h>

#include <limits>

#include "base/text.h"
#include "engine/functions/text_cursor.h"

namespace engine {
namespace {

// Takes the digits at the front.
std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && base::is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// An exponent is one of 32 bits, and so is the scale.
std::optional<std::int64_t> in_32_bits(std::optional<std::int64_t> value) {
  using Limits = std::numeric_limits<std::int32_t>;
  if (!value || *value < Limits::min() || *value > Limits::max()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<JavaDecimal> JavaDecimal::of(std::string_view text) {
  JavaDecimal number;
  number.negative = take_sign(text);
  const std::string_view whole = take_digits(text);
  const std::string_view fraction = base::take(text, '.') ? take_digits(text) : std::string_view();
  if (whole.empty() && fraction.empty()) return std::nullopt;
  std::optional<std::int64_t> exponent = 0;
  if (base::take(text, 'e') || base::take(text, 'E')) {
    exponent = in_32_bits(base::parse_int(text));
    text = {};
  }
  if (!text.empty() || !exponent) return std::nullopt;
  const auto scale = in_32_bits(static_cast<std::int64_t>(fraction.size()) - *exponent);
  if (!scale) return std::nullopt;
  number.scale = *scale;
  number.digits.assign(whole).append(fraction);
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  return number;
}

std::string JavaDecimal::text() const {
  const std::string sign = negative && !digits.empty() ? "-" : "";
  std::string shown = digits.empty() ? "0" : digits;
  if (scale == 0) return sign + shown;
  const std::int64_t exponent = static_cast<std::int64_t>(shown.size()) - 1 - scale;
  constexpr std::int64_t kLeastPlain = -6;
  if (scale > 0 && exponent >= kLeastPlain) {
    const auto behind = static_cast<std::size_t>(scale);
    if (shown.size() <= behind) shown.insert(0, behind + 1 - shown.size(), '0');
    return sign + shown.insert(shown.size() - behind, ".");
  }
  if (shown.size() > 1) shown.insert(1, ".");
  return fmt::format("{}{}E{:+}", sign, shown, exponent);
}

std::optional<std::int64_t> JavaDecimal::integer() const {
  constexpr std::int64_t kMostDigits = 19;
  const std::int64_t whole = static_cast<std::int64_t>(digits.size()) - scale;
  if (digits.empty() || whole <= 0) return 0;
  if (whole > kMostDigits) return std::nullopt;
  std::string cut = digits;
  cut.resize(static_cast<std::size_t>(whole), '0');
  return base::parse_int((negative ? "-" : "") + cut);
}

}  // namespace engine
