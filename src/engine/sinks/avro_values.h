#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/functions/types.h"
#include "engine/sinks/avro_style.h"
#include "engine/sinks/value_text.h"
#include "engine/sources/avro_schema.h"

namespace engine {

// How values become those of an Avro type; avro_values.h of the sources is the other side.
class AvroWriter {
 public:
  virtual ~AvroWriter() = default;
  // The value of a row, whether it is NULL or not. Raises where the type has no place for it.
  virtual void append(std::string& out, const VectorFormat& values, duckdb::idx_t row) const = 0;
};

// One for each field of the record, and the column that its values come from.
struct AvroRowWriter {
  struct Part {
    std::size_t column;
    std::unique_ptr<AvroWriter> writer;
  };
  std::vector<Part> parts;
};

// By name, whatever its case, or by place. Refuses, by name, what columns and fields have not in common.
base::Result<AvroRowWriter> avro_row_writer(const AvroType& record, const std::vector<Field>& columns,
                                            AvroFieldsBy by);

}  // namespace engine
