#include "sql/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/time_of_day.h"

namespace sql {
namespace {

base::Error invalid(Position position, const std::string& message) {
  return error_at(position, "INVALID_LITERAL", message);
}

base::Result<Typed> integer_literal(const std::string& digits, bool negative, Position position) {
  const std::string text = negative ? "-" + digits : digits;
  const std::optional<std::int64_t> value = base::parse_int(text);
  if (!value) return syntax_error(position, "Invalid numeric literal: " + text);
  if (!std::in_range<std::int32_t>(*value)) return Typed{plan::literal(*value), {TypeKind::Bigint}};
  return Typed{plan::literal(static_cast<std::int32_t>(*value)), {TypeKind::Integer}};
}

base::Result<Typed> decimal_literal(const std::string& digits, bool negative, Position position) {
  const std::size_t point = digits.find('.');
  std::string_view whole = std::string_view(digits).substr(0, point);
  const std::string_view fraction = std::string_view(digits).substr(point + 1);
  while (!whole.empty() && whole.front() == '0') whole.remove_prefix(1);
  const int scale = static_cast<int>(std::min<std::size_t>(fraction.size(), 100));
  const int precision = std::max(1, static_cast<int>(std::min<std::size_t>(whole.size(), 100)) + scale);
  if (precision > kMaxDecimalPrecision)
    return invalid(position, "Decimal literal has more than 38 digits: " + digits);
  const std::string value = fmt::format("{}{}{}{}", negative ? "-" : "", whole.empty() ? "0" : whole,
                                        fraction.empty() ? "" : ".", fraction);
  return Typed{plan::decimal_literal(value, precision, scale), decimal_type(precision, scale)};
}

// DECIMAL '-1.50': of as many digits as stand there.
base::Result<Typed> decimal_text(std::string text, Position position) {
  const std::string given = text;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.erase(0, 1);
  const auto points = std::ranges::count(text, '.');
  const bool well_formed = points <= 1 && text.find_first_not_of("0123456789.") == std::string::npos &&
                           text.find_first_of("0123456789") != std::string::npos;
  if (!well_formed) return invalid(position, fmt::format("'{}' is not a valid DECIMAL literal", given));
  if (points == 0) text += '.';
  return decimal_literal(text, negative, position);
}

base::Result<Typed> double_literal(const std::string& digits, bool negative, Position position) {
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return invalid(position, "Invalid numeric literal: " + digits);
  }
  return Typed{plan::literal(negative ? -value : value), {TypeKind::Double}};
}

using base::take;

std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  return base::take_number(text, count, count);
}

// [+-]y...-m[m]-d[d]
std::optional<std::int32_t> take_date(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const auto year = base::take_number(text, 1, 5);
  if (!year || *year > static_cast<int>(std::chrono::year::max()) || !take(text, '-')) return std::nullopt;
  const auto month = base::take_number(text, 1, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = base::take_number(text, 1, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(negative ? -*year : *year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

// Microseconds of `.5`, `.05`, `.005`; a text without a point is zero.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  std::int64_t micros = 0;
  std::int64_t unit = 100'000;
  while (!text.empty() && unit >= 1'000) {
    const auto digit = take_digits(text, 1);
    if (!digit) return std::nullopt;
    micros += *digit * unit;
    unit /= 10;
  }
  return micros;
}

std::optional<std::int64_t> take_time(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t micros = (*hour * 3600LL + *minute * 60LL) * 1'000'000;
  if (!take(text, ':')) return micros;
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  return micros + *second * 1'000'000LL + *fraction;
}

std::size_t fraction_digits(std::string_view timestamp) {
  const std::size_t point = timestamp.find('.');
  if (point == std::string_view::npos) return 0;
  const std::size_t end = timestamp.find_first_not_of("0123456789", point + 1);
  return std::min(end, timestamp.size()) - point - 1;
}

// Whether something stands behind the date that is no time of the day.
bool has_zone(std::string_view value) {
  const std::size_t space = value.find(' ');
  return space != std::string_view::npos &&
         value.find_first_not_of("0123456789:.", space + 1) != std::string_view::npos;
}

}  // namespace

std::optional<std::int32_t> parse_date(std::string_view text) {
  const auto days = take_date(text);
  return days && text.empty() ? days : std::nullopt;
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const auto days = take_date(text);
  if (!days) return std::nullopt;
  const std::int64_t midnight = *days * 86'400'000'000LL;
  if (text.empty()) return midnight;
  if (!take(text, ' ')) return std::nullopt;
  const auto time = take_time(text);
  return time && text.empty() ? std::optional(midnight + *time) : std::nullopt;
}

base::Result<Typed> number_literal(const NumberLiteral& literal, bool negative, Position position) {
  switch (literal.kind) {
    case NumberLiteral::Kind::Integer:
      return integer_literal(literal.digits, negative, position);
    case NumberLiteral::Kind::Decimal:
      return decimal_literal(literal.digits, negative, position);
    case NumberLiteral::Kind::Double:
      return double_literal(literal.digits, negative, position);
  }
  return invalid(position, "Invalid numeric literal: " + literal.digits);
}

Typed string_literal(const std::string& value) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const auto characters = value.size() - static_cast<std::size_t>(std::ranges::count_if(value, continues));
  // varchar(0) is not a type of the plan; the bound of '' does not matter to anyone.
  return {plan::literal(value), varchar_type(std::max(1, static_cast<int>(characters)))};
}

base::Result<Typed> typed_literal(const TypedLiteral& literal, Position position) {
  const Type type = TRY(resolve_type(literal.type));
  const std::string_view value = base::trim(literal.value);
  if (type.kind == TypeKind::Date) {
    const auto days = parse_date(value);
    if (!days) return invalid(position, fmt::format("'{}' is not a valid DATE literal", literal.value));
    return Typed{plan::date_literal(*days), type};
  }
  if (type.kind == TypeKind::Time) return time_literal(literal.value, position);
  if (type.kind == TypeKind::Timestamp && has_zone(value)) {
    const std::string where = fmt::format("line {}:{}: ", position.line, position.column);
    return Typed{plan::call("trino.zoned_literal", {plan::literal(value), plan::literal(where)}),
                 zoned_timestamp_type()};
  }
  if (type.kind == TypeKind::Timestamp) {
    if (fraction_digits(value) > 3)
      return not_supported_yet(position, "a timestamp of a precision other than 3");
    const auto micros = parse_timestamp(value);
    if (!micros)
      return invalid(position, fmt::format("'{}' is not a valid TIMESTAMP literal", literal.value));
    return Typed{plan::timestamp_literal(*micros), type};
  }
  if (type.kind == TypeKind::Decimal && literal.type.parameters.empty())
    return decimal_text(std::string(value), position);
  if (type.kind == TypeKind::Json)
    return Typed{plan::call("trino.json_parse", {plan::literal(literal.value)}), type};
  Typed text = string_literal(literal.value);
  if (type.kind == TypeKind::Char && literal.type.parameters.empty())
    return Typed{std::move(text.plan), char_type(text.type.precision)};
  return cast(std::move(text), type, OnFailure::Error, position);
}

}  // namespace sql
