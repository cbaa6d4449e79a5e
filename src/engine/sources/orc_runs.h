#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "engine/sources/orc_stream.h"

namespace engine {

// What the streams of ORC columns are encoded as
// (https://orc.apache.org/specification/ORCv1/#run-length-encoding). Each reads its own stream, front to
// back; nothing of it is in memory but the run that it is in. Raises.

// Bytes: runs of one, or as they are.
class OrcBytes {
 public:
  explicit OrcBytes(OrcStream stream) : stream_(std::move(stream)) {}
  std::uint8_t next();

 private:
  OrcStream stream_;
  int left_ = 0;
  bool repeats_ = false;
  std::uint8_t value_ = 0;
};

// Bits, the highest of each byte first.
class OrcBits {
 public:
  explicit OrcBits(OrcStream stream) : bytes_(std::move(stream)) {}
  bool next() {
    if (left_ == 0) {
      byte_ = bytes_.next();
      left_ = 8;
    }
    return (byte_ >> --left_ & 1) != 0;
  }

 private:
  OrcBytes bytes_;
  unsigned byte_ = 0;
  int left_ = 0;
};

// Integers, in either version of their encoding.
class OrcIntegers {
 public:
  enum class Version { First, Second };
  enum class Sign { Signed, Unsigned };
  OrcIntegers(OrcStream stream, Version version, Sign sign)
      : stream_(std::move(stream)), version_(version), sign_(sign) {}

  std::int64_t next() {
    if (at_ == count_) fill();
    return values_[at_++];
  }

 private:
  void fill();
  void fill_first();
  void short_repeat(unsigned head);
  void direct(unsigned head);
  void patched_base(unsigned head);
  void delta(unsigned head);

  std::uint64_t big_endian(int bytes);
  std::int64_t own_varint();
  std::size_t length(unsigned head);

  OrcStream stream_;
  const Version version_;
  const Sign sign_;
  std::array<std::int64_t, 512> values_;
  std::size_t count_ = 0;
  std::size_t at_ = 0;
};

// Seven bits a byte, the lowest first, of as many bytes as an unsigned T takes at most.
template <typename T>
T orc_varint(OrcStream& stream) {
  T value = 0;
  for (std::size_t shift = 0; shift < 8 * sizeof(T); shift += 7) {
    const std::uint8_t byte = stream.byte();
    value |= static_cast<T>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  stream.damaged("Malformed ORC file. A number has no end.");
}

inline std::int64_t from_zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

}  // namespace engine
