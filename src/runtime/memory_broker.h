#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>

namespace runtime {

// The right to that much memory; given back by its destructor.
class MemoryLease {
 public:
  MemoryLease(MemoryLease&& other) noexcept;
  MemoryLease& operator=(MemoryLease&& other) noexcept;
  ~MemoryLease();

  std::int64_t bytes() const { return bytes_; }

 private:
  friend class MemoryBroker;
  MemoryLease(class MemoryBroker& broker, std::int64_t bytes) : broker_(&broker), bytes_(bytes) {}
  class MemoryBroker* broker_;
  std::int64_t bytes_;
};

// Leases memory out of one share of the machine, so that the leases together never exceed it. There are as
// many places as runs may work at once, fewer where each would get less than kLeast; who finds no place
// waits, first come, first served. A lease is fixed for its time, so each leaves something for the places
// that are still free, half of an even part each (at least kLeast): nobody waits for memory while there is a
// place, however much the first took. A run that is alone gets more than half of the share; one that is not
// gets an even part at most. The processes that are kept warm for later runs live in what the free places
// hold back. Outlives its leases. Thread-safe.
class MemoryBroker {
 public:
  static constexpr std::int64_t kLeast = std::int64_t{256} << 20;  // below it a run could not even begin

  MemoryBroker(std::int64_t share_bytes, int runs_at_once);
  ~MemoryBroker();

  // At most `wanted_bytes`, and at least kLeast if so much is wanted. Nothing when a stop is requested before
  // there is a place.
  std::optional<MemoryLease> lease(std::int64_t wanted_bytes, std::stop_token stop = {});

  std::int64_t held_back_bytes() const { return held_back_; }  // for each free place

  struct Usage {
    std::int64_t share_bytes;
    std::int64_t leased_bytes;
    int leases;
    int waiting;
  };
  Usage usage() const;

 private:
  friend class MemoryLease;
  std::int64_t most_for_the_next() const;
  void give_back(std::int64_t bytes);

  const std::int64_t share_;
  const int places_;
  const std::int64_t held_back_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::int64_t leased_ = 0;
  int leases_ = 0;
  std::list<std::uint64_t> queue_;  // tickets, the next to be served first
  std::uint64_t next_ticket_ = 0;
};

}  // namespace runtime
