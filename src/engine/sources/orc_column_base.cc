#include "engine/sources/orc_column_base.h"

namespace engine {

using duckdb::idx_t;

OrcColumnBase::OrcColumnBase(const OrcStripe& stripe, std::uint32_t column) {
  if (stripe.has(column, orc::Stream::PRESENT)) present_.emplace(stripe.stream(column, orc::Stream::PRESENT));
}

std::size_t OrcColumnBase::read(duckdb::Vector& into, idx_t count, const Mask* parent) {
  const Mask* there = parent;
  if (present_) {
    mask_.assign(count, 0);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(parent, row)) mask_[row] = present_->next() ? 1 : 0;
    there = &mask_;
  }
  if (there)
    for (idx_t row = 0; row < count; ++row)
      if (!is_there(there, row)) duckdb::FlatVector::SetNull(into, row, true);
  return values(into, count, there);
}

OrcIntegers orc_integers(const OrcStripe& stripe, std::uint32_t column, orc::Stream::Kind kind,
                         OrcIntegers::Sign sign) {
  const auto encoding = stripe.encoding(column).kind();
  const bool second =
      encoding == orc::ColumnEncoding::DIRECT_V2 || encoding == orc::ColumnEncoding::DICTIONARY_V2;
  return {stripe.stream(column, kind), second ? OrcIntegers::Version::Second : OrcIntegers::Version::First,
          sign};
}

}  // namespace engine
