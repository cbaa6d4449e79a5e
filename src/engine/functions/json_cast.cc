#include "engine/functions/json_cast.h"

#include <fmt/format.h>

#include <cmath>
#include <unordered_set>

#include "base/text.h"
#include "engine/functions/conversions.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;
using Kind = JsonCursor::Kind;

std::string token_of(JsonCursor& cursor) {
  const Kind kind = cursor.kind();
  if (kind == Kind::Object) return "{";
  return kind == Kind::Array ? "[" : std::string(cursor.scalar());
}

[[noreturn]] void refuse_cast(const std::string& message) {
  raise(base::refusal("INVALID_CAST_ARGUMENT", 400, "INVALID_CAST_ARGUMENT: " + message));
}

bool is_scalar(Kind kind) {
  return kind != Kind::Object && kind != Kind::Array;
}

template <typename T>
constexpr const char* kNameOf = "BIGINT";
template <>
constexpr const char* kNameOf<std::int32_t> = "INTEGER";
template <>
constexpr const char* kNameOf<std::int16_t> = "SMALLINT";
template <>
constexpr const char* kNameOf<std::int8_t> = "TINYINT";

std::string name_of(const Type& type) {
  if (is_decimal(type)) return fmt::format("DECIMAL({},{})", precision_of(type), scale_of(type));
  return type.id() == Id::FLOAT ? "real" : base::to_lower(type.ToString());
}

std::optional<bool> truth_of(std::string_view text) {
  const std::string word = base::to_lower(text);
  if (word == "true" || word == "t" || word == "1") return true;
  if (word == "false" || word == "f" || word == "0") return false;
  return std::nullopt;
}

}  // namespace

JsonCast::JsonCast(const Type& type, std::string shown, std::string_view named)
    : root_("", type), shown_(std::move(shown)) {
  note_anonymous(root_, named);
}

void JsonCast::note_anonymous(const JsonColumn& column, std::string_view& named) {
  if (column.type.id() == Id::STRUCT && !named.empty()) {
    if (named.front() == '-') anonymous_.insert(&column);
    named.remove_prefix(1);
  }
  for (const JsonColumn& part : column.parts) note_anonymous(part, named);
}

void JsonCast::write(std::string_view json, Vector& vector, idx_t row) {
  json_ = json;
  JsonCursor cursor(json);
  write_value(cursor, root_, vector, row);
  if (!cursor.ok()) refuse(cursor.problem());
}

void JsonCast::write_value(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const Kind kind = cursor.kind();
  if (column.type.id() == Id::BLOB) return detail::put(vector, row, cursor.raw());
  if (kind == Kind::Null) {
    cursor.scalar();
    return FlatVector::SetNull(vector, row, true);
  }
  const Id wanted = column.type.id();
  if (wanted == Id::LIST && kind == Kind::Array) return write_list(cursor, column, vector, row);
  if (wanted == Id::MAP && kind == Kind::Object) return write_map(cursor, column, vector, row);
  if (wanted == Id::STRUCT && kind == Kind::Object) return write_fields(cursor, column, vector, row);
  if (wanted == Id::STRUCT && kind == Kind::Array) return write_items(cursor, column, vector, row);
  if (!column.parts.empty() || !engine::is_scalar(kind)) refuse_token(column, token_of(cursor));
  write_scalar(cursor, column, vector, row);
}

void JsonCast::write_list(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const idx_t begin = ListVector::GetListSize(vector);
  idx_t size = begin;
  for (cursor.enter(); cursor.next_element();) {
    ListVector::Reserve(vector, size + 1);
    ListVector::SetListSize(vector, size + 1);
    write_value(cursor, column.parts[0], ListVector::GetEntry(vector), size++);
  }
  FlatVector::GetData<duckdb::list_entry_t>(vector)[row] = {begin, size - begin};
}

// A name is a key as a text would be one.
void JsonCast::write_map(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  const idx_t begin = ListVector::GetListSize(vector);
  idx_t size = begin;
  std::unordered_set<std::string> known;
  std::string name, quoted;
  for (cursor.enter(); cursor.next_name(name); ++size) {
    ListVector::Reserve(vector, size + 1);
    ListVector::SetListSize(vector, size + 1);
    quoted.clear();
    append_json_text(quoted, name);
    JsonCursor key(quoted);
    Vector& keys = duckdb::MapVector::GetKeys(vector);
    write_value(key, column.parts[0], keys, size);
    const bool is_text = column.parts[0].type.id() == Id::VARCHAR;
    if (!known.insert(is_text ? name : keys.GetValue(size).ToString()).second)
      refuse("Duplicate map keys are not allowed");
    write_value(cursor, column.parts[1], duckdb::MapVector::GetValues(vector), size);
  }
  FlatVector::GetData<duckdb::list_entry_t>(vector)[row] = {begin, size - begin};
}

// An object's members, by their names in any case; what is not there is NULL.
void JsonCast::write_fields(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  if (anonymous_.contains(&column))
    refuse("Cannot cast a JSON object to anonymous row type. Input must be a JSON array.");
  auto& fields = duckdb::StructVector::GetEntries(vector);
  std::vector<bool> known(fields.size());
  std::string name;
  for (cursor.enter(); cursor.next_name(name);) {
    const std::size_t* place = column.find(name);
    if (place == nullptr) {
      cursor.skip();
      continue;
    }
    if (known[*place]) refuse("Duplicate field: " + base::to_lower(name));
    known[*place] = true;
    write_value(cursor, column.parts[*place], *fields[*place], row);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!known[i]) FlatVector::SetNull(*fields[i], row, true);
  }
}

