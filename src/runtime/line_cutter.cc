#include "runtime/line_cutter.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace runtime {

constexpr std::size_t kLineMax = 64 * 1024;
constexpr std::size_t kReadAtOnce = 16 * 1024;

bool LineCutter::read_some(int fd) {
  char buffer[kReadAtOnce];
  const ssize_t count = ::read(fd, buffer, sizeof buffer);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return end(), false;
  take({buffer, static_cast<std::size_t>(count)});
  return true;
}

void LineCutter::read_rest(int fd) {
  int rest = 0;
  if (::ioctl(fd, FIONREAD, &rest) != 0) rest = 0;
  while (rest > 0) {
    char buffer[kReadAtOnce];
    const ssize_t count = ::read(fd, buffer, std::min(sizeof buffer, static_cast<std::size_t>(rest)));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    take({buffer, static_cast<std::size_t>(count)});
    rest -= static_cast<int>(count);
  }
  end();
}

void LineCutter::take(std::string_view bytes) {
  rest_.append(bytes);
  std::size_t start = 0;
  for (std::size_t end; (end = rest_.find('\n', start)) != std::string::npos; start = end + 1)
    give(std::string_view(rest_).substr(start, end - start));
  rest_.erase(0, start);
  for (; rest_.size() > kLineMax; rest_.erase(0, kLineMax)) give(std::string_view(rest_).substr(0, kLineMax));
}

void LineCutter::end() {
  if (!rest_.empty()) give(rest_);
  rest_.clear();
}

void LineCutter::give(std::string_view line) {
  if (on_line_) on_line_(line);
}

}  // namespace runtime
