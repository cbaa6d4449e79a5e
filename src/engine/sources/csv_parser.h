#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sources/csv_options.h"
#include "engine/sources/csv_structure.h"

namespace engine {

struct CsvField {
  const char* data = nullptr;
  std::uint32_t size = 0;
  bool quoted = false;
  bool unescaped = false;  // it stands otherwise in the file

  std::string_view text() const { return {data, size}; }
};

bool is_null(const CsvField& field, const CsvOptions& options);

// Cuts a window of text into records and fields, by the options' grammar. Fields point into the window or,
// when they hold escapes, into `spill`, whose strings stay where they are. One thread; knows nothing of
// files.
class CsvParser {
 public:
  explicit CsvParser(const CsvOptions& options);

  enum class Outcome {
    Record,             // fields() holds one record
    Incomplete,         // the window ends inside a record that starts at record_start()
    End,                // no record is left; only when the window is the last one
    UnterminatedQuote,  // of the record that starts at record_start()
    TooManyFields,      // likewise
  };

  // `window` begins at the start of a record; `last`: the file ends with it. Both texts outlive the parsing.
  void start(std::string_view window, bool last, std::vector<std::unique_ptr<std::string>>& spill);
  Outcome next();

  const std::vector<CsvField>& fields() const { return fields_; }
  std::size_t field_count() const { return field_count_; }
  std::size_t record_start() const { return record_start_; }  // of the latest record, in the window
  std::size_t position() const { return position_; }          // of the record after it
  std::string_view record_text() const;                       // the latest record, without its end

 private:
  enum class FieldEnd { Separator, Record, Incomplete, UnterminatedQuote };

  bool separates(std::size_t place) const;
  bool ends_line(std::size_t place) const;
  bool is_open(std::size_t place) const { return place + longest_end_ > window_.size() && !last_; }
  bool begins_comment() const;
  bool skip_line();
  Outcome whole_window();
  Outcome next_record();
  Outcome open_csv_record();
  std::optional<Outcome> plain_open_csv_fields(std::size_t line_end);
  Outcome cut_open_csv_fields(std::string_view line);
  bool is_blank_record() const;
  std::size_t after_blanks(std::size_t offset) const;
  FieldEnd plain_field();
  FieldEnd quoted_field();
  FieldEnd to_separator(std::size_t opening, std::size_t stray, bool escaped);
  void add_raw_field(std::size_t opening, std::size_t stray, std::size_t to, bool escaped);
  FieldEnd end_field(std::size_t place);
  FieldEnd end_of_window();
  void add_field(std::size_t from, std::size_t to, bool quoted, bool escaped);
  void skip_places_before(std::size_t offset);
  std::string unescape(std::string_view text, bool quoted) const;

  const CsvOptions options_;
  const CsvStructure structure_;
  const std::size_t longest_end_;  // of fields and of lines, in bytes
  std::string_view window_;
  bool last_ = false;
  std::vector<std::unique_ptr<std::string>>* spill_ = nullptr;
  std::vector<std::uint32_t> places_;
  std::size_t next_place_ = 0;
  std::size_t position_ = 0;  // where the next field starts
  std::size_t record_start_ = 0;
  std::vector<CsvField> fields_;
  std::size_t field_count_ = 0;
};

}  // namespace engine