// An array's items, by their places: as many as there are fields.
void JsonCast::write_items(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  auto& fields = duckdb::StructVector::GetEntries(vector);
  cursor.enter();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!cursor.next_element()) refuse_token(column.parts[i], "]");
    write_value(cursor, column.parts[i], *fields[i], row);
  }
  if (cursor.next_element()) refuse("Expected json array ending, but got " + token_of(cursor));
}

void JsonCast::write_scalar(JsonCursor& cursor, const JsonColumn& column, Vector& vector, idx_t row) {
  switch (column.type.id()) {
    case Id::BOOLEAN:
      return detail::put(vector, row, boolean(cursor));
    case Id::TINYINT:
      return detail::put(vector, row, integer<std::int8_t>(cursor));
    case Id::SMALLINT:
      return detail::put(vector, row, integer<std::int16_t>(cursor));
    case Id::INTEGER:
      return detail::put(vector, row, integer<std::int32_t>(cursor));
    case Id::BIGINT:
      return detail::put(vector, row, integer<std::int64_t>(cursor));
    case Id::FLOAT:
      return detail::put(vector, row, static_cast<float>(floating(cursor)));
    case Id::DOUBLE:
      return detail::put(vector, row, floating(cursor));
    case Id::VARCHAR:
      return detail::put(vector, row, text(cursor));
    default:  // DECIMAL
      return with_native(column.type, [&](auto zero) {
        using Native = decltype(zero);
        FlatVector::GetData<Native>(vector)[row] = from_int128<Native>(decimal(cursor, column.type));
      });
  }
}

// A fraction is rounded, half away from zero.
template <typename Integer>
Integer JsonCast::integer(JsonCursor& cursor) {
  const char* name = kNameOf<Integer>;
  const Kind kind = cursor.kind();
  const std::string_view token = cursor.scalar();
  if (kind == Kind::True || kind == Kind::False) return kind == Kind::True;
  if (kind == Kind::Fraction) {
    const double given = text_to_double(token).value_or(0);
    const double value = std::round(given);
    constexpr auto kEnd = -static_cast<double>(std::numeric_limits<Integer>::min());
    if (value >= -kEnd && value < kEnd) return static_cast<Integer>(value);
    refuse_value(sizeof(Integer) == 8
                     ? fmt::format("Unable to cast {} to bigint", double_to_text(given))
                     : fmt::format("Out of range for {}: {}", base::to_lower(name), double_to_text(given)));
  }
  const std::optional<std::int64_t> value = base::parse_int(token);
  const bool fits =
      value && *value >= std::numeric_limits<Integer>::min() && *value <= std::numeric_limits<Integer>::max();
  if (fits) return static_cast<Integer>(*value);
  if (kind == Kind::Text) refuse_value(fmt::format("Cannot cast '{}' to {}", token, name));
  refuse("");
}

double JsonCast::floating(JsonCursor& cursor) {
  const Kind kind = cursor.kind();
  const std::string_view token = cursor.scalar();
  if (kind == Kind::True || kind == Kind::False) return kind == Kind::True;
  const std::optional<double> value = text_to_double(token);
  if (!value) refuse_value(fmt::format("Cannot cast '{}' to DOUBLE", token));
  return *value;
}

bool JsonCast::boolean(JsonCursor& cursor) {
  const Kind kind = cursor.kind();
  const std::string_view token = cursor.scalar();
  if (kind == Kind::Integer || kind == Kind::Fraction) return text_to_double(token).value_or(0) != 0;
  const std::optional<bool> value = truth_of(token);
  if (!value) refuse_value(fmt::format("Cannot cast '{}' to BOOLEAN", token));
  return *value;
}

Int128 JsonCast::decimal(JsonCursor& cursor, const Type& type) {
  const Kind kind = cursor.kind();
  std::string_view token = cursor.scalar();
  if (kind == Kind::True || kind == Kind::False) token = kind == Kind::True ? "1" : "0";
  const auto value = text_to_decimal(token, precision_of(type), scale_of(type));
  if (value) return *value;
  if (!text_to_double(token)) refuse("");
  refuse_value("Cannot cast input json to " + name_of(type));
}

// A fraction as a double is written.
std::string JsonCast::text(JsonCursor& cursor) {
  const Kind kind = cursor.kind();
  std::string token(cursor.scalar());
  return kind == Kind::Fraction ? trino_double_text(text_to_double(token).value_or(0)) : token;
}

void JsonCast::refuse_value(const std::string& message) const {
  if (is_scalar()) refuse_cast(message);
  refuse(message);
}

void JsonCast::refuse_token(const JsonColumn& column, std::string_view token) const {
  switch (column.type.id()) {
    case Id::LIST:
      refuse(fmt::format("Expected a json array, but got {}", token));
    case Id::MAP:
      refuse(fmt::format("Expected a json object, but got {}", token));
    case Id::STRUCT:
      refuse(fmt::format("Expected a json array or object, but got {}", token));
    default:
      refuse(fmt::format("Unexpected token when cast to {}: {}", name_of(column.type), token));
  }
}

void JsonCast::refuse(const std::string& why) const {
  if (is_scalar()) refuse_cast(fmt::format("Cannot cast '{}' to {}", json_, shown_));
  constexpr std::size_t kMostShown = 10'000;
  const std::string_view shown = json_.substr(0, kMostShown);
  refuse_cast(fmt::format("Cannot cast to {}.{}{}\n{}{}", shown_, why.empty() ? "" : " ", why, shown,
                          shown.size() < json_.size() ? "...(truncated)" : ""));
}

}  // namespace engine
