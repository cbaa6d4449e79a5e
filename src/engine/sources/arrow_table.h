#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/parser/tableref.hpp"
#include "engine/functions/types.h"

struct ArrowArrayStream;

namespace engine {

// Rows in Arrow's stream format, as DuckDB scans them in place. The bytes outlive it, and it outlives the
// scans; any number of threads may scan.
class ArrowTable {
 public:
  // Refuses bytes that are no such stream.
  static base::Result<std::unique_ptr<ArrowTable>> open(std::string_view bytes);

  const std::vector<std::string>& names() const { return names_; }
  // A table function that gives the rows.
  duckdb::unique_ptr<duckdb::TableRef> scan() const;

  ArrowArrayStream read() const;  // from the beginning

 private:
  explicit ArrowTable(std::string_view bytes) : bytes_(bytes) {}

  const std::string_view bytes_;
  std::vector<std::string> names_;
};

}  // namespace engine
