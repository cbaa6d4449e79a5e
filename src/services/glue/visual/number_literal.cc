#include "services/glue/visual/number_literal.h"

#include <re2/re2.h>

#include <cstdlib>

#include "base/text.h"

namespace services::glue::visual {

std::optional<plan::Expression> number_literal(const std::string& text, bool fractional) {
  static const re2::RE2 kDecimal(R"([+-]?(\d*)\.?(\d*))"),
      kDouble(R"([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)");
  if (!re2::RE2::FullMatch(text, kDouble)) return std::nullopt;
  if (const auto whole = base::parse_int(text); whole && !fractional) return plan::literal(*whole);
  std::string integer, fraction;
  constexpr std::size_t kMostDigits = 38;
  if (!fractional && re2::RE2::FullMatch(text, kDecimal, &integer, &fraction) &&
      integer.size() + fraction.size() <= kMostDigits)
    return plan::decimal_literal(text, static_cast<int>(integer.size() + fraction.size()),
                                 static_cast<int>(fraction.size()));
  return plan::literal(std::strtod(text.c_str(), nullptr));
}

}  // namespace services::glue::visual
