#include "sql/signature.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/assert.h"

namespace sql {
namespace {

constexpr std::array kConcrete = std::to_array<std::pair<std::string_view, TypeKind>>({
    {"boolean", TypeKind::Boolean},
    {"tinyint", TypeKind::Tinyint},
    {"smallint", TypeKind::Smallint},
    {"integer", TypeKind::Integer},
    {"bigint", TypeKind::Bigint},
    {"real", TypeKind::Real},
    {"double", TypeKind::Double},
    {"decimal", TypeKind::Decimal},
    {"varchar", TypeKind::Varchar},
    {"char", TypeKind::Char},
    {"varbinary", TypeKind::Varbinary},
    {"time", TypeKind::Time},
    {"date", TypeKind::Date},
    {"timestamp", TypeKind::Timestamp},
    {"timestamp_with_time_zone", TypeKind::TimestampWithZone},
    {"json", TypeKind::Json},
    {"uuid", TypeKind::Uuid},
    {"color", TypeKind::Color},
    {"interval_day", TypeKind::IntervalDay},
    {"interval_year", TypeKind::IntervalYear},
    {"hyperloglog", TypeKind::HyperLogLog},
    {"tdigest", TypeKind::TDigest},
    {"qdigest", TypeKind::QDigest},
    {"setdigest", TypeKind::SetDigest},
    {"array", TypeKind::Array},
    {"map", TypeKind::Map},
    {"row", TypeKind::Row},
    {"unknown", TypeKind::Unknown},
});

std::optional<TypeKind> kind_of(std::string_view name) {
  const auto* found = std::ranges::find(kConcrete, name, &std::pair<std::string_view, TypeKind>::first);
  return found == kConcrete.end() ? std::nullopt : std::optional(found->second);
}

bool is_variable(std::string_view name) {
  return name.size() == 1 && std::isupper(static_cast<unsigned char>(name[0]));
}

Type concrete(TypeKind kind) {
  if (kind == TypeKind::TimestampWithZone) return zoned_timestamp_type();
  if (kind == TypeKind::Time) return time_type();
  return kind == TypeKind::Timestamp ? timestamp_type() : Type{kind};
}

// Reads a signature from its front.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  TypePattern pattern() {
    TypePattern pattern{.name = std::string(word())};
    if (!take("(")) return pattern;
    pattern.parts = patterns();
    return pattern;
  }

  // Up to the closing parenthesis, which is taken.
  std::vector<TypePattern> patterns() {
    std::vector<TypePattern> list;
    while (!take(")")) {
      list.push_back(pattern());
      repeats_ = take("...") || repeats_;
      take(",");
    }
    return list;
  }

  std::string_view word() {
    skip_blanks();
    const auto* end = std::ranges::find_if_not(
        text_, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
    const std::string_view word(text_.begin(), end);
    ASSERT(!word.empty(), "a signature of our own tables is well formed");
    text_.remove_prefix(word.size());
    return word;
  }

  bool take(std::string_view symbol) {
    skip_blanks();
    if (!text_.starts_with(symbol)) return false;
    text_.remove_prefix(symbol.size());
    return true;
  }

  bool repeats() const { return repeats_; }

 private:
  void skip_blanks() {
    while (text_.starts_with(' ')) text_.remove_prefix(1);
  }

  std::string_view text_;
  bool repeats_ = false;
};

// Whether a value of one kind is one of the other without a conversion that could fail.
bool coerces(const Type& from, TypeKind to) {
  if (from.kind == TypeKind::Unknown) return true;
  switch (to) {
    case TypeKind::Double:
      return is_numeric(from);
    case TypeKind::Real:
      return is_numeric(from) && from.kind != TypeKind::Double;
    case TypeKind::Timestamp:
    case TypeKind::TimestampWithZone:
      return is_time(from) && from.kind <= to;
    default:
      return is_integral(from) && to <= TypeKind::Bigint && to >= from.kind;
  }
}

}  // namespace

std::string_view function_name(std::string_view signature) {
  return signature.substr(0, signature.find('('));
}

Signature Signature::parse(std::string_view text) {
  Reader reader(text.substr(function_name(text).size()));
  reader.take("(");
  Signature signature{.takes = reader.patterns()};
  reader.take("->");
  signature.gives = reader.pattern();
  signature.repeats = reader.repeats();
  return signature;
}

bool Signature::takes_count(std::size_t count) const {
  return repeats ? count >= takes.size() : count == takes.size();
}

const TypePattern& Signature::argument(std::size_t index) const {
  return takes[std::min(index, takes.size() - 1)];
}

bool Bindings::bind(const TypePattern& pattern, const Type& type, bool coercing) {
  const bool null = type.kind == TypeKind::Unknown;
  if (is_variable(pattern.name)) return bind_variable(pattern.name, type);
  if (pattern.name == "any") return true;
  if (pattern.name == "orderable") return is_orderable(type);
  if (pattern.name == "comparable") return is_comparable(type);
  if (pattern.name == "integral") return is_integral(type) || (coercing && null);
  const std::optional<TypeKind> kind = kind_of(pattern.name);
  ASSERT(kind.has_value(), "a signature of our own tables names types that there are");
  if (!pattern.parts.empty()) {
    if (null && coercing) return true;
    if (type.kind != *kind || type.parts.size() != pattern.parts.size()) return false;
    for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
      if (!bind(pattern.parts[i], type.parts[i], coercing)) return false;
    }
    return true;
  }
  return type.kind == *kind || (coercing && coerces(type, *kind));
}

bool Bindings::bind_variable(const std::string& name, const Type& type) {
  if (name == "O" && !is_orderable(type)) return false;
  if ((name == "E" || name == "K") && !is_comparable(type)) return false;
  const auto [bound, is_new] = types_.try_emplace(name, type);
  if (is_new) return true;
  const std::optional<Type> common = common_type(bound->second, type);
  if (common) bound->second = *common;
  return common.has_value();
}

Type Bindings::resolve(const TypePattern& pattern, const Type& given) const {
  if (is_variable(pattern.name)) {
    const auto bound = types_.find(pattern.name);
    return bound == types_.end() ? Type{} : bound->second;
  }
  if (pattern.name == "integral" && given.kind == TypeKind::Unknown) return {TypeKind::Bigint};
  const std::optional<TypeKind> kind = kind_of(pattern.name);
  if (!kind) return given;
  if (pattern.parts.empty()) return given.kind == *kind ? given : concrete(*kind);
  Type type{.kind = *kind};
  for (std::size_t i = 0; i < pattern.parts.size(); ++i)
    type.parts.push_back(resolve(pattern.parts[i], i < given.parts.size() ? given.parts[i] : Type{}));
  if (*kind == TypeKind::Row)
    type.names = given.kind == *kind ? given.names : std::vector<std::string>(type.parts.size());
  return type;
}

}  // namespace sql
