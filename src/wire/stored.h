#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/json_codec.h"

namespace wire {

// Shapes of an API as the journal keeps them: the JSON that they have on the wire.
template <typename T>
std::string to_stored(const Shape& shape, const T& value) {
  return encode_json(shape, &value);
}

// What was stored was checked when it came in, and is not checked again.
template <typename T>
base::Result<T> from_stored(const Shape& shape, std::string_view json) {
  static constexpr ServiceInfo kJournal{.name = "journal"};
  T value;
  InputCheck unheeded(kJournal, shape.name);
  TRY(decode_json(shape, json, unheeded, &value));
  return value;
}

}  // namespace wire
