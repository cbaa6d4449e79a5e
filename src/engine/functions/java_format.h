#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace engine {

// An argument of Java's Formatter.
struct FormatArgument {
  enum class Kind { Boolean, Long, Float, Double, Decimal, Date, Text };
  Kind kind = Kind::Text;
  bool null = false;
  std::int64_t number = 0;  // of a Long, a Boolean
  std::string text;         // as %s shows it; of numbers, their digits as Java prints them
};

// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Formatter.html: %d %x %o %f %e %g %s
// %b %n
// %% with their flags, widths and precisions. Raises what Java refuses in Trino's words, and by name what is
// not supported: dates' conversions, hashes and hexadecimal floats.
std::string java_format(std::string_view pattern, std::span<const FormatArgument> arguments);

// A number of Java's text, 1.25E-7, in plain digits, so many behind the point; nothing: it has more of them.
std::optional<std::string> padded_text(std::string_view number, std::int32_t digits);

}  // namespace engine
