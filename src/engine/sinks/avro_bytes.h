#pragma once

#include <string>
#include <string_view>

#include "engine/sinks/orc_encoders.h"

namespace engine {

// As Avro writes numbers, and texts and bytes behind their length
// (https://avro.apache.org/docs/1.12.0/specification/#binary-encoding).
inline void append_avro_long(std::string& out, std::int64_t value) {
  append_varint(out, to_zigzag(value));
}

inline void append_avro_bytes(std::string& out, std::string_view bytes) {
  append_avro_long(out, static_cast<std::int64_t>(bytes.size()));
  out += bytes;
}

}  // namespace engine
