#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace engine {

// What one Read of a program took from storage; many threads add to it. Bytes that are read again (a file's
// head, looked at before its rows; the seam between two parts; a footer) count once.
struct ReadCounters {
  std::atomic<std::int64_t> rows{0};
  std::atomic<std::int64_t> bytes{0};
  std::atomic<std::int64_t> short_rows{0};
  std::atomic<std::int64_t> long_rows{0};
};

// Which bytes of one object were read, so that none counts twice. Thread-safe.
class ReadExtents {
 public:
  // Returns how many of the bytes in [begin, end) are new.
  std::int64_t add(std::int64_t begin, std::int64_t end);

 private:
  std::mutex mutex_;
  std::map<std::int64_t, std::int64_t> extents_;  // end by begin; none touches another
};

// What all reads of a run may take from storage together. Thread-safe.
class ScanBudget {
 public:
  explicit ScanBudget(std::int64_t bytes) : limit_(bytes), left_(bytes) {}
  // An error of the caller's (kScanLimitExceeded) once it is used up.
  base::Result<void> spend(std::int64_t bytes);

 private:
  const std::int64_t limit_;
  std::atomic<std::int64_t> left_;
};

// One pinned object, open for reading at any place; `extents` is what it shares with others of the same
// object that are on the same account. Thread-safe.
class InputFile {
 public:
  InputFile(std::string uri, base::Fd file, std::int64_t size, std::shared_ptr<ReadCounters> counters,
            std::shared_ptr<ReadExtents> extents = std::make_shared<ReadExtents>(),
            std::shared_ptr<ScanBudget> budget = nullptr)
      : uri_(std::move(uri)),
        file_(std::move(file)),
        size_(size),
        counters_(std::move(counters)),
        extents_(std::move(extents)),
        budget_(std::move(budget)) {}

  const std::string& uri() const { return uri_; }
  std::int64_t size() const { return size_; }

  // Fills `into` from `offset`; fewer bytes only at the end of the file.
  base::Result<std::size_t> read_at(std::span<char> into, std::int64_t offset) const;

 private:
  std::string uri_;
  base::Fd file_;
  std::int64_t size_;
  std::shared_ptr<ReadCounters> counters_;
  std::shared_ptr<ReadExtents> extents_;
  std::shared_ptr<ScanBudget> budget_;  // null: none
};

}  // namespace engine
