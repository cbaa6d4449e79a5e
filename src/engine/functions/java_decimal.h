#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

// A number as Java's BigDecimal has it: digits * 10^-scale, of any length. No blanks, no names.
struct JavaDecimal {
  bool negative = false;
  std::string digits;  // without leading zeros; of zero none
  std::int64_t scale = 0;

  // No value: BigDecimal's constructor refuses the text.
  static std::optional<JavaDecimal> of(std::string_view text);

  std::string text() const;                    // as its toString(): 1.50, 1E+2, 1E-7
  std::optional<std::int64_t> integer() const;  // what stands behind the point is cut; nothing: it is too large
};

}  // namespace engine
