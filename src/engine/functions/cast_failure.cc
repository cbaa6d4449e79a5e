#include "engine/functions/cast_failure.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/ansi.h"
#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/conversions.h"
#include "engine/storage/raise.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

[[noreturn]] void refuse_cast(const std::string& message) {
  raise(base::refusal("INVALID_CAST_ARGUMENT", 400, "INVALID_CAST_ARGUMENT: " + message));
}

// DECIMAL(5, 3), VARCHAR, REAL: as Trino's messages about decimals name a type.
std::string name_beside_decimal(const Type& type) {
  if (is_decimal(type)) return fmt::format("DECIMAL({}, {})", precision_of(type), scale_of(type));
  if (is_string(type)) return "VARCHAR";
  return type.id() == Id::FLOAT ? "REAL" : type.id() == Id::INTEGER ? "INTEGER" : sql_name(type);
}

// A number as Spark writes it in a query: 1.5D, 2L, 3BD. NaN and Infinity are no literals.
std::string literal_text(std::string_view number, const Type& type) {
  const auto suffix = [&] {
    switch (type.id()) {
      case Id::TINYINT:
        return "Y";
      case Id::SMALLINT:
        return "S";
      case Id::BIGINT:
        return "L";
      case Id::DOUBLE:
        return base::is_digit(number.back()) ? "D" : "";
      case Id::DECIMAL:
        return "BD";
      default:
        return "";
    }
  };
  return std::string(number) + suffix();
}

}  // namespace

std::nullopt_t CastFailure::malformed(std::string_view text) const {
  if (mode_ == CastMode::Ansi)
    raise(plan::spark_error(
        "CAST_INVALID_INPUT",
        "The value <expression> of the type <sourceType> cannot be cast to <targetType> because it is "
        "malformed. Correct the value as per the syntax, or change its target type. Use `try_cast` to "
        "tolerate "
        "malformed input and return NULL instead.",
        {{"expression", fmt::format("'{}'", text)},
         {"sourceType", fmt::format("\"{}\"", sql_name(from_))},
         {"targetType", fmt::format("\"{}\"", sql_name(to_))},
         {"ansiConfig", kAnsiSetting}}));
  if (mode_ == CastMode::Trino) refuse_text(text);
  return std::nullopt;
}

std::nullopt_t CastFailure::overflow(std::string_view value) const {
  if (mode_ == CastMode::Ansi && is_decimal(to_))
    raise_decimal_overflow(std::string(value), precision_of(to_), scale_of(to_));
  if (mode_ == CastMode::Ansi)
    raise(
        plan::spark_error("CAST_OVERFLOW",
                          "The value <value> of the type <sourceType> cannot be cast to <targetType> due to "
                          "an overflow. Use `try_cast` to tolerate overflow and return NULL instead.",
                          {{"value", literal_text(value, from_)},
                           {"sourceType", fmt::format("\"{}\"", sql_name(from_))},
                           {"targetType", fmt::format("\"{}\"", sql_name(to_))},
                           {"ansiConfig", kAnsiSetting}}));
  if (mode_ == CastMode::Trino) refuse_number(std::string(value));
  return std::nullopt;
}

void CastFailure::refuse_text(std::string_view text) const {
  if (is_datetime(to_) || is_timestamp(to_))
    refuse_cast(fmt::format("Value cannot be cast to {}: {}", base::to_lower(sql_name(to_)), text));
  if (is_decimal(to_))
    refuse_cast(
        fmt::format("Cannot cast VARCHAR '{}' to {}. Value {}.", text, name_beside_decimal(to_),
                    base::trim(text) == text && text_to_double(text) ? "too large" : "is not a number"));
  refuse_cast(fmt::format("Cannot cast '{}' to {}", text, to_.id() == Id::FLOAT ? "REAL" : sql_name(to_)));
}

void CastFailure::refuse_number(const std::string& value) const {
  if (is_decimal(to_))
    refuse_cast(fmt::format("Cannot cast {} '{}' to {}", name_beside_decimal(from_), value,
                            name_beside_decimal(to_)));
  if (is_decimal(from_)) refuse_cast(fmt::format("Cannot cast '{}' to {}", value, name_beside_decimal(to_)));
  if (from_.id() == Id::DOUBLE && to_.id() == Id::BIGINT)
    refuse_cast(fmt::format("Unable to cast {} to bigint", value));
  if (value == "NaN")
    refuse_cast(fmt::format("Cannot cast {} NaN to {}", trino_type(from_), trino_type(to_)));
  raise_out_of_range(fmt::format("Out of range for {}: {}", trino_type(to_), value));
}

}  // namespace engine
