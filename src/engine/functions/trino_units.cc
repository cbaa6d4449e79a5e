#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "engine/functions/trino_kernels.h"

// Numbers as people read them: format_number, human_readable_seconds, parse_data_size
namespace engine {
namespace {

using View = std::string_view;

// At most two digits behind the point, without zeros at the end; ties go to the even digit.
std::string rounded(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (digits == 0) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// 1.23K: three digits of those above zero.
std::optional<std::string> format_number(int64_t value) {
  constexpr std::array<View, 6> kUnits = {"", "K", "M", "B", "T", "Q"};
  double scaled = static_cast<double>(value);
  std::size_t unit = 0;
  for (; unit + 1 < kUnits.size() && std::abs(scaled) >= 1000; ++unit) scaled /= 1000;
  const int digits = scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  return rounded(scaled, digits) + std::string(kUnits[unit]);
}

std::optional<std::string> human_readable_seconds(double given) {
  if (!std::isfinite(given))
    refuse_argument(std::string("Invalid argument found: ") + (std::isnan(given) ? "NaN"
                                                               : given > 0       ? "Infinity"
                                                                                 : "-Infinity"));
  constexpr double kMost = 9.2233720368547e18;
  auto left = static_cast<int64_t>(std::min(std::floor(std::abs(given) + 0.5), kMost));
  if (std::abs(given) >= kMost) left = std::numeric_limits<int64_t>::max();
  constexpr std::pair<int64_t, View> kUnits[] = {
      {604'800, "week"}, {86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}};
  std::vector<std::string> parts;
  for (const auto& [seconds, name] : kUnits) {
    const int64_t count = left / seconds;
    left %= seconds;
    if (count > 0 || (seconds == 1 && parts.empty()))
      parts.push_back(fmt::format("{} {}{}", count, name, count == 1 ? "" : "s"));
  }
  return base::join(parts, ", ");
}

// Digits times 1024, as digits.
std::string times_1024(const std::string& digits) {
  std::string result(digits.size() + 4, '0');
  int carry = 0;
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::size_t from_end = result.size() - 1 - i;
    const int digit = i < digits.size() ? digits[digits.size() - 1 - i] - '0' : 0;
    carry += digit * 1024;
    result[from_end] = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  return result.substr(std::min(result.find_first_not_of('0'), result.size() - 1));
}

// How many bytes, as a text of digits: 2.5MB is 2621440.
std::optional<std::string> parse_data_size(View given) {
  constexpr std::array<View, 9> kUnits = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto invalid = [&]() { refuse_argument(fmt::format("Invalid data size: '{}'", given)); };
  const std::size_t end = std::min(given.find_first_not_of("0123456789."), given.size());
  std::string digits(given.substr(0, end));
  const std::size_t point = digits.find('.');
  const std::size_t fraction = point == std::string::npos ? 0 : digits.size() - point - 1;
  const auto* unit = std::ranges::find(kUnits, given.substr(end));
  const bool well_formed = point == std::string::npos ? !digits.empty() : point > 0;
  if (point != std::string::npos) digits.erase(point, 1);
  constexpr std::size_t kMostDigits = 1'000;
  if (!well_formed || !std::ranges::all_of(digits, is_digit) || unit == kUnits.end() ||
      digits.size() > kMostDigits)
    invalid();
  for (auto i = kUnits.begin(); i != unit; ++i) digits = times_1024(digits);
  const std::size_t whole = digits.size() > fraction ? digits.size() - fraction : 0;
  digits = whole == 0 ? "0" : digits.substr(0, whole);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits.size() > 38)
    raise(base::refusal(
        "NUMERIC_VALUE_OUT_OF_RANGE", 400,
        fmt::format("NUMERIC_VALUE_OUT_OF_RANGE: Value out of range: '{}' ('{}B')", given, digits)));
  return digits;
}

}  // namespace

std::vector<TrinoKernel> unit_kernels() {
  const Type text = Type::VARCHAR;
  return {
      {"trino.format_number", {Type::BIGINT}, text, row_kernel<int64_t>(format_number)},
      {"trino.human_readable_seconds", {Type::DOUBLE}, text, row_kernel<double>(human_readable_seconds)},
      {"trino.parse_data_size", {text}, text, row_kernel<View>(parse_data_size)},
  };
}

}  // namespace engine
