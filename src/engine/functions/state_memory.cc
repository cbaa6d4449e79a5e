#include "engine/functions/state_memory.h"

#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include "duckdb/storage/buffer_manager.hpp"

namespace engine {

struct StateMemory::Account {
  explicit Account(duckdb::BufferManager& buffers) : manager(buffers) {}
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account() {
    for (Shelf& shelf : shelves)
      while (shelf.first != nullptr) delete std::exchange(shelf.first, shelf.first->next_);
    manager.FreeReservedMemory(static_cast<duckdb::idx_t>(reserved));
  }

  void reserve_used() {
    const std::lock_guard lock(mutex);
    const std::int64_t wanted = (used / kStep + 1) * kStep;
    if (wanted <= reserved) return;
    manager.ReserveMemory(static_cast<duckdb::idx_t>(wanted - reserved));
    reserved = wanted;
  }

  // States by their addresses, so that threads seldom wait for each other.
  struct Shelf {
    std::mutex mutex;
    Held* first = nullptr;
  };
  Shelf& shelf_of(const Held& state) {
    constexpr std::size_t kBytesOfAState = 64;
    return shelves[reinterpret_cast<std::uintptr_t>(&state) / kBytesOfAState % shelves.size()];
  }
  std::array<Shelf, 16> shelves;

  duckdb::BufferManager& manager;
  std::atomic<std::int64_t> used = 0;
  std::mutex mutex;
  std::atomic<std::int64_t> reserved = 0;  // changes under the mutex
};

duckdb::unique_ptr<duckdb::FunctionData> StateMemory::bind(
    duckdb::ClientContext& context, duckdb::AggregateFunction&,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>&) {
  return duckdb::unique_ptr<duckdb::FunctionData>(
      new StateMemory(std::make_shared<Account>(duckdb::BufferManager::GetBufferManager(context))));
}

StateMemory& StateMemory::of(duckdb::AggregateInputData& data) {
  return data.bind_data->Cast<StateMemory>();
}

void StateMemory::hold(Held& state) {
  Account::Shelf& shelf = account_->shelf_of(state);
  const std::lock_guard lock(shelf.mutex);
  state.next_ = shelf.first;
  if (shelf.first != nullptr) shelf.first->previous_ = &state;
  shelf.first = &state;
}

void StateMemory::let_go(Held& state) {
  Account::Shelf& shelf = account_->shelf_of(state);
  const std::lock_guard lock(shelf.mutex);
  if (state.next_ != nullptr) state.next_->previous_ = state.previous_;
  (state.previous_ == nullptr ? shelf.first : state.previous_->next_) = state.next_;
}

void StateMemory::take(std::int64_t bytes) {
  if ((account_->used += bytes) > account_->reserved) account_->reserve_used();
}

// What was reserved stays so until the query ends: its next states are likely as large.
void StateMemory::give_back(std::size_t bytes) noexcept {
  account_->used -= static_cast<std::int64_t>(bytes);
}

duckdb::unique_ptr<duckdb::FunctionData> StateMemory::Copy() const {
  return duckdb::unique_ptr<duckdb::FunctionData>(new StateMemory(account_));
}

}  // namespace engine
