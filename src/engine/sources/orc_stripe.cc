#include "engine/sources/orc_stripe.h"

#include <fmt/format.h>

#include "engine/lower/field_audit.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

orc::StripeFooter read_stripe_footer(const InputFile& file, const OrcTail& tail, int stripe) {
  const auto& place = tail.footer.stripes(stripe);
  const auto begin = static_cast<std::int64_t>(place.offset() + place.indexlength() + place.datalength());
  const auto size = static_cast<std::int64_t>(place.footerlength());
  orc::StripeFooter footer;
  if (!footer.ParseFromString(OrcStream(file, tail.compression, begin, size).rest()))
    raise_damaged(file, "Malformed ORC file. Invalid stripe footer.");
  return footer;
}

}  // namespace

// Streams of kinds that are not known are those of other readers, but they take their place.
OrcStripe::OrcStripe(const InputFile& file, const OrcTail& tail, int stripe)
    : file_(file),
      tail_(tail),
      rows_(static_cast<std::int64_t>(tail.footer.stripes(stripe).numberofrows())),
      stripe_footer_(read_stripe_footer(file, tail, stripe)) {
  const auto& place = tail.footer.stripes(stripe);
  auto offset = static_cast<std::int64_t>(place.offset());
  const auto end = offset + static_cast<std::int64_t>(place.indexlength() + place.datalength());
  for (const auto& stream : stripe_footer_.streams()) {
    if (stream.length() > static_cast<std::uint64_t>(end - offset))
      raise_damaged(file, "Malformed ORC file. A stream is longer than its stripe.");
    const auto size = static_cast<std::int64_t>(stream.length());
    if (stream.has_kind()) places_.try_emplace({stream.column(), stream.kind()}, Place{offset, size});
    offset += size;
  }
}

const orc::ColumnEncoding& OrcStripe::encoding(std::uint32_t column) const {
  if (column >= static_cast<std::uint32_t>(stripe_footer_.columns_size()))
    raise_damaged(file_, "Malformed ORC file. A column has no encoding.");
  const auto& encoding = stripe_footer_.columns(static_cast<int>(column));
  if (!encoding.has_kind())
    raise(unsupported(fmt::format("the encoding of the column {} of {}", column, file_.uri())));
  return encoding;
}

OrcStream OrcStripe::stream(std::uint32_t column, orc::Stream::Kind kind) const {
  const auto found = places_.find({column, kind});
  const Place place = found == places_.end() ? Place{} : found->second;
  return {file_, tail_.compression, place.offset, place.size};
}

}  // namespace engine
