#include "engine/functions/time_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/wall_clock.h"

namespace engine {
namespace {

using base::is_digit;

// In which order fields are set: by the unit that a field counts within, the largest first, then by its own.
int rank(TimeField field) {
  switch (field) {
    case TimeField::Year:
    case TimeField::Weekyear:
      return 0;
    case TimeField::MonthOfYear:
      return 1;
    case TimeField::WeekOfWeekyear:
      return 2;
    case TimeField::DayOfYear:
      return 3;
    case TimeField::DayOfMonth:
      return 4;
    case TimeField::DayOfWeek:
      return 5;
    case TimeField::HalfdayOfDay:
      return 6;
    case TimeField::HourOfDay:
    case TimeField::ClockhourOfDay:
      return 7;
    case TimeField::HourOfHalfday:
    case TimeField::ClockhourOfHalfday:
      return 8;
    case TimeField::MinuteOfHour:
      return 9;
    case TimeField::MillisOfHour:
      return 10;
    case TimeField::SecondOfMinute:
      return 11;
    case TimeField::MillisOfMinute:
      return 12;
    case TimeField::MillisOfSecond:
      return 13;
  }
  return 0;
}

bool is_day_without_year(TimeField largest) {
  return rank(largest) >= rank(TimeField::MonthOfYear) && rank(largest) <= rank(TimeField::DayOfWeek);
}

// What an English calendar would print: March, march or MARCH, whole or by three letters.
bool is_spelled(std::string_view text, std::string_view name) {
  std::string upper(name);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text == name || text == base::to_lower(name) || text == upper;
}

}  // namespace

bool TimeReader::at_digit(std::size_t ahead) const {
  return at_ + ahead < text_.size() && is_digit(text_[at_ + ahead]);
}
bool TimeReader::at(char c, std::size_t ahead) const {
  return at_ + ahead < text_.size() && text_[at_ + ahead] == c;
}
bool TimeReader::take(char c) {
  if (at_end() || !base::iequals(text_.substr(at_, 1), std::string_view(&c, 1))) return false;
  ++at_;
  return true;
}

void TimeReader::literal(std::string_view text) {
  if (!base::iequals(text_.substr(at_, text.size()), text)) fail();
  at_ += text.size();
}

std::int64_t TimeReader::digits(std::size_t most) {
  std::int64_t value = 0;
  std::size_t count = 0;
  for (; count < most && at_digit(); ++count) value = value * 10 + (text_[at_++] - '0');
  if (count == 0) fail();
  return value;
}

void TimeReader::number(TimeField field, std::size_t most_digits) {
  add(field, digits(most_digits));
}

void TimeReader::signed_number(TimeField field, std::size_t most_digits) {
  const bool negative = at('-');
  if ((negative || at('+')) && at_digit(1)) ++at_;
  const std::int64_t value = digits(most_digits);
  add(field, negative ? -value : value);
}

void TimeReader::two_digit_year(TimeField field, int pivot, bool lenient) {
  std::size_t count = 0;
  while (at_digit(count)) ++count;
  const bool has_sign = (at('-') || at('+')) && at_digit(1);
  if (lenient && (has_sign || count != 2)) return signed_number(field, 9);
  const auto value = two_digits(at_);
  if (!value) fail();
  at_ += 2;
  const std::int64_t first = pivot - 50;  // of the hundred years
  add(field, first + (*value - first % 100 + 100) % 100);
}

std::optional<std::int64_t> TimeReader::two_digits(std::size_t at) const {
  if (at + 2 > text_.size() || !is_digit(text_[at]) || !is_digit(text_[at + 1])) return std::nullopt;
  return (text_[at] - '0') * 10 + (text_[at + 1] - '0');
}

void TimeReader::name(TimeField field, std::span<const std::string_view> names, int first) {
  constexpr std::size_t kShort = 3;
  for (const std::size_t length : {std::string_view::npos, kShort}) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string_view wanted = names[i].substr(0, length);
      if (!is_spelled(text_.substr(at_, wanted.size()), wanted)) continue;
      at_ += wanted.size();
      return add(field, first + static_cast<int>(i));
    }
  }
  fail();
}

// Digits behind the point, cut to milliseconds.
void TimeReader::fraction(TimeField field, std::size_t most_digits) {
  const std::int64_t whole = field == TimeField::MillisOfHour     ? 3'600'000
                             : field == TimeField::MillisOfMinute ? 60'000
                                                                  : 1'000;
  __int128 numerator = 0, denominator = 1;
  std::size_t count = 0;
  for (; count < most_digits && at_digit(); ++count, denominator *= 10)
    numerator = numerator * 10 + (text_[at_++] - '0');
  if (count == 0) fail();
  add(field, static_cast<std::int64_t>(numerator * whole / denominator));
}

