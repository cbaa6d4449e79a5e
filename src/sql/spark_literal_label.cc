#include "sql/spark_literal_label.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.h"
#include "plan/expression_text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/spark_label.h"
#include "sql/spark_literals.h"

namespace sql {
namespace {

using DataType = spark::connect::DataType;

std::string type_text(const DataType& type) {
  if (type.has_array()) return fmt::format("ARRAY<{}>", type_text(type.array().element_type()));
  if (type.has_map())
    return fmt::format("MAP<{}, {}>", type_text(type.map().key_type()), type_text(type.map().value_type()));
  if (!type.has_struct_()) return upper_case(plan::type_text(type));
  std::vector<std::string> fields;
  for (const auto& field : type.struct_().fields())
    fields.push_back(fmt::format("{}: {}", field.name(), type_text(field.data_type())));
  return fmt::format("STRUCT<{}>", base::join(fields, ", "));
}

// As Java shows a double.
std::string double_text(double value) {
  if (std::isfinite(value) && value == std::trunc(value) && std::abs(value) < 1e7)
    return fmt::format("{:.1f}", value);
  std::string text = fmt::format("{}", value);
  const bool plain = std::abs(value) >= 1e-3 && std::abs(value) < 1e7;
  if (plain || !std::isfinite(value)) return text;
  text = fmt::format("{:e}", value);
  return text;
}

// In the session's zone where the literal names none; nothing: it does.
std::optional<std::string> moment_text(const PlanExpression& value) {
  const auto& literal = value.has_cast() ? value.cast().expr().literal() : value.literal();
  if (literal.has_date()) return plan::iso_date(literal.date());
  if (!literal.has_timestamp_ntz()) return std::nullopt;
  std::string text = plan::iso_timestamp(literal.timestamp_ntz());
  text.erase(text.find_last_not_of('0') + 1);  // of the fraction
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string spark_literal_label(const NumberLiteral& number) {
  const bool floating =
      number.kind == NumberLiteral::Kind::Double || number.suffix == "D" || number.suffix == "F";
  if (!floating || number.suffix == "BD") {
    std::string digits = (number.digits.starts_with('.') ? "0" : "") + number.digits;
    if (digits.ends_with('.')) digits.pop_back();
    return digits;
  }
  double value = 0;
  std::from_chars(number.digits.data(), number.digits.data() + number.digits.size(), value);
  return double_text(value);
}

std::string spark_literal_label(const TypedLiteral& literal) {
  const base::Result<PlanExpression> value = spark_typed_literal(literal, {});
  const std::optional<std::string> moment = value.ok() ? moment_text(*value) : std::nullopt;
  return fmt::format("{} '{}'", upper_case(literal.type.name), moment.value_or(literal.value));
}

std::string spark_type_label(const TypeName& type) {
  const base::Result<DataType> parsed = plan::parse_type(type.name);
  return parsed.ok() ? type_text(*parsed) : upper_case(type.name);
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::string negated_label(bool negated, std::string text) {
  return negated ? fmt::format("(NOT {})", text) : text;
}

}  // namespace sql
