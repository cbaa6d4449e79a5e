#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace engine {

// What the streams of ORC columns are encoded as; orc_runs.h is the other side.

// Bytes: runs of one, or as they are.
class OrcByteEncoder {
 public:
  void add(std::uint8_t byte);
  std::string finish();

 private:
  void flush();

  std::string out_;
  std::string held_;     // bytes without a run
  std::size_t run_ = 0;  // how often the last byte came
};

// Bits, the highest of each byte first.
class OrcBitEncoder {
 public:
  void add(bool bit) {
    byte_ = byte_ << 1 | (bit ? 1U : 0U);
    if (++bits_ < 8) return;
    bytes_.add(static_cast<std::uint8_t>(byte_));
    byte_ = 0;
    bits_ = 0;
  }
  std::string finish() {
    while (bits_ != 0) add(false);
    return bytes_.finish();
  }

 private:
  OrcByteEncoder bytes_;
  unsigned byte_ = 0;
  int bits_ = 0;
};

// Integers, in the second version of their encoding: runs of one value, of equal steps, or packed.
class OrcIntegerEncoder {
 public:
  enum class Sign { Signed, Unsigned };
  explicit OrcIntegerEncoder(Sign sign) : sign_(sign) {}

  void add(std::int64_t value) {
    values_[count_++] = value;
    if (count_ == values_.size()) flush();
  }
  std::string finish() {
    flush();
    return std::move(out_);
  }

 private:
  void flush();
  bool has_equal_steps() const;
  void steps();
  void short_repeat();
  void direct();
  void head(unsigned kind, unsigned code);
  std::uint64_t raw(std::int64_t value) const;

  const Sign sign_;
  std::string out_;
  std::array<std::int64_t, 512> values_;
  std::size_t count_ = 0;
};

void append_varint(std::string& out, unsigned __int128 value);
constexpr std::uint64_t to_zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

}  // namespace engine
