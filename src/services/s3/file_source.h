#pragma once

#include "base/bytes.h"

namespace services::s3 {

// Pulls a stretch of a file. Shorter than it should be: the world's error.
class FileSource final : public base::ByteSource {
 public:
  explicit FileSource(base::FileSlice slice) : slice_(std::move(slice)) {}
  base::Result<std::size_t> read(std::span<char> into) override;

 private:
  base::FileSlice slice_;  // what is still to be read
};

}  // namespace services::s3
