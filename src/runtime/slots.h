#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

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

// Server-wide admission: at most `count` pieces of heavy work at once, first come, first served. Outlives its
// Slots. Thread-safe.
class Slots {
 public:
  explicit Slots(int count);
  ~Slots();

  static int one_per_core();

  // Waits for a slot; nothing when a stop is requested before one is free.
  std::optional<Slot> acquire(std::stop_token stop = {});

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
  std::list<std::uint64_t> queue_;  // tickets, the next to be served first
  std::uint64_t next_ticket_ = 0;
};

}  // namespace runtime
