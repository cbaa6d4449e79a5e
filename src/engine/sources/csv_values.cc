#include "engine/sources/csv_values.h"

#include <algorithm>

#include "base/text.h"
#include "engine/functions/kernel.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

constexpr const char* kValueFunction = "dovetail_csv_value";
constexpr const char* kDoubleFunction = "dovetail_csv_double";

// What a text has to be for a cast to read it.
enum class Kind : std::uint8_t { Whole, Double, Decimal, Boolean, LocalTime };

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// Of Java alone, without Spark's words.
bool is_java_double(std::string_view text) {
  const std::string_view word = without_sign(base::trim(text));
  const bool is_word = !word.empty() && !base::is_digit(word[0]) && word[0] != '.';
  if (is_word && word != "NaN" && word != "Infinity") return false;
  return text_to_double(text).has_value();
}

bool is_decimal_text(std::string_view text) {
  const auto is_part = [](char c) {
    return base::is_digit(c) || std::string_view("+-.eE").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_part) && text_to_double(text).has_value();
}

bool names_no_zone(std::string_view text) {
  const auto parsed = text_to_timestamp(text);
  return parsed && !parsed->offset_seconds && parsed->region.empty();
}

bool is_value(std::string_view text, Kind kind) {
  switch (kind) {
    case Kind::Whole:
      return is_csv_whole(text);
    case Kind::Double:
      return is_csv_double(text);
    case Kind::Boolean:
      return is_csv_boolean(text);
    case Kind::LocalTime:
      return names_no_zone(text);
    case Kind::Decimal:
      return is_decimal_text(text);
  }
  return false;
}

std::optional<duckdb::string_t> value_of(duckdb::string_t text, Kind kind, duckdb::Vector& result) {
  const std::string_view seen = view(text);
  if (!is_value(seen, kind)) return std::nullopt;
  return text.IsInlined() ? text : duckdb::StringVector::AddString(result, text);
}

// A text of a number, with words that a cast knows.
std::optional<std::string> double_text(std::string_view text, std::string_view not_a_number,
                                       std::string_view minus_infinity, std::string_view infinity) {
  if (text == not_a_number) return "NaN";
  if (text == minus_infinity) return "-Infinity";
  if (text == infinity) return "Infinity";
  return is_java_double(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<Kind> guarded(const Type& type) {
  if (is_integral(type)) return Kind::Whole;
  if (is_fractional(type)) return Kind::Double;
  if (is_decimal(type)) return Kind::Decimal;
  if (type.id() == duckdb::LogicalTypeId::BOOLEAN) return Kind::Boolean;
  if (type.id() == duckdb::LogicalTypeId::TIMESTAMP) return Kind::LocalTime;
  return std::nullopt;
}

}  // namespace

bool is_csv_whole(std::string_view text) {
  text = without_sign(text);
  return !text.empty() && std::ranges::all_of(text, base::is_digit);
}

bool is_csv_boolean(std::string_view text) {
  return base::iequals(text, "true") || base::iequals(text, "false");
}

bool is_csv_double(std::string_view text) {
  return text == "Inf" || text == "-Inf" || is_java_double(text);
}

bool is_csv_double(std::string_view text, const CsvOptions& options) {
  return text == options.not_a_number || text == options.infinity || text == options.minus_infinity ||
         is_java_double(text);
}

bool has_usual_words(const CsvOptions& options) {
  const CsvOptions usual;
  return options.not_a_number == usual.not_a_number && options.infinity == usual.infinity &&
         options.minus_infinity == usual.minus_infinity;
}

void register_csv_values(duckdb::ExtensionLoader& loader) {
  using duckdb::string_t;
  const auto value = [](string_t text, std::int8_t kind, duckdb::Vector& result) {
    return value_of(text, static_cast<Kind>(kind), result);
  };
  register_kernel(loader, {kValueFunction,
                           {Type::VARCHAR, Type::TINYINT},
                           Type::VARCHAR,
                           binary_kernel<string_t, std::int8_t, string_t>(value)});
  using View = std::string_view;
  register_kernel(loader, {kDoubleFunction,
                           {Type::VARCHAR, Type::VARCHAR, Type::VARCHAR, Type::VARCHAR},
                           Type::VARCHAR,
                           row_kernel<View, View, View, View>(double_text)});
}

Tree csv_value_tree(Tree text, const Type& type, const CsvOptions& options) {
  const auto kind = guarded(type);
  if (!kind) return text;
  const auto constant = [](const std::string& word) { return constant_tree(duckdb::Value(word)); };
  if (*kind == Kind::Double && !has_usual_words(options))
    return call_tree(kDoubleFunction, std::move(text), constant(options.not_a_number),
                     constant(options.minus_infinity), constant(options.infinity));
  return call_tree(kValueFunction, std::move(text),
                   constant_tree(duckdb::Value::TINYINT(static_cast<std::int8_t>(*kind))));
}

}  // namespace engine
