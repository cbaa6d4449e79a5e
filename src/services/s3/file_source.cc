#include "services/s3/file_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace services::s3 {

base::Result<std::size_t> FileSource::read(std::span<char> into) {
  const auto wanted = std::min(static_cast<std::int64_t>(into.size()), slice_.length);
  if (wanted == 0) return std::size_t{0};
  ssize_t count = 0;
  do {
    count = ::pread(slice_.file.get(), into.data(), static_cast<std::size_t>(wanted), slice_.offset);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return base::errno_failure("reading a content");
  if (count == 0) return base::failure("a content's file is {} bytes short", slice_.length);
  slice_.offset += count;
  slice_.length -= count;
  return static_cast<std::size_t>(count);
}

}  // namespace services::s3
