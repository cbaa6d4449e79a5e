#pragma once

#include "duckdb/common/arrow/arrow.hpp"

namespace engine {

// What Arrow's C interface hands out is given back when the scope ends.
template <typename T>
struct ArrowOwned {
  T value{};
  ArrowOwned() = default;
  ArrowOwned(const ArrowOwned&) = delete;
  ArrowOwned& operator=(const ArrowOwned&) = delete;
  ~ArrowOwned() {
    if (value.release != nullptr) value.release(&value);
  }
};

using OwnedSchema = ArrowOwned<ArrowSchema>;
using OwnedArray = ArrowOwned<ArrowArray>;

}  // namespace engine
