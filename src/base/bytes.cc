#include "base/bytes.h"

#include <algorithm>
#include <cstring>

#include "base/body_faults.h"

namespace base {

Result<std::size_t> StringSource::read(std::span<char> into) {
  const std::size_t count = std::min(into.size(), bytes_.size() - position_);
  std::memcpy(into.data(), bytes_.data() + position_, count);
  position_ += count;
  return count;
}

Result<std::string> read_all(ByteSource& source, std::size_t limit) {
  constexpr std::size_t kStep = 64 * 1024;
  std::string bytes;
  for (;;) {
    const std::size_t filled = bytes.size();
    bytes.resize(filled + kStep);
    const std::size_t count = TRY(source.read(std::span(bytes).subspan(filled)));
    bytes.resize(filled + count);
    if (count == 0) return bytes;
    if (bytes.size() > limit)
      return refusal(std::string(kBodyTooLarge), 413,
                     fmt::format("The request body is larger than {} bytes.", limit));
  }
}

}  // namespace base
