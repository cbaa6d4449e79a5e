#include "runtime/slots.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/assert.h"

namespace runtime {

Slot::Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}

Slot& Slot::operator=(Slot&& other) noexcept {
  std::swap(slots_, other.slots_);  // ours is given back by the other's end
  return *this;
}

Slot::~Slot() {
  if (slots_ != nullptr) slots_->release();
}

Slots::Slots(int count) : total_(count) {
  ASSERT(count > 0, "there is at least one slot");
}

Slots::~Slots() {
  ASSERT(used_ == 0, "every slot is given back before the slots go");
}

int Slots::one_per_core() {
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::optional<Slot> Slots::acquire(std::stop_token stop, std::optional<base::Timestamp> since) {
  std::unique_lock lock(mutex_);
  const base::Timestamp last = queue_.empty() ? base::Timestamp::min() : queue_.rbegin()->first;
  const auto place = queue_.insert({since.value_or(last), next_ticket_++}).first;
  const bool served = changed_.wait(lock, stop, [&] { return used_ < total_ && queue_.begin() == place; });
  queue_.erase(place);
  changed_.notify_all();  // the next in the queue may have its turn
  if (!served) return std::nullopt;
  ++used_;
  return Slot(*this);
}

Slots::Usage Slots::usage() const {
  std::lock_guard lock(mutex_);
  return {.total = total_, .used = used_, .waiting = static_cast<int>(queue_.size())};
}

void Slots::release() {
  std::lock_guard lock(mutex_);
  --used_;
  changed_.notify_all();
}

}  // namespace runtime
