#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/storage/text_input.h"

namespace engine {

// Reads the lines that start in [begin, end) of a text; `begin` may lie anywhere in a line that starts
// before. Lines end with \n, \r or \r\n, or with what is said to end them, and then `begin` is where one
// begins. One thread, memory bounded by the longest line that is allowed.
class LineReader {
 public:
  enum class Bytes { Utf8, Any };
  LineReader(std::shared_ptr<TextInput> file, std::int64_t begin, std::int64_t end, std::size_t longest,
             Bytes bytes = Bytes::Utf8, std::string line_end = {})
      : file_(std::move(file)),
        begin_(begin),
        end_(end),
        longest_(longest),
        bytes_(bytes),
        line_end_(std::move(line_end)) {}

  // False: there is none left. What is no UTF-8, unless any bytes will do, or too long, is the caller's fault
  // (BadData), named by file and line.
  base::Result<bool> next();
  std::string_view line() const { return line_; }       // without its end; valid until the next
  std::int64_t offset() const { return line_offset_; }  // in the text

 private:
  std::size_t find_end(std::size_t from) const;
  std::size_t end_size(std::size_t end) const;
  base::Result<void> start();
  base::Result<bool> fetch();
  base::Result<void> check();

  const std::shared_ptr<TextInput> file_;
  const std::int64_t begin_;
  const std::int64_t end_;
  const std::size_t longest_;
  const Bytes bytes_;
  const std::string line_end_;  // empty: the usual ones
  bool started_ = false;
  bool at_end_ = false;  // of the file: nothing is left to fetch
  std::string buffer_;
  std::size_t position_ = 0;  // in the buffer, of the next line
  std::int64_t buffer_offset_ = 0;
  std::string_view line_;
  std::int64_t line_offset_ = 0;
};

}  // namespace engine
