#pragma once

#include <memory>
#include <string>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/sources/avro_cursor.h"

namespace engine {

// How the values of an Avro type become values of ours.
class AvroReader {
 public:
  virtual ~AvroReader() = default;
  // One value, into a flat vector. Raises.
  virtual void read(AvroCursor& cursor, duckdb::Vector& into, duckdb::idx_t row) = 0;
};

// The fields of a record that are wanted, read in the order in which the file has them.
class AvroRecordReader {
 public:
  struct Part {
    AvroTypePtr type;
    std::unique_ptr<AvroReader> reader;  // null: nobody wants it
    std::size_t place = 0;               // among the wanted
  };
  struct Missing {
    std::size_t place = 0;
    duckdb::Value value;
  };
  AvroRecordReader(std::vector<Part> parts, std::vector<Missing> missing)
      : parts_(std::move(parts)), missing_(std::move(missing)) {}

  void read(AvroCursor& cursor, const std::vector<duckdb::Vector*>& into, duckdb::idx_t row);

 private:
  std::vector<Part> parts_;
  std::vector<Missing> missing_;
};

// How fields that are wanted are found in records.
struct AvroMatch {
  const InputFile& file;             // for messages
  const AvroType* schema = nullptr;  // that the reader was given; null: none
  enum class By { Name, Place } by = By::Name;
};

// `wanted`: fields of a table, or some of them, `places`: where each stands there. What the record lacks is
// NULL or, of a schema that the reader was given, its default. A type that cannot be what is wanted is
// refused, by name.
AvroRecordReader avro_record_reader(const AvroType& record, const std::vector<Field>& wanted,
                                    const std::vector<std::size_t>& places, const AvroMatch& match);

}  // namespace engine
