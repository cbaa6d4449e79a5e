#include "engine/functions/moment.h"

#include <algorithm>

#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;

duckdb::timestamp_t checked(duckdb::timestamp_t timestamp) {
  constexpr std::int64_t kMicrosOf30000Years = std::int64_t{30'000} * 366 * 86'400 * 1'000'000;
  if (timestamp.value > kMicrosOf30000Years || timestamp.value < -kMicrosOf30000Years)
    refuse_argument("The year is out of the range that dates are shown in");
  return timestamp;
}

}  // namespace

Moment::Moment(duckdb::timestamp_t given)
    : Moment(std::chrono::sys_time<microseconds>(microseconds(checked(given).value))) {}

Moment::Moment(std::chrono::sys_time<microseconds> given)
    : day(std::chrono::floor<std::chrono::days>(given)), date(day), time(given - day) {}

int Moment::day_of_year() const {
  return static_cast<int>((day - sys_days(date.year() / 1 / 1)).count()) + 1;
}

int Moment::last_day() const {
  return static_cast<int>(static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
}

std::pair<int, int> iso_week(const Moment& moment) {
  using namespace std::chrono;
  const sys_days thursday = moment.day + days(4 - moment.iso_weekday());
  const year in = year_month_day(thursday).year();
  return {static_cast<int>((thursday - sys_days(in / 1 / 1)).count() / 7) + 1, static_cast<int>(in)};
}

std::int64_t months_between(duckdb::timestamp_t from, duckdb::timestamp_t to) {
  if (to.value < from.value) return -months_between(to, from);
  const Moment a(from), b(to);
  std::int64_t months = (b.year() - a.year()) * 12 + b.month() - a.month();
  const int day =
      b.day_of_month() == b.last_day() ? std::min(a.day_of_month(), b.day_of_month()) : a.day_of_month();
  const auto rest = [](int on, const Moment& moment) {
    return std::pair(on, moment.time.to_duration().count());
  };
  if (rest(b.day_of_month(), b) < rest(day, a)) --months;
  return months;
}

sys_days months_later(std::chrono::year_month_day date, std::int64_t months) {
  constexpr std::int64_t kMostMonths = 30'000 * 12;
  if (months > kMostMonths || months < -kMostMonths)
    refuse_argument("The year is out of the range that dates are shown in");
  const auto month = date.year() / date.month() + std::chrono::months(months);
  const auto last = (month / std::chrono::last).day();
  return month / std::min(date.day(), last);
}

}  // namespace engine
