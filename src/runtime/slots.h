#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

#include "base/clock.h"

namespace runtime {

// The right to run one piece of heavy work; given back by its destructor.
class Slot {
 public:
  Slot(Slot&& other) noexcept;
  Slot& operator=(Slot&& other) noexcept;
  ~Slot();

 private:
  friend class Slots;
  explicit Slot(class Slots& slots) : slots_(&slots) {}
  class Slots* slots_;
};

// Server-wide admission: at most `count` pieces of heavy work at once; of those that wait, the one that was
// asked for first. Outlives its Slots. Thread-safe.
class Slots {
 public:
  explicit Slots(int count);
  ~Slots();

  static int one_per_core();

  // Waits for a slot; nothing when a stop is requested before one is free. `since` is when the work was asked
  // for: the threads that wait for it may come here in another order. Without, it goes behind all that wait.
  std::optional<Slot> acquire(std::stop_token stop = {}, std::optional<base::Timestamp> since = std::nullopt);

  struct Usage {
    int total;
    int used;
    int waiting;
  };
  Usage usage() const;

 private:
  friend class Slot;
  void release();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  int total_;
  int used_ = 0;
  // Since when each waits, and its ticket, in the order of arrival; the next to be served first.
  std::set<std::pair<base::Timestamp, std::uint64_t>> queue_;
  std::uint64_t next_ticket_ = 0;
};

}  // namespace runtime
