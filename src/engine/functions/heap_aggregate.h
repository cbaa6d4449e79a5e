#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "duckdb/function/aggregate_function.hpp"
#include "engine/functions/kernel.h"
#include "engine/functions/state_memory.h"

namespace engine {

// The arguments of an aggregate, some rows at a time.
class AggregateRows {
 public:
  AggregateRows(duckdb::Vector inputs[], duckdb::idx_t input_count, duckdb::idx_t count)
      : inputs_(inputs), columns_(input_count) {
    for (duckdb::idx_t i = 0; i < input_count; ++i) inputs[i].ToUnifiedFormat(count, columns_[i]);
  }

  // Rows where an argument is NULL are passed over.
  bool has_null(duckdb::idx_t row) const {
    for (const auto& column : columns_)
      if (!column.validity.RowIsValid(column.sel->get_index(row))) return true;
    return false;
  }

  template <typename T>
  T get(duckdb::idx_t column, duckdb::idx_t row) const {
    return duckdb::UnifiedVectorFormat::GetData<T>(columns_[column])[columns_[column].sel->get_index(row)];
  }

  // The items of a list.
  std::vector<duckdb::Value> list(duckdb::idx_t column, duckdb::idx_t row) const {
    return duckdb::ListValue::GetChildren(inputs_[column].GetValue(row));
  }

 private:
  duckdb::Vector* inputs_;
  std::vector<duckdb::UnifiedVectorFormat> columns_;
};

// An aggregate of our own whose state has memory of its own. DuckDB moves states about byte by byte, so what
// it holds is a pointer, null until there is a row. A Shape has
//   void add(const AggregateRows& rows, idx_t row);
//   void merge(const Shape& other);
//   std::size_t memory() const;                                  // what it holds, in bytes, itself included
//   static void give(Shape* state, Vector& result, idx_t row);   // null: there was no row
template <typename Shape>
class HeapAggregate {
 public:
  static duckdb::AggregateFunction function(const std::string& name, const duckdb::vector<Type>& takes,
                                            const Type& gives) {
    return {name, takes, gives, size, initialize, update, combine, give, nullptr, StateMemory::bind, destroy};
  }

 private:
  struct State final : StateMemory::Held {
    Shape shape;
  };
  using Slot = State*;

  static duckdb::idx_t size(const duckdb::AggregateFunction&) { return sizeof(Slot); }
  static void initialize(const duckdb::AggregateFunction&, duckdb::data_ptr_t state) {
    *reinterpret_cast<Slot*>(state) = nullptr;
  }

  template <typename Use>
  static void for_each(duckdb::Vector& states, duckdb::idx_t count, Use use) {
    duckdb::UnifiedVectorFormat format;
    states.ToUnifiedFormat(count, format);
    const auto* slots = duckdb::UnifiedVectorFormat::GetData<Slot*>(format);
    for (duckdb::idx_t i = 0; i < count; ++i) use(*slots[format.sel->get_index(i)], i);
  }

  static std::size_t memory(Slot slot) {
    return slot == nullptr ? 0 : slot->shape.memory() + sizeof(StateMemory::Held);
  }

  static Shape& ensure(Slot& slot, duckdb::AggregateInputData& data) {
    if (slot == nullptr) {
      slot = new State();
      StateMemory::of(data).hold(*slot);
    }
    return slot->shape;
  }

  template <typename Use>
  static void change(Slot& slot, StateMemory::Batch& batch, Use use) {
    const std::size_t before = memory(slot);
    use();
    batch.add(memory(slot) - before);
  }

  static void update(duckdb::Vector inputs[], duckdb::AggregateInputData& data, duckdb::idx_t input_count,
                     duckdb::Vector& states, duckdb::idx_t count) {
    const AggregateRows rows(inputs, input_count, count);
    StateMemory::Batch batch(data);
    for_each(states, count, [&](Slot& slot, duckdb::idx_t row) {
      if (!rows.has_null(row)) change(slot, batch, [&] { ensure(slot, data).add(rows, row); });
    });
    batch.close();
  }

  static void combine(duckdb::Vector& sources, duckdb::Vector& targets, duckdb::AggregateInputData& data,
                      duckdb::idx_t count) {
    const auto* into = duckdb::FlatVector::GetData<Slot*>(targets);
    StateMemory::Batch batch(data);
    for_each(sources, count, [&](Slot& source, duckdb::idx_t i) {
      if (source != nullptr) change(*into[i], batch, [&] { ensure(*into[i], data).merge(source->shape); });
    });
    batch.close();
  }

  static void give(duckdb::Vector& states, duckdb::AggregateInputData& data, duckdb::Vector& result,
                   duckdb::idx_t count, duckdb::idx_t offset) {
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    StateMemory::Batch batch(data);
    for_each(states, count, [&](Slot& slot, duckdb::idx_t i) {
      change(slot, batch, [&] { Shape::give(slot == nullptr ? nullptr : &slot->shape, result, i + offset); });
    });
    batch.close();
  }

  static void destroy(duckdb::Vector& states, duckdb::AggregateInputData& data, duckdb::idx_t count) {
    std::size_t freed = 0;
    for_each(states, count, [&](Slot& slot, duckdb::idx_t) {
      if (slot == nullptr) return;
      freed += memory(slot);
      StateMemory::of(data).let_go(*slot);
      delete std::exchange(slot, nullptr);
    });
    StateMemory::of(data).give_back(freed);
  }
};

}  // namespace engine
