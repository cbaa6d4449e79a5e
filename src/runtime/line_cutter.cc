#include "runtime/line_cutter.h"

#include <unistd.h>

#include <cerrno>

namespace runtime {

constexpr std::size_t kLineMax = 64 * 1024;

bool LineCutter::read_some(int fd) {
  char buffer[16 * 1024];
  const ssize_t count = ::read(fd, buffer, sizeof buffer);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) {
    if (!rest_.empty()) give(rest_);
    rest_.clear();
    return false;
  }
  rest_.append(buffer, static_cast<std::size_t>(count));
  std::size_t start = 0;
  for (std::size_t end; (end = rest_.find('\n', start)) != std::string::npos; start = end + 1)
    give(std::string_view(rest_).substr(start, end - start));
  rest_.erase(0, start);
  for (; rest_.size() > kLineMax; rest_.erase(0, kLineMax)) give(std::string_view(rest_).substr(0, kLineMax));
  return true;
}

void LineCutter::give(std::string_view line) {
  if (on_line_) on_line_(line);
}

}  // namespace runtime
