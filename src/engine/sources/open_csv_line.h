#pragma once

#include <string>
#include <string_view>

#include "engine/sources/csv_options.h"

namespace engine {

// Cuts one line into fields as opencsv 2.3 does, and with it OpenCSVSerde and Trino, whose CsvDeserializer is
// compatible with it bug for bug: quotes count wherever they stand, those inside of a field stay in it unless
// only blanks stand before, and a field whose quote is not closed is left out. An empty line has no field.
//
// Texts are put into `texts`, which they point into; the line and `texts` outlive them. One line each.
class OpenCsvLine {
 public:
  OpenCsvLine(std::string_view line, const CsvOptions& options, std::string& texts);

  bool next(std::string_view& field);  // false: there is none left

 private:
  bool is_at(std::size_t place, std::optional<char> character) const;
  void take_escape();
  void take_quote();
  bool stands_inside_a_field() const;
  bool end_field(std::string_view& field);

  const std::string_view line_;
  const CsvOptions& options_;
  std::string& texts_;
  std::size_t place_ = 0;
  std::size_t begin_;  // of the field's text
  bool in_quotes_ = false;
  bool in_field_ = false;
  bool over_;
};

}  // namespace engine
