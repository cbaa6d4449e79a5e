#include "engine/sinks/orc_encoders.h"

#include <algorithm>
#include <bit>

#include "engine/sources/orc_widths.h"

namespace engine {
namespace {

constexpr std::size_t kLeastRun = 3;
constexpr std::size_t kMostRun = 127 + kLeastRun;  // of bytes
constexpr std::size_t kMostHeld = 128;
constexpr std::size_t kMostShort = 10;  // of integers

}  // namespace

void append_varint(std::string& out, unsigned __int128 value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7f));
  out += static_cast<char>(value);
}

// What is held ends with the run, until that is long enough to stand alone.
void OrcByteEncoder::add(std::uint8_t byte) {
  const char value = static_cast<char>(byte);
  const bool repeats = !held_.empty() && held_.back() == value;
  if (run_ >= kLeastRun) {
    if (repeats && run_ < kMostRun) {
      ++run_;
      return;
    }
    flush();
  }
  run_ = !held_.empty() && held_.back() == value ? run_ + 1 : 1;
  held_ += value;
  if (run_ == kLeastRun) {
    const std::string rest(held_, 0, held_.size() - kLeastRun);
    held_ = rest;
    run_ = 0;
    flush();
    held_ = value;
    run_ = kLeastRun;
  } else if (held_.size() == kMostHeld) {
    flush();
  }
}

void OrcByteEncoder::flush() {
  if (run_ >= kLeastRun) {
    out_ += static_cast<char>(run_ - kLeastRun);
    out_ += held_.back();
  } else if (!held_.empty()) {
    out_ += static_cast<char>(0x100 - held_.size());
    out_ += held_;
  }
  held_.clear();
  run_ = 0;
}

std::string OrcByteEncoder::finish() {
  flush();
  return std::move(out_);
}

std::uint64_t OrcIntegerEncoder::raw(std::int64_t value) const {
  return sign_ == Sign::Signed ? to_zigzag(value) : static_cast<std::uint64_t>(value);
}

void OrcIntegerEncoder::flush() {
  if (count_ == 0) return;
  const bool is_one = std::all_of(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(count_),
                                  [&](std::int64_t value) { return value == values_[0]; });
  if (is_one && count_ >= kLeastRun && count_ <= kMostShort)
    short_repeat();
  else if (count_ >= kLeastRun && has_equal_steps())
    steps();
  else
    direct();
  count_ = 0;
}

bool OrcIntegerEncoder::has_equal_steps() const {
  std::int64_t first = 0, step = 0;
  if (__builtin_sub_overflow(values_[1], values_[0], &first)) return false;
  for (std::size_t i = 2; i < count_; ++i)
    if (__builtin_sub_overflow(values_[i], values_[i - 1], &step) || step != first) return false;
  return true;
}

// Two bits of the kind, five of the width, nine of how many values there are but one.
void OrcIntegerEncoder::head(unsigned kind, unsigned code) {
  const std::size_t more = count_ - 1;
  out_ += static_cast<char>(kind << 6 | code << 1 | more >> 8);
  out_ += static_cast<char>(more & 0xff);
}

void OrcIntegerEncoder::short_repeat() {
  const std::uint64_t value = raw(values_[0]);
  const int bytes = std::max(1, (static_cast<int>(std::bit_width(value)) + 7) / 8);
  out_ += static_cast<char>((bytes - 1) << 3 | static_cast<int>(count_ - kLeastRun));
  for (int i = bytes - 1; i >= 0; --i) out_ += static_cast<char>(value >> (8 * i) & 0xff);
}

void OrcIntegerEncoder::steps() {
  constexpr unsigned kSteps = 3, kNoWidth = 0;
  head(kSteps, kNoWidth);
  append_varint(out_, raw(values_[0]));
  append_varint(out_, to_zigzag(values_[1] - values_[0]));
}

void OrcIntegerEncoder::direct() {
  constexpr unsigned kDirect = 1;
  int bits = 1;
  for (std::size_t i = 0; i < count_; ++i)
    bits = std::max(bits, static_cast<int>(std::bit_width(raw(values_[i]))));
  const unsigned code = orc_width_code(bits);
  const int width = orc_width(code);
  head(kDirect, code);
  unsigned byte = 0;
  int free = 8;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint64_t value = raw(values_[i]);
    for (int left = width; left > 0;) {
      const int taken = std::min(left, free);
      byte = byte << taken | (static_cast<unsigned>(value >> (left - taken)) & ((1U << taken) - 1));
      left -= taken;
      free -= taken;
      if (free > 0) continue;
      out_ += static_cast<char>(byte);
      byte = 0;
      free = 8;
    }
  }
  if (free < 8) out_ += static_cast<char>(byte << free);
}

}  // namespace engine
