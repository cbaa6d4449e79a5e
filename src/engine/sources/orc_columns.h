#pragma once

#include <memory>
#include <vector>

#include "duckdb/common/types/vector.hpp"
#include "engine/functions/types.h"
#include "engine/sources/orc_stream.h"

namespace engine {

// One stripe of a file, and where its columns have their streams. Outlives their readers. Raises.
class OrcStripe {
 public:
  OrcStripe(const InputFile& file, const OrcTail& tail, int stripe);

  const InputFile& file() const { return file_; }
  const orc::Footer& footer() const { return tail_.footer; }
  std::int64_t rows() const { return rows_; }
  // Of values that were written before the calendar of today was taken, which is to be taken of them.
  bool hybrid_calendar() const { return tail_.footer.calendar() != orc::PROLEPTIC_GREGORIAN; }
  const std::string& time_zone() const { return stripe_footer_.writertimezone(); }

  const orc::ColumnEncoding& encoding(std::uint32_t column) const;
  bool has(std::uint32_t column, orc::Stream::Kind kind) const { return find(column, kind) != nullptr; }
  OrcStream stream(std::uint32_t column, orc::Stream::Kind kind) const;  // without one: an empty one

 private:
  struct Place {
    std::uint32_t column;
    orc::Stream::Kind kind;
    std::int64_t offset;
    std::int64_t size;
  };
  const Place* find(std::uint32_t column, orc::Stream::Kind kind) const;

  const InputFile& file_;
  const OrcTail& tail_;
  const std::int64_t rows_;
  orc::StripeFooter stripe_footer_;
  std::vector<Place> places_;
};

// The values of one column of a stripe, with all its parts, front to back. One thread. Raises.
class OrcColumn {
 public:
  using Mask = std::vector<std::uint8_t>;  // by row, whether there is a value
  virtual ~OrcColumn() = default;

  // The next `count` values, into a flat vector. `parent`: where there is what the column is a part of; null:
  // everywhere. Elsewhere it is NULL and nothing is read.
  virtual void read(duckdb::Vector& into, duckdb::idx_t count, const Mask* parent) = 0;
};

// `column`: its number in the file; `wanted`: what its values become (orc_types.h says which may), structs by
// the names of their fields. A type that it cannot be is refused, by name.
std::unique_ptr<OrcColumn> orc_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                                      const Type& wanted);

}  // namespace engine
