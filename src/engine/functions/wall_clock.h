#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/functions/time_fields.h"

namespace engine {

// A point on the wall's clock whose fields are set one by one.
class WallClock {
 public:
  // Raises "Cannot parse "text": Value 13 for monthOfYear ..." when the field cannot have the value here.
  // With `reset` all that is smaller than the field goes to its beginning.
  void set(TimeField field, std::int64_t value, bool reset, std::string_view text);

  std::int64_t local_ms() const;

 private:
  using Days = std::chrono::sys_days;

  void check(TimeField field, std::int64_t value, std::string_view text) const;
  std::int64_t most(TimeField field) const;
  void set_day(TimeField field, std::int64_t value, bool reset);
  void set_time(TimeField field, std::int64_t value, bool reset);

  Days day_{};
  std::int64_t ms_of_day_ = 0;
};

}  // namespace engine
