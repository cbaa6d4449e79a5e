#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/sources/json_options.h"
#include "engine/sources/json_records.h"
#include "engine/sources/json_shape.h"

namespace engine {

// Finds the columns that records have together, record by record, as Spark's reader does.
class JsonInference {
 public:
  explicit JsonInference(const JsonOptions& options) : options_(options) {}

  // Takes the record in that the reader is at. What is given is wrong with it, and fails the read.
  std::optional<std::string> add(const JsonRecords& records);
  // One that is malformed, as is said.
  std::optional<std::string> add_malformed(std::string problem);

  base::Result<std::vector<Field>> columns() const;

 private:
  const JsonOptions& options_;
  JsonShape shape_;
  std::size_t fields_ = 0;
  bool corrupt_ = false;
};

}  // namespace engine
