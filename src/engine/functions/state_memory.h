#pragma once

#include <cstdint>
#include <memory>

#include "duckdb/function/aggregate_function.hpp"

namespace engine {

// What the states of one aggregate of a query hold on the heap, told to DuckDB's memory manager: it writes
// other things of the query to disk to make room, or ends the query with its out-of-memory error. It is the
// bind data of the aggregate; copies count together.
class StateMemory : public duckdb::FunctionData {
 public:
  // A state, known to the query's memory: DuckDB destroys none of a query that has failed midway, so that
  // what is left then goes with the memory.
  class Held {
   public:
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    virtual ~Held() = default;

   private:
    friend class StateMemory;
    Held* next_ = nullptr;
    Held* previous_ = nullptr;
  };
  void hold(Held& state);
  void let_go(Held& state);

  static duckdb::unique_ptr<duckdb::FunctionData> bind(
      duckdb::ClientContext& context, duckdb::AggregateFunction& function,
      duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments);

  static StateMemory& of(duckdb::AggregateInputData& data);

  // Raises DuckDB's out-of-memory error where there is no room.
  void take(std::int64_t bytes);
  void give_back(std::size_t bytes) noexcept;

  // The changes of many states, told together.
  class Batch {
   public:
    explicit Batch(duckdb::AggregateInputData& data) : memory_(of(data)) {}
    // `change` may be below zero, modulo 2^64.
    void add(std::size_t change) {
      change_ += static_cast<std::int64_t>(change);
      if (change_ >= kStep) close();
    }
    void close() {
      memory_.take(change_);
      change_ = 0;
    }

   private:
    StateMemory& memory_;
    std::int64_t change_ = 0;
  };

  duckdb::unique_ptr<duckdb::FunctionData> Copy() const override;
  bool Equals(const duckdb::FunctionData&) const override { return true; }

 private:
  static constexpr std::int64_t kStep = 1 << 20;  // what is asked for at once
  struct Account;

  explicit StateMemory(std::shared_ptr<Account> account) : account_(std::move(account)) {}

  std::shared_ptr<Account> account_;
};

}  // namespace engine
