#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace engine {

// What one Read of a program took from storage; many threads add to it. Bytes that are read again (a file's head, looked
// at before its rows) count once.
struct ReadCounters {
  std::atomic<std::int64_t> rows{0};
  std::atomic<std::int64_t> bytes{0};
  std::atomic<std::int64_t> short_rows{0};
  std::atomic<std::int64_t> long_rows{0};
};

// One pinned object, open for reading at any place. Thread-safe.
class InputFile {
 public:
  InputFile(std::string uri, base::Fd file, std::int64_t size, std::shared_ptr<ReadCounters> counters)
      : uri_(std::move(uri)), file_(std::move(file)), size_(size), counters_(std::move(counters)) {}

  const std::string& uri() const { return uri_; }
  std::int64_t size() const { return size_; }

  // Fills `into` from `offset`; fewer bytes only at the end of the file.
  base::Result<std::size_t> read_at(std::span<char> into, std::int64_t offset) const;

 private:
  std::string uri_;
  base::Fd file_;
  std::int64_t size_;
  std::shared_ptr<ReadCounters> counters_;
  mutable std::atomic<std::int64_t> taken_{0};  // with what was read again
};

}  // namespace engine
