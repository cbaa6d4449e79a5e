#pragma once

#include <mutex>
#include <set>

#include "store/journal.h"

namespace lake {

// Which commits somebody still reads as of. In memory only: nobody reads across a restart. Thread-safe.
class Leases {
 public:
  explicit Leases(const store::Journal& journal) : journal_(journal) {}

  store::Sequence take();
  // Whether removals that were held back may be possible now.
  bool release(store::Sequence sequence);

  // What ended at or before this commit, nobody reads and nobody ever will: a later lease is of a later
  // commit.
  store::Sequence horizon();

 private:
  const store::Journal& journal_;
  std::mutex mutex_;
  std::multiset<store::Sequence> leased_;
  bool holds_back_ = false;  // the last horizon was that of a lease
};

}  // namespace lake
