#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/sources/csv_parser.h"

namespace engine {

// The record that a text by itself holds, for texts that are values and no files; what stands behind it is
// not read. One thread.
class CsvLine {
 public:
  explicit CsvLine(const CsvOptions& options) : options_(options), parser_(options) {}

  // False: there is none. One of endless fields is bad data. The text outlives the fields.
  base::Result<bool> read(std::string_view text);
  std::span<const CsvField> fields() const {
    return std::span(parser_.fields()).first(parser_.field_count());
  }
  std::vector<std::optional<std::string>> texts() const;  // those that the options call NULL being none

 private:
  const CsvOptions options_;
  CsvParser parser_;
  std::vector<std::unique_ptr<std::string>> spill_;
};

// The columns that the fields of a first record name: a header's; of what it leaves unnamed, and of any other
// record, names are made up.
struct CsvNames {
  std::vector<std::string> names;
  std::optional<std::string> repeated;  // one that is there twice, where that is refused
};
CsvNames csv_names(std::span<const CsvField> fields, const CsvOptions& options);

}  // namespace engine
