#include "engine/functions/state_memory.h"

#include <atomic>
#include <mutex>

#include "duckdb/storage/buffer_manager.hpp"

namespace engine {

struct StateMemory::Account {
  explicit Account(duckdb::BufferManager& buffers) : manager(buffers) {}
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account() { manager.FreeReservedMemory(static_cast<duckdb::idx_t>(reserved)); }

  void reserve_used() {
    const std::lock_guard lock(mutex);
    const std::int64_t wanted = (used / kStep + 1) * kStep;
    if (wanted <= reserved) return;
    manager.ReserveMemory(static_cast<duckdb::idx_t>(wanted - reserved));
    reserved = wanted;
  }

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
