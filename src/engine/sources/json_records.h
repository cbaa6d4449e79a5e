#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/sources/json_options.h"
#include "engine/sources/json_text.h"
#include "engine/sources/line_reader.h"

namespace engine {

// The values of a JSON text that a path leads to: all of them, or those of its first value. Where the path
// ends at an array, its elements. One thread.
class JsonValues {
 public:
  JsonValues(JsonText text, const JsonOptions& options) : text_(std::move(text)), options_(options) {}

  enum class Outcome { Value, Broken, End };
  // Broken: what stands from here on is no JSON; value() is as much of it as a record may be, and there are
  // no more.
  base::Result<Outcome> next();
  std::string_view value() const { return value_; }  // valid until the next
  std::int64_t offset() const { return value_offset_; }

 private:
  // An object or array that the path leads through, or whose elements are the values.
  struct Level {
    const JsonStep* step;
    std::size_t next_step;
    bool first = true;
    std::size_t index = 0;
  };
  enum class Found { Value, Nothing, Broken };
  Found enter(std::size_t step);
  Found advance();
  Found through_object(Level& level);
  Found through_array(Level& level);
  Found pass();

  JsonText text_;
  const JsonOptions& options_;
  std::vector<Level> levels_;
  std::size_t values_ = 0;  // at the top of the text
  bool over_ = false;
  std::string_view value_;
  std::int64_t value_offset_ = 0;
};

// The records of a part of a file: its lines, each with its values, or the values of the whole file. One
// thread.
class JsonRecords {
 public:
  // Of lines: those that start in [begin, end).
  JsonRecords(std::shared_ptr<TextInput> file, const JsonOptions& options, std::int64_t begin,
              std::int64_t end);
  // Of a record in memory, at which it is; it has no file to name.
  JsonRecords(std::string_view record, const JsonOptions& options) : options_(options), record_(record) {}

  // False: there is none left. The record is one JSON value, or meant to be one.
  base::Result<bool> next();
  std::string_view record() const { return record_; }  // valid until the next
  bool broken() const { return broken_; }              // surely none
  std::string problem() const;                         // of one that is no object, or broken
  base::Error bad_data(std::string_view what) const;   // about it, by file and line

 private:
  base::Result<bool> next_value();

  const std::shared_ptr<TextInput> file_;
  const JsonOptions& options_;
  std::unique_ptr<LineReader> lines_;   // null: the values are the file's
  std::unique_ptr<JsonValues> values_;  // of the line or of the file
  std::string_view record_;
  std::int64_t offset_ = 0;
  bool broken_ = false;
};

}  // namespace engine
