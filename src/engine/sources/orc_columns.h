#pragma once

#include <memory>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/types.h"
#include "engine/sources/orc_stripe.h"

namespace engine {

// The values of one column of a stripe, with all its parts, front to back. One thread. Raises.
class OrcColumn {
 public:
  using Mask = std::vector<std::uint8_t>;  // by row, whether there is a value
  virtual ~OrcColumn() = default;

  // The next `count` values, into a flat vector; how many bytes they take there, about. `parent`: where there
  // is what the column is a part of; null: everywhere. Elsewhere it is NULL and nothing is read.
  virtual std::size_t read(duckdb::Vector& into, duckdb::idx_t count, const Mask* parent) = 0;
};

// `column`: its number in the file; `wanted`: what its values become (orc_types.h says which may), structs by
// the names of their fields. A type that it cannot be is refused, by name.
std::unique_ptr<OrcColumn> orc_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                                      const Type& wanted);

}  // namespace engine
