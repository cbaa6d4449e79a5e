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
  leased_.erase(leased_.find(sequence));
  return sequence < looked_ && !leased_.contains(sequence);
}

std::vector<UnreadSpan> Leases::unread() {
  std::lock_guard lock(mutex_);
  std::vector<UnreadSpan> spans;
  store::Sequence after = -1;  // before any commit
  for (auto lease = leased_.begin(); lease != leased_.end(); lease = leased_.upper_bound(*lease)) {
    spans.push_back({.after = after, .until = *lease});
    after = *lease;
  }
  looked_ = journal_.last_sequence();
  spans.push_back({.after = after, .until = looked_});
  return spans;
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
