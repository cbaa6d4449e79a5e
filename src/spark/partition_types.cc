#include "spark/partition_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "base/text.h"

namespace spark_door {
namespace {

// In the order in which each takes in those before it: both() compares them.
enum class Kind { Void, Int, Bigint, Decimal, Double, Date, Timestamp, Text };

struct Shape {
  Kind kind = Kind::Void;
  std::size_t digits = 0;  // of Decimal
};

constexpr std::size_t kMostDigits = 38;

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

std::optional<Shape> whole_number(std::string_view text) {
  const std::string_view digits = without_sign(text);
  if (digits.empty() || !std::ranges::all_of(digits, base::is_digit)) return std::nullopt;
  if (const auto value = base::parse_int(text))
    return Shape{*value == static_cast<std::int32_t>(*value) ? Kind::Int : Kind::Bigint};
  const std::size_t count = digits.size() - std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return count <= kMostDigits ? std::optional(Shape{Kind::Decimal, count}) : std::nullopt;
}

// As Java reads a double: 1.5, 1e3, 1d, NaN, -Infinity; 1e999 is one, too, which Java takes for an infinity.
bool is_double(std::string_view text) {
  text = without_sign(text);
  if (text == "NaN" || text == "Infinity") return true;
  if (text.ends_with('d') || text.ends_with('D') || text.ends_with('f') || text.ends_with('F'))
    text.remove_suffix(1);
  if (text.empty() || (!base::is_digit(text[0]) && text[0] != '.')) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return end == text.data() + text.size() && error != std::errc::invalid_argument;
}

bool take_date(std::string_view& text) {
  const auto year = base::take_number(text, 4, 4);
  if (!year || !base::take(text, '-')) return false;
  const auto month = base::take_number(text, 1, 2);
  if (!month || !base::take(text, '-')) return false;
  const auto day = base::take_number(text, 1, 2);
  if (!day) return false;
  return std::chrono::year_month_day(std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

bool take_time(std::string_view& text) {
  const auto hour = base::take_number(text, 1, 2);
  if (!hour || *hour > 23 || !base::take(text, ':')) return false;
  const auto minute = base::take_number(text, 1, 2);
  if (!minute || *minute > 59) return false;
  if (!base::take(text, ':')) return true;
  const auto second = base::take_number(text, 1, 2);
  if (!second || *second > 59) return false;
  return !base::take(text, '.') || base::take_number(text, 1, 6).has_value();
}

Shape shape_of(std::string_view text) {
  if (const auto number = whole_number(text)) return *number;
  if (is_double(text)) return {Kind::Double};
  std::string_view rest = text;
  if (!take_date(rest)) return {Kind::Text};
  if (rest.empty()) return {Kind::Date};
  const bool is_time = (base::take(rest, ' ') || base::take(rest, 'T')) && take_time(rest) && rest.empty();
  return {is_time ? Kind::Timestamp : Kind::Text};
}

Shape both(Shape a, Shape b) {
  if (a.kind > b.kind) std::swap(a, b);
  if (a.kind == Kind::Void || a.kind == b.kind) return {b.kind, std::max(a.digits, b.digits)};
  // Beside an int or a bigint; a bigint's own decimal has 20 digits.
  if (b.kind == Kind::Decimal) return {Kind::Decimal, std::max<std::size_t>(b.digits, 20)};
  const bool numbers = b.kind <= Kind::Double;
  const bool times = a.kind == Kind::Date && b.kind == Kind::Timestamp;
  return numbers || times ? b : Shape{Kind::Text};
}

}  // namespace

std::string partition_type(const std::vector<std::optional<std::string>>& values) {
  Shape shape;
  for (const auto& value : values) {
    if (value) shape = both(shape, shape_of(*value));
    if (shape.kind == Kind::Text) break;
  }
  switch (shape.kind) {
    case Kind::Void:
      return "void";
    case Kind::Int:
      return "int";
    case Kind::Bigint:
      return "bigint";
    case Kind::Decimal:
      return fmt::format("decimal({},0)", shape.digits);
    case Kind::Double:
      return "double";
    case Kind::Date:
      return "date";
    case Kind::Timestamp:
      return "timestamp";
    case Kind::Text:
      break;
  }
  return "string";
}

}  // namespace spark_door
