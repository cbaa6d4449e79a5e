#pragma once

#include <string>
#include <string_view>

#include "api/glue/tables.h"
#include "api/glue/types.h"
#include "base/result.h"
#include "wire/json_codec.h"

namespace services::glue {

// Shapes of Glue's API as the journal keeps them: the JSON that they have on the wire.
template <typename T>
std::string to_stored(const wire::Shape& shape, const T& value) {
  return wire::encode_json(shape, &value);
}

// What was stored was checked when it came in, and is not checked again.
template <typename T>
base::Result<T> from_stored(const wire::Shape& shape, std::string_view json) {
  static constexpr wire::ServiceInfo kJournal{.name = "glue"};
  T value;
  wire::InputCheck unheeded(kJournal, shape.name);
  TRY(wire::decode_json(shape, json, unheeded, &value));
  return value;
}

}  // namespace services::glue
