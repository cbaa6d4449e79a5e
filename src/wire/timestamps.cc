#include "wire/timestamps.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "net/http.h"

namespace wire {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
  year_month_day date;
  hh_mm_ss<microseconds> time;
};

Parts parts_of(base::Timestamp time) {
  const auto day = floor<days>(time);
  return {year_month_day(day), hh_mm_ss<microseconds>(time - day)};
}

// Reads digits and literals from the left; once something did not fit, it stays failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  bool accept(std::string_view literal) {
    if (!rest_.starts_with(literal)) return false;
    rest_.remove_prefix(literal.size());
    return true;
  }
  void expect(std::string_view literal) {
    if (!accept(literal)) fail();
  }
  // `.123456789`: microseconds, what lies below is cut off.
  int fraction() {
    if (!accept(".")) return 0;
    int micros = 0, digits = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1), ++digits)
      if (digits < 6) micros = micros * 10 + (rest_[0] - '0');
    if (digits == 0) return fail();
    for (; digits < 6; ++digits) micros *= 10;
    return micros;
  }
  int month_name() {
    for (std::size_t i = 0; i < kMonths.size(); ++i)
      if (accept(kMonths[i])) return static_cast<int>(i) + 1;
    return fail();
  }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<base::Timestamp> assemble(int y, int mo, int d, int h, int mi, int s, int micros) {
  const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
  // Second 60 is a leap second, which becomes the first of the next minute.
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return std::nullopt;
  return base::Timestamp(sys_days(date)) + hours(h) + minutes(mi) + seconds(s) + microseconds(micros);
}

}  // namespace

std::string to_iso8601(base::Timestamp time) {
  const auto [date, clock] = parts_of(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count() / 1000);
}

std::string to_http_date(base::Timestamp time) {
  return net::http_date(time);
}

std::string amz_date(base::Timestamp time) {
  const auto [date, clock] = parts_of(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string to_epoch_seconds(base::Timestamp time) {
  const std::int64_t millis = floor<milliseconds>(time).time_since_epoch().count();
  const std::int64_t size = millis < 0 ? -millis : millis;
  return fmt::format("{}{}.{:03}", millis < 0 ? "-" : "", size / 1000, size % 1000);
}

std::optional<base::Timestamp> parse_iso8601(std::string_view text) {
  Scanner in(text);
  const int y = in.number(4);
  in.expect("-");
  const int mo = in.number(2);
  in.expect("-");
  const int d = in.number(2);
  in.expect("T");
  const int h = in.number(2);
  in.expect(":");
  const int mi = in.number(2);
  in.expect(":");
  const int s = in.number(2);
  const int micros = in.fraction();
  minutes offset(0);
  if (!in.accept("Z")) {
    const bool west = in.accept("-");
    if (!west) in.expect("+");
    offset = hours(in.number(2));
    in.accept(":");
    offset += minutes(in.number(2));
    if (west) offset = -offset;
  }
  if (!in.done()) return std::nullopt;
  auto time = assemble(y, mo, d, h, mi, s, micros);
  if (time) *time -= offset;
  return time;
}

std::optional<base::Timestamp> parse_http_date(std::string_view text) {
  if (text.size() < 5) return std::nullopt;
  Scanner in(text.substr(5));  // the weekday says nothing that the date does not
  const int d = in.number(2);
  in.expect(" ");
  const int mo = in.month_name();
  in.expect(" ");
  const int y = in.number(4);
  in.expect(" ");
  const int h = in.number(2);
  in.expect(":");
  const int mi = in.number(2);
  in.expect(":");
  const int s = in.number(2);
  in.expect(" ");
  if (!in.accept("GMT") && !in.accept("UTC") && !in.accept("-0000")) in.expect("+0000");
  if (!in.done()) return std::nullopt;
  return assemble(y, mo, d, h, mi, s, 0);
}

std::optional<base::Timestamp> parse_amz_date(std::string_view text) {
  Scanner in(text);
  const int y = in.number(4);
  const int mo = in.number(2);
  const int d = in.number(2);
  in.expect("T");
  const int h = in.number(2);
  const int mi = in.number(2);
  const int s = in.number(2);
  in.expect("Z");
  if (!in.done()) return std::nullopt;
  return assemble(y, mo, d, h, mi, s, 0);
}

// Years of four digits only, as the other forms have them; beyond that the microseconds would overflow some
// day.
std::optional<base::Timestamp> from_epoch_seconds(double seconds) {
  constexpr double kYear1 = -62135596800.0, kYear10000 = 253402300800.0;
  if (!(seconds >= kYear1 && seconds < kYear10000)) return std::nullopt;  // NaN too
  return base::from_micros(std::llround(seconds * 1e6));
}

}  // namespace wire
