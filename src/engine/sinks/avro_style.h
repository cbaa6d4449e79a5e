#pragma once

#include <string>

#include "engine/sources/avro_schema.h"

namespace engine {

// How the fields of an Avro schema that a writer was given are found among the columns.
enum class AvroFieldsBy { Name, Place };

// How the Avro files of a write are made.
struct AvroStyle {
  AvroNames names;
  std::string schema;  // that the writer was given; empty: the one that Spark gives such rows
  AvroFieldsBy by = AvroFieldsBy::Name;
};

}  // namespace engine