void TimeReader::set_offset(std::int64_t seconds, std::size_t begin) {
  const auto zone = seconds % 60 == 0 ? TimeZone::of_offset(seconds / 60) : std::nullopt;
  if (!zone)
    raise(base::refusal(
        "NOT_SUPPORTED", 400,
        fmt::format("NOT_SUPPORTED: Time zone not supported: {}", text_.substr(begin, at_ - begin))));
  zone_ = zone;
}

// Hours, and what follows of minutes and seconds: with colons, or without.
void TimeReader::offset(bool with_seconds) {
  const std::size_t begin = at_;
  if (take('z')) return set_offset(0, begin);
  if (!at('+') && !at('-')) fail();
  const bool negative = at('-');
  const auto hours = two_digits(at_ + 1);
  if (!hours || *hours > 23) fail(with_seconds ? begin : begin + 1);
  at_ += 3;
  std::int64_t seconds = *hours * 3600;
  const bool colons = at(':');
  for (const std::int64_t unit : {60, 1}) {
    if (unit == 1 && !with_seconds) break;
    if (colons ? !at(':') : !at_digit()) break;
    const auto value = two_digits(at_ + (colons ? 1 : 0));
    if (!value || *value > 59) fail(begin);
    at_ += colons ? 3 : 2;
    seconds += *value * unit;
  }
  set_offset(negative ? -seconds : seconds, begin);
}

void TimeReader::zone_name() {
  const auto in_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '_' || c == '-' || c == '+';
  };
  if (at_end() || !std::isalpha(static_cast<unsigned char>(text_[at_]))) fail();
  std::size_t length = 0;
  while (at_ + length < text_.size() && in_name(text_[at_ + length])) ++length;
  for (; length > 0; --length) {
    zone_ = TimeZone::named(text_.substr(at_, length));
    if (!zone_) continue;
    at_ += length;
    return;
  }
  fail();
}

void TimeReader::zone_abbreviation() {
  static constexpr std::pair<std::string_view, std::string_view> kZones[] = {{"UTC", "UTC"},
                                                                             {"UT", "UTC"},
                                                                             {"GMT", "UTC"},
                                                                             {"EST", "America/New_York"},
                                                                             {"EDT", "America/New_York"},
                                                                             {"CST", "America/Chicago"},
                                                                             {"CDT", "America/Chicago"},
                                                                             {"MST", "America/Denver"},
                                                                             {"MDT", "America/Denver"},
                                                                             {"PST", "America/Los_Angeles"},
                                                                             {"PDT", "America/Los_Angeles"}};
  for (const auto& [abbreviation, name] : kZones) {
    if (!rest().starts_with(abbreviation)) continue;
    at_ += abbreviation.size();
    zone_ = TimeZone::named(name);
    return;
  }
  fail();
}

ReadTime TimeReader::finish(int default_year) const {
  if (!at_end()) fail();
  std::vector<Given> given = fields_;
  const auto by_rank = [](const Given& a, const Given& b) { return rank(a.field) < rank(b.field); };
  std::ranges::stable_sort(given, by_rank);
  if (!given.empty() && is_day_without_year(given.front().field))
    given.insert(given.begin(), {TimeField::Year, default_year});
  WallClock clock;
  for (const Given& one : given) clock.set(one.field, one.value, true, text_);
  for (std::size_t i = 0; i < given.size(); ++i)
    clock.set(given[i].field, given[i].value, i + 1 == given.size(), text_);
  if (zone_ && zone_->skips(clock.local_ms()))
    refuse_argument(
        fmt::format("Cannot parse \"{}\": Illegal instant due to time zone offset transition ({})", text_,
                    zone_->name()));
  return {clock.local_ms(), zone_};
}

void TimeReader::fail(std::size_t at) const {
  constexpr std::size_t kShown = 32;
  const std::string shown =
      text_.size() <= at + kShown ? std::string(text_) : std::string(text_.substr(0, at + kShown)) + "...";
  if (at == 0) refuse_argument(fmt::format("Invalid format: \"{}\"", shown));
  if (at >= text_.size()) refuse_argument(fmt::format("Invalid format: \"{}\" is too short", shown));
  refuse_argument(fmt::format("Invalid format: \"{}\" is malformed at \"{}\"", shown, shown.substr(at)));
}

}  // namespace engine
