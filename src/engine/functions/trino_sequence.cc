#include "engine/functions/moment.h"
#include "engine/functions/trino_kernels.h"

// sequence(): https://trino.io/docs/435/functions/array.html#sequence
namespace engine {
namespace {

using duckdb::date_t;
using duckdb::timestamp_t;

constexpr int64_t kMillisPerDay = 86'400'000, kMicrosPerMilli = 1'000, kMicrosPerDay = 86'400'000'000;

void check_step(int64_t from, int64_t to, int64_t step) {
  if (step == 0) refuse_argument("step must not be zero");
  if (step > 0 ? to < from : to > from)
    refuse_argument(
        "sequence stop value should be greater than or equal to start value if step is greater than zero "
        "otherwise stop should be less than or equal to start");
}

// Items from one that is given to the last that lies so far away from it at most.
template <typename Item, typename Nth>
std::vector<Item> items(__int128 distance, int64_t step, Nth nth) {
  constexpr int64_t kMost = 10'000;
  const auto length = distance / step + 1;
  if (length > kMost) refuse_argument("result of sequence function must not have more than 10000 entries");
  std::vector<Item> items;
  items.reserve(static_cast<std::size_t>(length));
  for (int64_t i = 0; i < length; ++i) items.push_back(nth(i * step));
  return items;
}

template <typename Item, typename Make>
std::vector<Item> evenly(int64_t from, int64_t to, int64_t step, Make make) {
  check_step(from, to, step);
  return items<Item>(static_cast<__int128>(to) - from, step,
                     [&](int64_t steps) { return make(from + steps); });
}

std::optional<std::vector<int64_t>> numbers(int64_t from, int64_t to, int64_t step) {
  return evenly<int64_t>(from, to, step, [](int64_t number) { return number; });
}

std::optional<std::vector<int64_t>> numbers_by_one(int64_t from, int64_t to) {
  return numbers(from, to, to < from ? -1 : 1);
}

std::optional<std::vector<date_t>> dates(date_t from, date_t to, int64_t step_millis) {
  if (step_millis % kMillisPerDay != 0)
    refuse_argument("sequence step must be a day interval if start and end values are dates");
  return evenly<date_t>(from.days, to.days, step_millis / kMillisPerDay,
                        [](int64_t day) { return date_t(static_cast<int32_t>(day)); });
}

std::optional<std::vector<date_t>> dates_by_one(date_t from, date_t to) {
  return dates(from, to, to < from ? -kMillisPerDay : kMillisPerDay);
}

std::optional<std::vector<timestamp_t>> moments(timestamp_t from, timestamp_t to, int64_t step_millis) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max() / kMicrosPerMilli;  // beyond all times
  return evenly<timestamp_t>(from.value, to.value, std::clamp(step_millis, -kMost, kMost) * kMicrosPerMilli,
                             [](int64_t micros) { return timestamp_t(micros); });
}

// Each item is so many months after the first: a short month does not shorten those behind it.
template <typename Item, typename Make>
std::vector<Item> monthly(timestamp_t from, timestamp_t to, int64_t step, Make make) {
  check_step(from.value, to.value, step);
  const Moment first(from);
  return items<Item>(months_between(from, to), step, [&](int64_t months) {
    return make(months_later(first.date, months).time_since_epoch().count(), first);
  });
}

std::optional<std::vector<date_t>> dates_by_months(timestamp_t from, timestamp_t to, int64_t step) {
  return monthly<date_t>(from, to, step,
                         [](int64_t day, const Moment&) { return date_t(static_cast<int32_t>(day)); });
}

std::optional<std::vector<timestamp_t>> moments_by_months(timestamp_t from, timestamp_t to, int64_t step) {
  return monthly<timestamp_t>(from, to, step, [](int64_t day, const Moment& first) {
    return timestamp_t(day * kMicrosPerDay + first.time.to_duration().count());
  });
}

}  // namespace

std::vector<TrinoKernel> sequence_kernels() {
  const Type number = Type::BIGINT, date = Type::DATE, moment = Type::TIMESTAMP;
  return {
      {"trino.sequence",
       {number, number, number},
       Type::LIST(number),
       row_kernel<int64_t, int64_t, int64_t>(numbers)},
      {"trino.sequence_by_one",
       {number, number},
       Type::LIST(number),
       row_kernel<int64_t, int64_t>(numbers_by_one)},
      {"trino.date_sequence",
       {date, date, number},
       Type::LIST(date),
       row_kernel<date_t, date_t, int64_t>(dates)},
      {"trino.date_sequence_by_one",
       {date, date},
       Type::LIST(date),
       row_kernel<date_t, date_t>(dates_by_one)},
      {"trino.date_sequence_by_months",
       {moment, moment, number},
       Type::LIST(date),
       row_kernel<timestamp_t, timestamp_t, int64_t>(dates_by_months)},
      {"trino.timestamp_sequence",
       {moment, moment, number},
       Type::LIST(moment),
       row_kernel<timestamp_t, timestamp_t, int64_t>(moments)},
      {"trino.timestamp_sequence_by_months",
       {moment, moment, number},
       Type::LIST(moment),
       row_kernel<timestamp_t, timestamp_t, int64_t>(moments_by_months)},
  };
}

}  // namespace engine
