#include "engine/functions/json_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/json_number.h"
#include "engine/functions/timestamp_text.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

using View = std::string_view;
using Text = std::optional<std::string>;

bool has_blanks(View text) {
  return base::trim(text).size() != text.size();
}

// As a decimal's cast reads it: 1.5E10 of a double, 1 of true.
Text digits_of(const JsonItem& item) {
  if (const auto* value = item.as<bool>()) return *value ? "1" : "0";
  if (const auto* number = item.as<JsonItem::Integer>()) return std::to_string(number->value);
  if (const auto* number = item.as<JsonItem::Decimal>())
    return decimal_to_text(number->unscaled, number->scale);
  if (const auto* number = item.as<double>()) return double_to_text(*number);
  const auto* text = item.as<std::string>();
  return text == nullptr || has_blanks(*text) ? std::nullopt : Text(*text);
}

std::optional<Int128> rounded(const JsonItem& item) {
  if (const auto* text = item.as<std::string>())
    return has_blanks(*text) ? std::nullopt : text_to_integer(*text, Fraction::Refuse);
  if (const auto* value = item.as<bool>()) return *value ? 1 : 0;
  if (const auto* number = item.as<JsonItem::Integer>()) return number->value;
  if (const auto* number = item.as<JsonItem::Decimal>())
    return divide_half_up(number->unscaled, power_of_ten(number->scale));
  const auto* number = item.as<double>();
  if (number == nullptr || !(std::abs(*number) < 0x1p63)) return std::nullopt;
  return static_cast<Int128>(std::round(*number));
}

std::optional<bool> truth_of(View text) {
  for (const View word : {"t", "true", "1"}) {
    if (base::iequals(text, word)) return true;
  }
  for (const View word : {"f", "false", "0"}) {
    if (base::iequals(text, word)) return false;
  }
  return std::nullopt;
}

// Year, month and day, and no time behind them, which the cast would not mind.
bool is_day(View text) {
  const View day = base::trim(text);
  const bool whole = day.find_first_not_of("+-0123456789") == View::npos &&
                     std::ranges::count(day.substr(std::min<std::size_t>(1, day.size())), '-') == 2;
  return whole && text_to_days(day).has_value();
}

int integer_bits(View type) {
  return type == "tinyint" ? 8 : type == "smallint" ? 16 : type == "integer" ? 32 : type == "bigint" ? 64 : 0;
}

JsonItem::Decimal decimal_of(View text) {  // 10:1.50
  const std::size_t colon = text.find(':');
  const View digits = text.substr(colon + 1);
  const std::size_t point = digits.find('.');
  const int scale = point == View::npos ? 0 : static_cast<int>(digits.size() - point - 1);
  return {text_to_decimal(digits, 38, scale).value_or(0),
          static_cast<int>(base::parse_int(text.substr(0, colon)).value_or(38)), scale};
}

}  // namespace

JsonScalarType JsonScalarType::parse(View name) {
  JsonScalarType type;
  const std::size_t open = name.find('('), comma = name.find(',');
  type.name_ = name.substr(0, open);
  if (open == View::npos) return type;
  const auto number = [&](std::size_t from) {
    const View rest = name.substr(from);
    return static_cast<int>(base::parse_int(rest.substr(0, rest.find_first_of(",)"))).value_or(0));
  };
  type.precision_ = number(open + 1);
  if (comma != View::npos) type.scale_ = number(comma + 1);
  return type;
}

Text JsonScalarType::text_of(const JsonItem& item) const {
  if (item.is_container() || item.is_null()) return std::nullopt;
  if (name_ == "varchar") return varchar(item);
  if (name_ == "boolean") return boolean(item);
  if (name_ == "decimal") return decimal(item);
  if (name_ == "double" || name_ == "real") return floating(item);
  if (integer_bits(name_) != 0) return integer(item);
  const auto* text = item.as<std::string>();
  return text != nullptr && is_time(*text) ? Text(*text) : std::nullopt;
}

// An offset that no zone has counts for nothing where no zone is asked for; else the cast names it.
bool JsonScalarType::is_time(View text) const {
  if (name_ == "date") return is_day(text);
  const auto read = read_timestamp_text(text);
  return read && (read->unknown_zone.empty() || read->unknown_zone.find_first_of("+-") == 0);
}

Text JsonScalarType::boolean(const JsonItem& item) const {
  std::optional<bool> value;
  if (const auto* truth = item.as<bool>()) value = *truth;
  if (const auto* text = item.as<std::string>()) value = truth_of(*text);
  if (!value) value = compare(plan::json_path::Comparison::NotEqual, item, {.value = JsonItem::Integer{}});
  if (!value) return std::nullopt;
  return *value ? "true" : "false";
}

Text JsonScalarType::integer(const JsonItem& item) const {
  const std::optional<Int128> value = rounded(item);
  const Int128 most = (Int128{1} << (integer_bits(name_) - 1)) - 1;
  if (!value || *value > most || *value < -most - 1) return std::nullopt;
  return decimal_to_text(*value, 0);
}

Text JsonScalarType::floating(const JsonItem& item) const {
  if (const auto* truth = item.as<bool>()) return *truth ? "1" : "0";
  const auto value = as_double(item);
  if (!value.ok()) return std::nullopt;
  return double_to_text(*value->as<double>());
}

Text JsonScalarType::decimal(const JsonItem& item) const {
  const Text digits = digits_of(item);
  const auto unscaled = digits ? text_to_decimal(*digits, precision_, scale_) : std::nullopt;
  if (!unscaled) return std::nullopt;
  return decimal_to_text(*unscaled, scale_);
}

// A text is cut to the length; anything else must fit.
Text JsonScalarType::varchar(const JsonItem& item) const {
  if (const auto* text = item.as<std::string>()) return *text;
  Text text = digits_of(item);
  if (const auto* value = item.as<bool>()) text = *value ? "true" : "false";
  if (const auto* number = item.as<double>()) text = trino_double_text(*number);
  if (!text || (precision_ != 0 && count_characters(*text) > precision_)) return std::nullopt;
  return text;
}

std::string sql_type(const JsonItem& scalar) {
  if (scalar.as<bool>() != nullptr) return "boolean";
  if (scalar.as<double>() != nullptr) return "double";
  if (const auto* number = scalar.as<JsonItem::Decimal>())
    return fmt::format("decimal({},{})", number->precision, number->scale);
  const auto* number = scalar.as<JsonItem::Integer>();
  if (number == nullptr) return "varchar";
  return number->bits == 64   ? "bigint"
         : number->bits == 32 ? "integer"
         : number->bits == 16 ? "smallint"
                              : "tinyint";
}

std::optional<JsonItem> parse_json_argument(View text) {
  const char kind = text.empty() ? 't' : text[0];
  const View rest = text.substr(std::min<std::size_t>(1, text.size()));
  const std::size_t width = View("ysil").find(kind);
  if (width != View::npos)
    return JsonItem{.value = JsonItem::Integer{base::parse_int(rest).value_or(0), 8 << width}};
  switch (kind) {
    case 'j':
      return parse_json(rest);
    case 'b':
      return JsonItem{.value = rest == "true"};
    case 'd':
      return JsonItem{.value = text_to_double(rest).value_or(0)};
    case 'n':
      return JsonItem{.value = decimal_of(rest)};
    default:
      return JsonItem{.value = std::string(rest)};
  }
}

}  // namespace engine
