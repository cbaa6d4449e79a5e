#include <fmt/format.h>

#include "engine/functions/trino_kernels.h"
#include "plan/time_of_day.h"

// Trino's times of a day (https://trino.io/docs/435/language/types.html#time-p): milliseconds since midnight.
namespace engine {
namespace {

using View = std::string_view;

constexpr int64_t kDay = 86'400'000'000;  // in microseconds

std::optional<std::string> time_text(int64_t millis) {
  return fmt::format("{:02}:{:02}:{:02}.{:03}", millis / 3'600'000, millis / 60'000 % 60, millis / 1'000 % 60,
                     millis % 1'000);
}

std::optional<int64_t> time_of_text(View text) {
  const std::optional<int64_t> millis =
      plan::parse_time_of_day(text.substr(0, text.find_last_not_of(' ') + 1));
  if (!millis)
    raise(base::refusal("INVALID_CAST_ARGUMENT", 400,
                        fmt::format("INVALID_CAST_ARGUMENT: Value cannot be cast to time: {}", text)));
  return millis;
}

std::optional<int64_t> time_of_timestamp(duckdb::timestamp_t timestamp) {
  const int64_t of_day = timestamp.value % kDay;
  return (of_day < 0 ? of_day + kDay : of_day) / 1'000;
}

}  // namespace

std::vector<TrinoKernel> time_of_day_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.time_text", {number}, text, row_kernel<int64_t>(time_text)},
      {"trino.time_of_text", {text}, number, row_kernel<View>(time_of_text)},
      {"trino.time_of_timestamp",
       {Type::TIMESTAMP},
       number,
       row_kernel<duckdb::timestamp_t>(time_of_timestamp)},
  };
}

}  // namespace engine
