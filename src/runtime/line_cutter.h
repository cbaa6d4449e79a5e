#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace runtime {

// Cuts what comes out of a pipe into lines. A line longer than 64 KiB comes in pieces, so memory is bounded.
class LineCutter {
 public:
  explicit LineCutter(std::function<void(std::string_view)> on_line) : on_line_(std::move(on_line)) {}

  // Reads once; false at the end, after the last, unfinished line was given.
  bool read_some(int fd);

  // Reads what is there now and gives the last, unfinished line: for a pipe whose end may never come, as
  // somebody else holds it open.
  void read_rest(int fd);

 private:
  void take(std::string_view bytes);
  void end();
  void give(std::string_view line);
  std::function<void(std::string_view)> on_line_;
  std::string rest_;
};

}  // namespace runtime
