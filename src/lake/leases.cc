#include "lake/leases.h"

#include "lake/state.h"

namespace lake {

store::Sequence Leases::take() {
  std::lock_guard lock(mutex_);  // so that no horizon falls between the two steps
  const store::Sequence sequence = journal_.last_sequence();
  leased_.insert(sequence);
  return sequence;
}

bool Leases::release(store::Sequence sequence) {
  std::lock_guard lock(mutex_);
  const bool oldest = sequence == *leased_.begin();
  leased_.erase(leased_.find(sequence));
  return oldest && std::exchange(holds_back_, false);
}

store::Sequence Leases::horizon() {
  std::lock_guard lock(mutex_);
  const store::Sequence newest = journal_.last_sequence();
  holds_back_ = !leased_.empty() && *leased_.begin() < newest;
  return leased_.empty() ? newest : *leased_.begin();
}

Lease::Lease(Lease&& other) noexcept
    : lake_(std::exchange(other.lake_, nullptr)), sequence_(other.sequence_) {}

Lease::~Lease() {
  if (lake_ && lake_->state_->leases.release(sequence_)) lake_->state_->housekeeper.wake();
}

base::Result<Lease> Lake::lease() {
  return Lease(this, state_->leases.take());
}

}  // namespace lake
