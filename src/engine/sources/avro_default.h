#pragma once

#include "duckdb/common/types/value.hpp"
#include "engine/sources/avro_schema.h"

namespace engine {

// The default of a field, which its schema writes as JSON
// (https://avro.apache.org/docs/1.12.0/specification/#schema-record), as a value of `wanted`. Of a union it
// is one of the first branch. Defaults of nested types, but for empty ones, are refused by the field's name.
base::Result<duckdb::Value> avro_default(const boost::json::value& json, const AvroType& type,
                                         const Type& wanted, const std::string& field);

}  // namespace engine
