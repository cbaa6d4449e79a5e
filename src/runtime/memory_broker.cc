#include "runtime/memory_broker.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace runtime {

MemoryLease::MemoryLease(MemoryLease&& other) noexcept
    : broker_(std::exchange(other.broker_, nullptr)), bytes_(other.bytes_) {}

MemoryLease& MemoryLease::operator=(MemoryLease&& other) noexcept {
  std::swap(broker_, other.broker_);  // ours is given back by the other's end
  std::swap(bytes_, other.bytes_);
  return *this;
}

MemoryLease::~MemoryLease() {
  if (broker_ != nullptr) broker_->give_back(bytes_);
}

MemoryBroker::MemoryBroker(std::int64_t share_bytes, int runs_at_once)
    : share_(std::max(share_bytes, kLeast)),
      places_(static_cast<int>(std::min<std::int64_t>(runs_at_once, share_ / kLeast))),
      held_back_(std::max(share_ / places_ / 2, kLeast)) {
  ASSERT(runs_at_once > 0, "at least one run may work");
}

MemoryBroker::~MemoryBroker() {
  ASSERT(leases_ == 0, "every lease is given back before the broker goes");
}

std::optional<MemoryLease> MemoryBroker::lease(std::int64_t wanted_bytes, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  const auto place = queue_.insert(queue_.end(), next_ticket_++);
  const bool served = changed_.wait(lock, stop, [&] { return leases_ < places_ && queue_.begin() == place; });
  queue_.erase(place);
  changed_.notify_all();  // the next in the queue may have its turn
  if (!served) return std::nullopt;
  const std::int64_t bytes = std::min(wanted_bytes, most_for_the_next());
  leased_ += bytes;
  ++leases_;
  return MemoryLease(*this, bytes);
}

// What is free is at least held_back_ for each free place, before and after.
std::int64_t MemoryBroker::most_for_the_next() const {
  const bool alone = leases_ == 0 && queue_.empty();
  const std::int64_t free = share_ - leased_ - (places_ - leases_ - 1) * held_back_;
  return alone ? free : std::min(free, std::max(share_ / places_, held_back_));
}

MemoryBroker::Usage MemoryBroker::usage() const {
  std::lock_guard lock(mutex_);
  return {.share_bytes = share_,
          .leased_bytes = leased_,
          .leases = leases_,
          .waiting = static_cast<int>(queue_.size())};
}

void MemoryBroker::give_back(std::int64_t bytes) {
  std::lock_guard lock(mutex_);
  leased_ -= bytes;
  --leases_;
  changed_.notify_all();
}

}  // namespace runtime
