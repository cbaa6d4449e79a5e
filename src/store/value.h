#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace store {

// What a statement binds: NULL, integer, real, text or bytes. The views must live until the call returns. To
// SQLite text and bytes are never equal, even if they read the same: a column is one or the other for ever.
struct Value {
  Value(std::nullptr_t) : kind(Kind::Null) {}
  Value(std::nullopt_t) : kind(Kind::Null) {}
  template <std::integral T>
  Value(T value) : kind(Kind::Integer), integer(static_cast<std::int64_t>(value)) {}
  Value(double value) : kind(Kind::Real), real(value) {}
  Value(std::string_view value) : kind(Kind::Text), text(value) {}
  Value(const std::string& value) : kind(Kind::Text), text(value) {}
  Value(const char* value) : kind(Kind::Text), text(value) {}
  template <typename T>
  Value(const std::optional<T>& value) : kind(Kind::Null) {
    if (value) *this = Value(*value);
  }
  static Value blob(std::string_view bytes) {
    Value value(bytes);
    value.kind = Kind::Blob;
    return value;
  }

  enum class Kind { Null, Integer, Real, Text, Blob } kind;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
};

}  // namespace store
