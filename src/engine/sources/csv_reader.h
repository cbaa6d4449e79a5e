#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/sources/csv_parser.h"
#include "engine/storage/text_input.h"

namespace engine {

// A part of a CSV file, read at once by one thread: the records that start in [begin, end). `begin` is itself
// the start of a record, or may lie anywhere (then the records must be lines: no multiline).
struct CsvRange {
  enum class Begin { AtRecord, Anywhere };
  std::int64_t begin = 0;
  std::int64_t end = 0;
  Begin kind = Begin::AtRecord;
};

// What the start of a file says of the rest.
struct CsvHead {
  std::int64_t data_begin = 0;  // where the records start: behind byte order mark, skipped lines and header
  std::vector<std::string>
      columns;  // the header's names; without header, made-up names for the first record's fields
};

// The bytes that fields point into: one window of a file and the texts that had escapes. Shared by the reader
// and by whoever still holds fields.
struct CsvWindow {
  std::string bytes;
  std::vector<std::unique_ptr<std::string>> spill;
};

// Reads the records of one range of a file, window by window, in memory bounded by
// CsvOptions::kMaxRecordBytes. Bad data (an open quote, invalid UTF-8, an endless record, one of endless
// fields) is the caller's fault, code "BadData", named by file and line. One thread.
class CsvReader {
 public:
  CsvReader(std::shared_ptr<TextInput> file, const CsvOptions& options, CsvRange range);

  static base::Result<CsvHead> read_head(const std::shared_ptr<TextInput>& file, const CsvOptions& options);

  // Moves to the next record; false at the end of the range. Its fields stay valid as long as window() is
  // held.
  base::Result<bool> next();
  const std::vector<CsvField>& fields() const { return parser_.fields(); }
  std::size_t field_count() const { return parser_.field_count(); }
  std::string_view record_text() const { return parser_.record_text(); }
  const std::shared_ptr<CsvWindow>& window() const { return window_; }
  bool window_is_text() const { return is_text_; }     // false: some bytes are no UTF-8 (any_bytes)
  bool window_is_used_up() const { return used_up_; }  // the next record needs another window

 private:
  base::Result<void> load_window(std::int64_t offset, std::size_t wanted);
  base::Result<bool> start();
  std::size_t window_at(std::int64_t offset) const;
  base::Result<std::int64_t> first_record();
  base::Result<void> check_text();
  base::Result<void> check_bounds(std::int64_t start) const;
  static base::Result<std::vector<std::string>> column_names(const CsvReader& first,
                                                             const CsvOptions& options);
  base::Error bad_data(std::int64_t offset, std::string_view what) const;
  base::Result<void> check_encoding() const;

  std::shared_ptr<TextInput> file_;
  const CsvOptions options_;
  const CsvRange range_;
  CsvParser parser_;
  std::shared_ptr<CsvWindow> window_;
  std::size_t window_bytes_;
  std::int64_t window_begin_ = -1;  // its offset in the file; -1 before the first
  bool last_window_ = false;        // the file ends with it
  bool used_up_ = false;
  bool is_text_ = true;
};

}  // namespace engine
