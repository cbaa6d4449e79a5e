#include "engine/sources/json_shape.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "engine/sources/text_times.h"

namespace engine {
namespace {

constexpr int kLongDigits = 20;  // of the decimal that holds every bigint, as Spark has it
constexpr int kMostDigits = 38;

struct DecimalText {
  int digits = 0;
  int scale = 0;
};

// The decimal that a text is to the letter; nothing: it is none, or wider than decimals are, or a multiple of
// ten by its exponent, which Spark has no type for.
std::optional<DecimalText> decimal_in(std::string_view text) {
  const auto exponent_at = text.find_first_of("eE");
  std::string_view number = text.substr(0, exponent_at);
  if (number.starts_with('-') || number.starts_with('+')) number.remove_prefix(1);
  const auto point = number.find('.');
  std::string digits(number.substr(0, point));
  if (point != number.npos) digits += number.substr(point + 1);
  if (digits.empty() || !std::ranges::all_of(digits, base::is_digit)) return std::nullopt;
  std::int64_t scale = point == number.npos ? 0 : static_cast<std::int64_t>(number.size() - point - 1);
  if (exponent_at != text.npos) {
    const auto exponent = base::parse_int(text.substr(exponent_at + 1));
    if (!exponent || *exponent > 1000 || *exponent < -1000) return std::nullopt;
    scale -= *exponent;
  }
  const auto leading = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  const auto precision = std::max<std::int64_t>(static_cast<std::int64_t>(digits.size() - leading), scale);
  if (scale < 0 || precision > kMostDigits) return std::nullopt;
  return DecimalText{static_cast<int>(precision), static_cast<int>(scale)};
}

}  // namespace

void JsonShape::add(JsonCursor& cursor, const JsonOptions& options, std::size_t& fields) {
  using Token = JsonCursor::Kind;
  std::string name;
  switch (cursor.kind()) {
    case Token::Object:
      add_kind(Kind::Object);
      if (kind_ != Kind::Object) return cursor.skip();
      for (cursor.enter(); cursor.next_name(name);) {
        const auto [place, is_new] = places_.emplace(name, fields_.size());
        if (is_new) {
          fields_.emplace_back(name, JsonShape());
          ++fields;
        }
        fields_[place->second].second.add(cursor, options, fields);
      }
      return;
    case Token::Array:
      add_kind(Kind::Array);
      if (kind_ != Kind::Array) return cursor.skip();
      if (!element_) element_ = std::make_unique<JsonShape>();
      for (cursor.enter(); cursor.next_element();) element_->add(cursor, options, fields);
      return;
    default:
      return add_scalar(cursor, options);
  }
}

void JsonShape::add_scalar(JsonCursor& cursor, const JsonOptions& options) {
  using Token = JsonCursor::Kind;
  const Token token = cursor.kind();
  const bool is_null = token == Token::Null || token == Token::End || token == Token::Bad;
  if (options.primitives_as_text && !is_null) {
    add_kind(Kind::Text);
  } else if (token == Token::Text) {
    return add_text(cursor.scalar(), options);
  } else if (token == Token::Integer) {
    return add_number(cursor.scalar(), options);
  } else if (token == Token::Fraction) {
    return add_fraction(cursor.scalar(), options);
  } else if (!is_null) {
    add_kind(token == Token::NotFinite ? Kind::Double : Kind::Boolean);
  }
  cursor.scalar();
}

void JsonShape::add_text(std::string_view text, const JsonOptions& options) {
  if (options.prefers_decimals)
    if (const auto decimal = decimal_in(text))
      return add_kind(Kind::Decimal, decimal->digits, decimal->scale);
  const bool is_time = options.infers_timestamps && options.text_times && options.text_times->instant(text);
  add_kind(is_time ? Kind::Timestamp : Kind::Text);
}

void JsonShape::add_fraction(std::string_view text, const JsonOptions& options) {
  const auto decimal = options.prefers_decimals ? decimal_in(text) : std::nullopt;
  if (decimal)
    add_kind(Kind::Decimal, decimal->digits, decimal->scale);
  else
    add_kind(Kind::Double);
}

void JsonShape::add_number(std::string_view digits, const JsonOptions& options) {
  if (digits.empty()) return;
  if (const auto value = base::parse_int(digits)) {
    const bool is_int = *value >= std::numeric_limits<std::int32_t>::min() &&
                        *value <= std::numeric_limits<std::int32_t>::max();
    return add_kind(options.small_integers && is_int ? Kind::Int : Kind::Long);
  }
  const int count = static_cast<int>(digits.size()) - (digits.front() == '-');
  if (count > kMostDigits) return add_kind(Kind::Double);
  add_kind(Kind::Decimal, count);
}

void JsonShape::add_kind(Kind kind, int digits, int scale) {
  const auto is_number = [](Kind k) { return k >= Kind::Int && k <= Kind::Double; };
  if (kind_ == Kind::Nothing) {
    kind_ = kind;
    digits_ = digits;
    scale_ = scale;
    return;
  }
  if (is_number(kind_) && is_number(kind)) return merge_decimals(kind, digits, scale);
  if (kind_ == kind) return;
  kind_ = Kind::Text;
  element_.reset();
  fields_.clear();
  places_.clear();
}

// Whole numbers count as decimals of so many digits; what is wider than decimals are is a double.
void JsonShape::merge_decimals(Kind kind, int digits, int scale) {
  const bool is_alone = kind_ != Kind::Decimal && kind != Kind::Decimal;
  const auto wholes = [](Kind of, int all, int behind) {
    return of < Kind::Decimal ? kLongDigits : all - behind;
  };
  const int whole = std::max(wholes(kind_, digits_, scale_), wholes(kind, digits, scale));
  kind_ = std::max(kind_, kind);
  if (is_alone || kind_ == Kind::Double) return;
  scale_ = std::max(scale_, scale);
  digits_ = whole + scale_;
  if (digits_ > kMostDigits) kind_ = Kind::Double;
}

std::optional<Type> JsonShape::type(const JsonOptions& options) const {
  switch (kind_) {
    case Kind::Boolean:
      return Type::BOOLEAN;
    case Kind::Int:
      return Type::INTEGER;
    case Kind::Long:
      return Type::BIGINT;
    case Kind::Decimal:
      return Type::DECIMAL(static_cast<std::uint8_t>(digits_), static_cast<std::uint8_t>(scale_));
    case Kind::Double:
      return Type::DOUBLE;
    case Kind::Timestamp:
      return Type::TIMESTAMP_TZ;
    case Kind::Nothing:
      return options.drops_null_fields ? std::nullopt : std::optional<Type>(Type::VARCHAR);
    case Kind::Text:
      return Type::VARCHAR;
    case Kind::Array: {
      const auto child = element_->type(options);
      return child ? std::optional(Type::LIST(*child)) : std::nullopt;
    }
    case Kind::Object: {
      duckdb::child_list_t<Type> children;
      for (auto& field : fields(options)) children.emplace_back(field.name, field.type);
      return children.empty() ? std::nullopt : std::optional(Type::STRUCT(std::move(children)));
    }
  }
  return std::nullopt;
}

std::vector<Field> JsonShape::fields(const JsonOptions& options) const {
  std::vector<Field> fields;
  for (const auto& [name, shape] : fields_) {
    if (name.empty()) continue;  // Spark has no column for it
    if (auto type = shape.type(options)) fields.push_back({name, *std::move(type)});
  }
  if (options.in_order_of_names)
    std::sort(fields.begin(), fields.end(), [](const Field& a, const Field& b) { return a.name < b.name; });
  return fields;
}

}  // namespace engine
