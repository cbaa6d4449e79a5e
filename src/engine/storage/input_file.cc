#include "engine/storage/input_file.h"

#include <unistd.h>

#include <algorithm>

namespace engine {

base::Result<std::size_t> InputFile::read_at(std::span<char> into, std::int64_t offset) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count = ::pread(file_.get(), into.data() + done, into.size() - done,
                               offset + static_cast<std::int64_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return base::errno_failure("reading {}", uri_);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  const std::int64_t before = taken_.fetch_add(static_cast<std::int64_t>(done));
  counters_->bytes += std::min(before + static_cast<std::int64_t>(done), size_) - std::min(before, size_);
  return done;
}

}  // namespace engine
