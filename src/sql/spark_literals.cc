#include "sql/spark_literals.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <utility>

#include "base/text.h"
#include "sql/literals.h"
#include "sql/spark_errors.h"

namespace sql {
namespace {

base::Error out_of_range(const std::string& digits, std::string_view type, Position position) {
  return spark_error(position, "INVALID_NUMERIC_LITERAL_RANGE",
                     fmt::format("Numeric literal {} is outside the valid range for {}.", digits, type));
}

base::Result<PlanExpression> decimal(const std::string& digits, bool negative, Position position) {
  const NumberLiteral number{NumberLiteral::Kind::Decimal,
                             digits.find('.') == std::string::npos ? digits + "." : digits};
  base::Result<Typed> value = number_literal(number, negative, position);
  if (!value.ok())
    return spark_error(position, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                       "Decimal precision exceeds max precision 38.");
  return std::move(value->plan);
}

// The sign counts: -2147483648 is an int.
base::Result<PlanExpression> integer(const NumberLiteral& literal, bool negative, Position position) {
  const std::string text = (negative ? "-" : "") + literal.digits;
  const std::optional<std::int64_t> value = base::parse_int(text);
  if (literal.suffix == "Y" || literal.suffix == "S") {
    const bool byte = literal.suffix == "Y";
    if (value && byte && std::in_range<std::int8_t>(*value))
      return plan::byte_literal(static_cast<std::int8_t>(*value));
    if (value && !byte && std::in_range<std::int16_t>(*value))
      return plan::short_literal(static_cast<std::int16_t>(*value));
    return out_of_range(text, byte ? "tinyint" : "smallint", position);
  }
  if (!value && literal.suffix == "L") return out_of_range(text, "bigint", position);
  if (!value) return decimal(literal.digits, negative, position);
  if (literal.suffix.empty() && std::in_range<std::int32_t>(*value))
    return plan::literal(static_cast<std::int32_t>(*value));
  return plan::literal(*value);
}

template <typename Number>
base::Result<PlanExpression> floating(const std::string& digits, bool negative, std::string_view type,
                                      Position position) {
  Number value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size())
    return out_of_range(digits, type, position);
  return plan::literal(negative ? -value : value);
}

base::Error invalid(const TypedLiteral& literal, std::string_view type, Position position) {
  return spark_error(
      position, "INVALID_TYPED_LITERAL",
      fmt::format("The value of the typed literal \"{}\" is invalid: '{}'.", type, literal.value));
}

// yyyy[-m[-d]] with two digits for each: what Spark takes for a date, as the literals of the other dialect
// spell it.
std::string padded_date(std::string_view text) {
  std::vector<std::string> parts;
  for (std::string_view part : base::split(text, '-'))
    parts.push_back((part.size() == 1 ? "0" : "") + std::string(part));
  while (parts.size() < 3) parts.emplace_back("01");
  return base::join(parts, "-");
}

// Microseconds of up to six digits behind the point; nothing: no digits.
std::optional<std::int64_t> fraction(std::string_view digits) {
  if (digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::string padded(digits);
  padded.resize(6, '0');
  return base::parse_int(padded);
}

std::optional<std::int64_t> timestamp(std::string_view text) {
  const std::size_t split = text.find_first_of(" T");
  const std::string day = padded_date(text.substr(0, split));
  if (split == std::string_view::npos) return parse_timestamp(day);
  const std::string_view time = text.substr(split + 1);
  const std::size_t point = time.find('.');
  std::optional<std::int64_t> micros = parse_timestamp(fmt::format("{} {}", day, time.substr(0, point)));
  if (!micros || point == std::string_view::npos) return micros;
  const std::optional<std::int64_t> more = fraction(time.substr(point + 1));
  return more ? std::optional(*micros + *more) : std::nullopt;
}

// Whether a zone stands behind the time.
bool has_zone(std::string_view timestamp) {
  const std::size_t time = timestamp.find_first_of(" T");
  return time != timestamp.npos && timestamp.find_first_not_of("0123456789:.", time + 1) != timestamp.npos;
}

}  // namespace

base::Result<PlanExpression> spark_number(const NumberLiteral& literal, bool negative, Position position) {
  if (literal.suffix == "D" || (literal.suffix.empty() && literal.kind == NumberLiteral::Kind::Double))
    return floating<double>(literal.digits, negative, "double", position);
  if (literal.suffix == "F") return floating<float>(literal.digits, negative, "float", position);
  if (literal.kind == NumberLiteral::Kind::Double)
    return not_supported_yet(position, "a decimal with an exponent");
  if (literal.suffix == "BD" || literal.kind == NumberLiteral::Kind::Decimal)
    return decimal(literal.digits, negative, position);
  return integer(literal, negative, position);
}

base::Result<PlanExpression> spark_typed_literal(const TypedLiteral& literal, Position position) {
  const std::string_view value = base::trim(literal.value);
  if (literal.type.name == "date") {
    const auto days = parse_date(padded_date(value));
    if (!days) return invalid(literal, "DATE", position);
    return plan::date_literal(*days);
  }
  const bool local = literal.type.name == "timestamp_ntz";
  // Where it is, the engine knows, which has the session's time zone.
  if (!local && has_zone(value)) return plan::cast(plan::literal(std::string(value)), "timestamp");
  const auto micros = timestamp(value);
  if (!micros) return invalid(literal, "TIMESTAMP", position);
  if (local) return plan::timestamp_ntz_literal(*micros);
  return plan::cast(plan::timestamp_ntz_literal(*micros), "timestamp");
}

}  // namespace sql
