#pragma once

#include <optional>

#include "engine/sources/orc_columns.h"
#include "engine/sources/orc_runs.h"

namespace engine {

// What all columns have that a file stores: a stream that says where values are missing.
class OrcColumnBase : public OrcColumn {
 public:
  OrcColumnBase(const OrcStripe& stripe, std::uint32_t column);
  std::size_t read(duckdb::Vector& into, duckdb::idx_t count, const Mask* parent) final;

 protected:
  // As read(), but NULLs are already set: `there` says where there is a value; null: everywhere.
  virtual std::size_t values(duckdb::Vector& into, duckdb::idx_t count, const Mask* there) = 0;
  static bool is_there(const Mask* mask, duckdb::idx_t row) { return !mask || (*mask)[row] != 0; }

 private:
  std::optional<OrcBits> present_;
  Mask mask_;
};

// A stream of integers, in the version that the column's encoding says.
OrcIntegers orc_integers(const OrcStripe& stripe, std::uint32_t column, orc::Stream::Kind kind,
                         OrcIntegers::Sign sign);

}  // namespace engine
