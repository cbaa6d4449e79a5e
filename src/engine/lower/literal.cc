#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/functions/conversions.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/trino_kernels.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"

namespace engine {
namespace {

using duckdb::Value;

Typed constant(Value value, const Type& type, std::string name) {
  return {constant_tree(std::move(value)), type, std::move(name)};
}

// Its digits are told along: beside a decimal, Spark takes a constant 5 for a decimal(1,0), and not for the
// decimal(10,0) that its type would be.
template <typename Integer>
Typed integer(Value value, const Type& type, Integer number) {
  auto result = constant(std::move(value), type, std::to_string(number));
  result.literal_digits = static_cast<int>(std::to_string(number).size()) - (number < 0);
  return result;
}

struct Digits {
  int all = 0;  // without the zeros before them
  int after_the_point = 0;
};

// Of 1.25, and of 1.5E-7; an exponent that is no number counts as none, for the value is read elsewhere.
Digits digits_of(std::string_view text) {
  const auto e = std::min(text.find_first_of("eE"), text.size());
  int exponent = 0;
  if (e < text.size()) {
    const auto* from = text.data() + e + 1;
    std::from_chars(*from == '+' ? from + 1 : from, text.data() + text.size(), exponent);
  }
  const auto number = text.substr(0, e);
  const auto point = std::min(number.find('.'), number.size());
  const auto first = std::min(number.find_first_of("123456789"), number.size());
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto all = std::count_if(number.begin() + static_cast<std::ptrdiff_t>(first), number.end(), is_digit);
  const auto fraction =
      std::count_if(number.begin() + static_cast<std::ptrdiff_t>(point), number.end(), is_digit);
  exponent = std::clamp(exponent, -1000, 1000);
  const int scale = static_cast<int>(fraction) - exponent;
  return {static_cast<int>(all) + std::max(-scale, 0), std::max(scale, 0)};
}

// Its type has room for the digits that are there, whatever type a client tells: PySpark's decimals have
// decimal(10,0) (LiteralValueProtoConverter).
base::Result<Typed> decimal(const connect::Expression_Literal_Decimal& literal) {
  TRY(consume_only(literal, {"value", "precision", "scale"}));
  const auto& text = literal.value();
  const Digits digits = digits_of(text);
  const int scale = std::max(digits.after_the_point, literal.scale());
  const int precision = std::max({digits.all, literal.precision(), scale, 1});
  const auto type = TRY(parse_type(fmt::format("decimal({},{})", precision, scale)));
  const auto unscaled = text_to_decimal(text, precision, scale);
  if (!unscaled)
    return base::refusal("INVALID_PLAN", 400,
                         fmt::format("'{}' is no decimal({},{}).", text, precision, scale));
  duckdb::hugeint_t wide;
  wide.lower = static_cast<std::uint64_t>(*unscaled);
  wide.upper = static_cast<std::int64_t>(*unscaled >> 64);
  const auto width = static_cast<uint8_t>(precision), places = static_cast<uint8_t>(scale);
  // DuckDB holds the value of a decimal of up to 18 digits in 64 bits, and makes a Value of it likewise.
  if (precision <= 18)
    return constant(Value::DECIMAL(static_cast<std::int64_t>(*unscaled), width, places), type, text);
  return constant(Value::DECIMAL(wide, width, places), type, text);
}

}  // namespace

base::Result<Typed> lower_literal(const connect::Expression_Literal& literal) {
  using Node = connect::Expression_Literal;
  TRY(consume_choice(literal));
  switch (literal.literal_type_case()) {
    case Node::kNull: {
      const auto type = TRY(type_of(literal.null()));
      return Typed{null_tree(type), type, "NULL"};
    }
    case Node::kBoolean:
      return constant(Value::BOOLEAN(literal.boolean()), Type::BOOLEAN, literal.boolean() ? "true" : "false");
    case Node::kByte:
      return integer(Value::TINYINT(static_cast<int8_t>(literal.byte())), Type::TINYINT, literal.byte());
    case Node::kShort:
      return integer(Value::SMALLINT(static_cast<int16_t>(literal.short_())), Type::SMALLINT,
                     literal.short_());
    case Node::kInteger:
      return integer(Value::INTEGER(literal.integer()), Type::INTEGER, literal.integer());
    case Node::kLong:
      return integer(Value::BIGINT(literal.long_()), Type::BIGINT, literal.long_());
    case Node::kFloat:
      return constant(Value::FLOAT(literal.float_()), Type::FLOAT, float_to_text(literal.float_()));
    case Node::kDouble:
      return constant(Value::DOUBLE(literal.double_()), Type::DOUBLE, double_to_text(literal.double_()));
    case Node::kString:
      return constant(Value(literal.string()), Type::VARCHAR, literal.string());
    case Node::kBinary: {
      const auto& bytes = literal.binary();
      return constant(Value::BLOB(reinterpret_cast<duckdb::const_data_ptr_t>(bytes.data()), bytes.size()),
                      Type::BLOB, fmt::format("X'{}'", upper_hex(bytes)));
    }
    case Node::kDate: {
      const auto value = Value::DATE(duckdb::date_t(literal.date()));
      return constant(value, Type::DATE, fmt::format("DATE '{}'", value.ToString()));
    }
    case Node::kTimestamp:
      return constant(Value::TIMESTAMPTZ(duckdb::timestamp_tz_t(literal.timestamp())), Type::TIMESTAMP_TZ,
                      fmt::format("TIMESTAMP '{}'",
                                  Value::TIMESTAMP(duckdb::timestamp_t(literal.timestamp())).ToString()));
    case Node::kTimestampNtz: {
      const auto value = Value::TIMESTAMP(duckdb::timestamp_t(literal.timestamp_ntz()));
      return constant(value, Type::TIMESTAMP, fmt::format("TIMESTAMP_NTZ '{}'", value.ToString()));
    }
    case Node::kDayTimeInterval: {
      const auto micros = literal.day_time_interval();
      return constant(Value::BIGINT(micros), day_time_interval(),
                      interval_text(micros, *interval_units(day_time_interval())));
    }
    case Node::kYearMonthInterval: {
      const auto months = literal.year_month_interval();
      return constant(Value::INTEGER(months), year_month_interval(),
                      interval_text(months, *interval_units(year_month_interval())));
    }
    case Node::kDecimal:
      return decimal(literal.decimal());
    case Node::LITERAL_TYPE_NOT_SET:
      return unsupported("a literal without a value");
    default:
      return unsupported_choice(literal);
  }
}

}  // namespace engine
