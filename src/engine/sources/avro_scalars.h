#pragma once

#include "engine/sources/avro_values.h"

namespace engine {

// How numbers, times, texts, bytes and decimals of Avro become ours. `promotes`: to all that Avro's own rules
// allow, else to what Spark's do. Null: the type cannot be what is wanted.
std::unique_ptr<AvroReader> avro_scalar_reader(const AvroType& type, const Type& wanted, bool promotes);

// `is_text`: what is no UTF-8 of it is shown as U+FFFD.
void put_avro_bytes(std::string_view bytes, bool is_text, duckdb::Vector& into, duckdb::idx_t row);

}  // namespace engine
