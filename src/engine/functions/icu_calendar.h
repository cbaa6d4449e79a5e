#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace engine::icu {

// A zone's history and future as ICU knows them: the ICU that is inside DuckDB's library, so that there is
// one time zone database. Not shared between threads.
class Calendar {
 public:
  explicit Calendar(std::string_view region);  // raises when ICU does not know it
  ~Calendar();
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  std::int64_t offset_ms(std::int64_t utc_ms) const;
  std::optional<std::int64_t> next_transition(std::int64_t after_utc_ms) const;

 private:
  void set(std::int64_t utc_ms) const;

  void* calendar_;
};

}  // namespace engine::icu
