#include "engine/sources/json_shape.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace engine {
namespace {

constexpr int kLongDigits = 20;  // of the decimal that holds every bigint, as Spark has it
constexpr int kMostDigits = 38;

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
    case Token::Text:
      add_kind(Kind::Text);
      break;
    case Token::Integer:
      return add_number(cursor.scalar(), options);
    case Token::Fraction:
    case Token::NotFinite:
      add_kind(Kind::Double);
      break;
    case Token::True:
    case Token::False:
      add_kind(Kind::Boolean);
      break;
    default:
      break;
  }
  cursor.scalar();
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

void JsonShape::add_kind(Kind kind, int digits) {
  const auto is_number = [](Kind k) { return k >= Kind::Int && k <= Kind::Double; };
  if (kind_ == Kind::Nothing || kind_ == kind) {
    kind_ = kind;
    digits_ = std::max(digits_, digits);
    return;
  }
  if (is_number(kind_) && is_number(kind)) {
    const bool beside_long = std::min(kind_, kind) < Kind::Decimal;
    kind_ = std::max(kind_, kind);
    digits_ = std::max({digits_, digits, beside_long ? kLongDigits : 0});
    return;
  }
  kind_ = Kind::Text;
  element_.reset();
  fields_.clear();
  places_.clear();
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
      return Type::DECIMAL(static_cast<std::uint8_t>(digits_), 0);
    case Kind::Double:
      return Type::DOUBLE;
    case Kind::Nothing:
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
