#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/sources/orc_tail.h"

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
  bool has(std::uint32_t column, orc::Stream::Kind kind) const { return places_.contains({column, kind}); }
  OrcStream stream(std::uint32_t column, orc::Stream::Kind kind) const;  // without one: an empty one

 private:
  struct Place {
    std::int64_t offset;
    std::int64_t size;
  };

  const InputFile& file_;
  const OrcTail& tail_;
  const std::int64_t rows_;
  orc::StripeFooter stripe_footer_;
  std::map<std::pair<std::uint32_t, orc::Stream::Kind>, Place> places_;
};

}  // namespace engine
