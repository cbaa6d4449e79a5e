#include "sql/durations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

#include "base/text.h"

namespace sql {
namespace {

constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

constexpr std::array kUnits = std::to_array<std::pair<std::string_view, DurationUnit>>({
    {"year", {Duration::Year, 12}},
    {"month", {Duration::Month, 1}},
    {"week", {Duration::Day, 7 * kDay}},
    {"day", {Duration::Day, kDay}},
    {"hour", {Duration::Hour, kHour}},
    {"minute", {Duration::Minute, kMinute}},
    {"second", {Duration::Second, kSecond}},
    {"millisecond", {Duration::Second, 1000}},
    {"microsecond", {Duration::Second, 1}},
});
constexpr std::string_view kNames[] = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};

// Digits, and of seconds a fraction, in microseconds of one unit.
std::optional<std::int64_t> scaled(std::string_view text, std::int64_t size) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const bool negative = whole.starts_with('-');
  const std::optional<std::int64_t> value =
      whole.empty() ? std::optional<std::int64_t>(0) : base::parse_int(whole);
  std::int64_t result = 0;
  if (!value || __builtin_mul_overflow(*value, size, &result)) return std::nullopt;
  if (point == std::string_view::npos) return result;
  std::string_view digits = text.substr(point + 1);
  std::int64_t unit = size;
  std::int64_t fraction = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    unit /= 10;
    fraction += (c - '0') * unit;
  }
  const bool beyond = negative ? __builtin_sub_overflow(result, fraction, &result)
                               : __builtin_add_overflow(result, fraction, &result);
  return beyond ? std::nullopt : std::optional(result);
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> result;
  for (std::string_view word : base::split(text, ' ')) {
    if (!word.empty()) result.push_back(word);
  }
  return result;
}

// "-1.5" as 2 digits before the point, for what follows a larger unit.
std::string seconds_text(std::int64_t micros, bool padded) {
  std::string text = fmt::format(fmt::runtime(padded ? "{:02}" : "{}"), micros / kSecond);
  if (const std::int64_t fraction = micros % kSecond; fraction != 0) {
    text += fmt::format(".{:06}", fraction);
    while (text.back() == '0') text.pop_back();
  }
  return text;
}

}  // namespace

std::optional<DurationUnit> duration_unit(std::string_view word) {
  std::string name = base::to_lower(word);
  if (name.size() > 1 && name.ends_with('s')) name.pop_back();
  const auto* found = std::ranges::find(kUnits, name, &std::pair<std::string_view, DurationUnit>::first);
  return found == kUnits.end() ? std::nullopt : std::optional(found->second);
}

bool DurationSum::add_value(std::int64_t value, const DurationUnit& unit) {
  std::int64_t& sum = unit.unit <= Duration::Month ? months_ : micros_;
  if (__builtin_add_overflow(sum, value, &sum)) return false;
  first_ = first_ ? std::min(*first_, unit.unit) : unit.unit;
  last_ = first_ == unit.unit && last_ < unit.unit ? unit.unit : std::max(last_, unit.unit);
  return true;
}

bool DurationSum::add(std::string_view count, std::string_view unit, bool negative) {
  const std::optional<DurationUnit> known = duration_unit(unit);
  if (!known) return false;
  if (count.find('.') != std::string_view::npos && known->unit != Duration::Second) return false;
  std::optional<std::int64_t> value = scaled(base::trim(count), known->size);
  if (!value || *value == std::numeric_limits<std::int64_t>::min()) return false;
  if (!first_) last_ = known->unit;
  return add_value(negative ? -*value : *value, *known);
}

bool DurationSum::add_text(std::string_view text) {
  std::vector<std::string_view> parts = words(text);
  if (!parts.empty() && base::iequals(parts[0], "interval")) parts.erase(parts.begin());
  if (parts.empty() || parts.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (!add(parts[i], parts[i + 1], false)) return false;
  }
  return true;
}

bool DurationSum::add_range(std::string_view text, std::string_view first, std::string_view last,
                            bool negative) {
  const std::optional<DurationUnit> from = duration_unit(first);
  const std::optional<DurationUnit> to = duration_unit(last);
  if (!from || !to || from->unit >= to->unit ||
      (from->unit == Duration::Year) != (to->unit == Duration::Month))
    return false;
  std::string_view rest = base::trim(text);
  if (rest.starts_with('-')) negative = !negative, rest.remove_prefix(1);
  if (rest.starts_with('+')) rest.remove_prefix(1);
  for (int unit = from->unit; unit <= to->unit; ++unit) {
    const char separator = unit == Duration::Year ? '-' : unit == Duration::Day ? ' ' : ':';
    const std::size_t end = unit == to->unit ? rest.size() : rest.find(separator);
    if (end == std::string_view::npos || !add(rest.substr(0, end), kNames[unit], negative)) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  first_ = from->unit;
  last_ = to->unit;
  return true;
}

std::optional<Duration> DurationSum::total() const {
  const bool of_months = first_ && *first_ <= Duration::Month;
  if (!first_ || (of_months && last_ > Duration::Month)) return std::nullopt;
  return Duration{of_months ? months_ : micros_, *first_, last_};
}

std::string to_string(const Duration& duration) {
  const std::int64_t count = std::abs(duration.count);
  std::string text = duration.count < 0 ? "-" : "";
  if (duration.first == Duration::Year) text += fmt::format("{}", count / 12);
  if (duration.first == Duration::Year && duration.last == Duration::Month)
    text += fmt::format("-{}", count % 12);
  if (duration.first == Duration::Month) text += fmt::format("{}", count);
  const auto spans = [&](Duration::Unit unit) { return duration.first <= unit && unit <= duration.last; };
  if (duration.first >= Duration::Day) {
    if (spans(Duration::Day)) text += fmt::format("{}", count / kDay);
    if (duration.first == Duration::Day && duration.last > Duration::Day) text += " ";
    const std::int64_t hours = duration.first == Duration::Day ? count % kDay / kHour : count / kHour;
    if (spans(Duration::Hour)) text += fmt::format("{:02}", hours);
    const std::int64_t minutes =
        duration.first < Duration::Minute ? count % kHour / kMinute : count / kMinute;
    if (spans(Duration::Minute))
      text += fmt::format("{}{:02}", duration.first < Duration::Minute ? ":" : "", minutes);
    if (duration.last == Duration::Second)
      text += duration.first < Duration::Second ? ":" + seconds_text(count % kMinute, true)
                                                : seconds_text(count, true);
  }
  if (duration.first == duration.last) return fmt::format("INTERVAL '{}' {}", text, kNames[duration.first]);
  return fmt::format("INTERVAL '{}' {} TO {}", text, kNames[duration.first], kNames[duration.last]);
}

}  // namespace sql
