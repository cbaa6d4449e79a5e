#include "engine/sources/orc_runs.h"

#include <algorithm>

#include "engine/sources/orc_widths.h"

namespace engine {
namespace {

constexpr std::size_t kLeastRun = 3;

// Values of some bits, packed without gaps, the highest bit first; each pack begins at a byte.
class Packed {
 public:
  Packed(OrcStream& stream, int width) : stream_(stream), width_(width) {}

  std::uint64_t next() {
    std::uint64_t value = 0;
    for (int left = width_; left > 0;) {
      if (bits_ == 0) {
        byte_ = stream_.byte();
        bits_ = 8;
      }
      const int taken = std::min(left, bits_);
      const unsigned part = byte_ >> (bits_ - taken) & ((1U << taken) - 1);
      value = value << taken | part;
      bits_ -= taken;
      left -= taken;
    }
    return value;
  }

 private:
  OrcStream& stream_;
  const int width_;
  unsigned byte_ = 0;
  int bits_ = 0;
};

}  // namespace

std::uint8_t OrcBytes::next() {
  if (left_ == 0) {
    const std::uint8_t head = stream_.byte();
    repeats_ = head < 0x80;
    left_ = repeats_ ? static_cast<int>(head + kLeastRun) : 0x100 - head;
    if (repeats_) value_ = stream_.byte();
  }
  --left_;
  return repeats_ ? value_ : stream_.byte();
}

void OrcIntegers::fill() {
  at_ = count_ = 0;
  if (version_ == Version::First) return fill_first();
  const unsigned head = stream_.byte();
  switch (head >> 6) {
    case 0:
      return short_repeat(head);
    case 1:
      return direct(head);
    case 2:
      return patched_base(head);
    default:
      return delta(head);
  }
}

std::int64_t OrcIntegers::own_varint() {
  const std::uint64_t value = orc_varint<std::uint64_t>(stream_);
  return sign_ == Sign::Signed ? from_zigzag(value) : static_cast<std::int64_t>(value);
}

void OrcIntegers::fill_first() {
  const unsigned head = stream_.byte();
  if (head >= 0x80) {
    count_ = 0x100 - head;
    for (std::size_t i = 0; i < count_; ++i) values_[i] = own_varint();
    return;
  }
  count_ = head + kLeastRun;
  const auto step =
      static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int8_t>(stream_.byte())));
  auto value = static_cast<std::uint64_t>(own_varint());
  for (std::size_t i = 0; i < count_; ++i, value += step) values_[i] = static_cast<std::int64_t>(value);
}

std::uint64_t OrcIntegers::big_endian(int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | stream_.byte();
  return value;
}

std::size_t OrcIntegers::length(unsigned head) {
  return ((head & 1U) << 8 | stream_.byte()) + 1;
}

void OrcIntegers::short_repeat(unsigned head) {
  count_ = (head & 7) + kLeastRun;
  const std::uint64_t raw = big_endian(static_cast<int>(head >> 3 & 7) + 1);
  const auto value = sign_ == Sign::Signed ? from_zigzag(raw) : static_cast<std::int64_t>(raw);
  std::fill_n(values_.begin(), count_, value);
}

void OrcIntegers::direct(unsigned head) {
  count_ = length(head);
  Packed packed(stream_, orc_width(head >> 1 & 31));
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint64_t raw = packed.next();
    values_[i] = sign_ == Sign::Signed ? from_zigzag(raw) : static_cast<std::int64_t>(raw);
  }
}

// 1. The base, whose highest bit says that it is negative.
// 2. The low bits of all values, above the base.
// 3. Of some of them the bits above those, each with how many values lie between it and the one before.
void OrcIntegers::patched_base(unsigned head) {
  count_ = length(head);
  const int width = orc_width(head >> 1 & 31);
  const unsigned third = stream_.byte(), fourth = stream_.byte();
  const int base_bytes = static_cast<int>(third >> 5) + 1;
  const int patch_width = orc_width(third & 31);
  const int gap_width = static_cast<int>(fourth >> 5) + 1;
  const unsigned patches = fourth & 31;
  std::uint64_t base = big_endian(base_bytes);
  const std::uint64_t negative = std::uint64_t{1} << (base_bytes * 8 - 1);
  if ((base & negative) != 0) base = ~(base & ~negative) + 1;
  Packed packed(stream_, width);
  for (std::size_t i = 0; i < count_; ++i) values_[i] = static_cast<std::int64_t>(packed.next());
  Packed list(stream_, orc_width(orc_width_code(std::min(64, gap_width + patch_width))));
  std::size_t place = 0;
  for (unsigned i = 0; i < patches; ++i) {
    const std::uint64_t entry = list.next();
    place += static_cast<std::size_t>(patch_width < 64 ? entry >> patch_width : 0);
    const std::uint64_t patch = patch_width < 64 ? entry & ((std::uint64_t{1} << patch_width) - 1) : entry;
    if (place < count_ && width < 64) values_[place] |= static_cast<std::int64_t>(patch << width);
  }
  for (std::size_t i = 0; i < count_; ++i)
    values_[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(values_[i]) + base);
}

// The first value, the step to the second, and then either all steps are that one or each has its own size,
// in the direction of the first.
void OrcIntegers::delta(unsigned head) {
  count_ = length(head);
  const unsigned code = head >> 1 & 31;
  auto value = static_cast<std::uint64_t>(own_varint());
  const std::int64_t first_step = from_zigzag(orc_varint<std::uint64_t>(stream_));
  values_[0] = static_cast<std::int64_t>(value);
  Packed packed(stream_, orc_width(code));
  for (std::size_t i = 1; i < count_; ++i) {
    if (code == 0 || i == 1) {
      value += static_cast<std::uint64_t>(first_step);
    } else {
      const std::uint64_t step = packed.next();
      value = first_step < 0 ? value - step : value + step;
    }
    values_[i] = static_cast<std::int64_t>(value);
  }
}

}  // namespace engine
