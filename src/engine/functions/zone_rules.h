#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace engine {

// When a region's clocks are set: read once, then looked up without a lock.
class ZoneRules {
 public:
  // Of the region, for as long as the process lives. Raises when ICU does not know it.
  static const ZoneRules& of_region(std::size_t region);  // its place in zone_names.h

  std::int64_t offset_ms(std::int64_t utc_ms) const;

 private:
  explicit ZoneRules(std::string_view region);

  struct Span {
    std::int64_t begin_ms;
    std::int64_t offset_ms;
  };
  std::vector<Span> spans_;  // in order; the first holds from the beginning of time
};

}  // namespace engine
