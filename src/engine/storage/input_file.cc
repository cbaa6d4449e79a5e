#include "engine/storage/input_file.h"

#include <algorithm>
#include <iterator>

#include "base/file.h"
#include "engine/error_codes.h"

namespace engine {

// An extent is merged away once at most, so n reads cost n log n, in whatever order they come.
std::int64_t ReadExtents::add(std::int64_t begin, std::int64_t end) {
  if (begin >= end) return 0;
  std::lock_guard lock(mutex_);
  std::int64_t fresh = end - begin;
  // The first extent that may touch: the one before `begin`, when it reaches so far.
  auto at = extents_.upper_bound(begin);
  if (at != extents_.begin() && std::prev(at)->second >= begin) --at;
  std::int64_t from = begin, to = end;
  while (at != extents_.end() && at->first <= end) {
    fresh -= std::max<std::int64_t>(0, std::min(end, at->second) - std::max(begin, at->first));
    from = std::min(from, at->first);
    to = std::max(to, at->second);
    at = extents_.erase(at);
  }
  extents_.emplace(from, to);
  return fresh;
}

// After the bytes were read: a run takes a read a thread more than it may, at most.
base::Result<void> ScanBudget::spend(std::int64_t bytes) {
  if ((left_ -= bytes) >= 0) return {};
  return base::refusal(kScanLimitExceeded, 400, fmt::format("The run reads more than {} bytes.", limit_));
}

base::Result<std::size_t> InputFile::read_at(std::span<char> into, std::int64_t offset) const {
  if (offset < 0 || offset > size_)
    return base::refusal("BadData", 400,
                         fmt::format("{} is damaged: it points to byte {} of {}.", uri_, offset, size_));
  const auto read = base::read_at(file_.get(), into, offset);
  if (!read.ok()) return base::Error(read.error()).context(uri_);
  const std::size_t done = *read;
  const std::int64_t fresh = extents_->add(offset, offset + static_cast<std::int64_t>(done));
  counters_->bytes += fresh;
  if (budget_) TRY(budget_->spend(fresh));
  return done;
}

}  // namespace engine
