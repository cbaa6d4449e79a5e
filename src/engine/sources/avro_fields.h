#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/sources/avro_schema.h"

namespace engine {

// Finds in a record of a file the fields that are wanted: by Avro's own rules where the reader was given a
// schema, else by Spark's, for which a name's case does not matter. As long as both schemas live.
class AvroFields {
 public:
  // `own`: the record that the reader's schema has in this place; null: none.
  AvroFields(const AvroType& record, const AvroType* own);

  // What the reader's schema says of a field that is wanted.
  const AvroType::Field* own(const std::string& wanted) const;
  // Its place in the record; several: those of names that differ in case alone, among which Spark does not
  // choose.
  std::vector<std::size_t> places_of(const std::string& wanted) const;

 private:
  using Places = std::unordered_map<std::string, std::size_t>;
  std::optional<std::size_t> place_of(const AvroType::Field& own) const;

  const AvroType* own_;
  Places by_name_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_lower_name_;
  Places own_by_lower_name_;
};

}  // namespace engine
