#pragma once

#include <mutex>
#include <set>
#include <vector>

#include "store/journal.h"

namespace lake {

// Between two leases, or before the first, or behind the last: what became visible after `after` and ended at
// or before `until`, nobody reads and nobody ever will.
struct UnreadSpan {
  store::Sequence after = 0;
  store::Sequence until = 0;
};

// Which commits somebody still reads as of. In memory only: nobody reads across a restart. Thread-safe.
class Leases {
 public:
  explicit Leases(const store::Journal& journal) : journal_(journal) {}

  store::Sequence take();
  // Whether removals that were held back may be possible now.
  bool release(store::Sequence sequence);

  // All that nobody reads, in order. A later lease is of a later commit, so it sees none of it either.
  std::vector<UnreadSpan> unread();

 private:
  const store::Journal& journal_;
  std::mutex mutex_;
  std::multiset<store::Sequence> leased_;
  store::Sequence looked_ = 0;  // the newest commit when somebody last asked for what is unread
};

}  // namespace lake
