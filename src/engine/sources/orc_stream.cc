#include "engine/sources/orc_stream.h"

#include <algorithm>
#include <cstring>

namespace engine {
namespace {

constexpr std::size_t kHeaderBytes = 3;
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;  // of what is not compressed

}  // namespace

void OrcStream::read(char* into, std::size_t size) {
  while (size > 0) {
    if (at_ == chunk_.size()) fill();
    const std::size_t taken = std::min(size, chunk_.size() - at_);
    std::memcpy(into, chunk_.data() + at_, taken);
    at_ += taken;
    into += taken;
    size -= taken;
  }
}

std::string OrcStream::rest() {
  std::string all;
  while (!at_end()) {
    if (at_ == chunk_.size()) fill();
    all.append(chunk_, at_);
    at_ = chunk_.size();
    if (all.size() > kMostBlockBytes) raise_damaged(file_, "Malformed ORC file. A section is too large.");
  }
  return all;
}

void OrcStream::fill() {
  do {
    if (next_ >= end_) raise_damaged(file_, "Malformed ORC file. A stream ends too early.");
    at_ = 0;
    if (compression_.codec != BlockCodec::None) {
      fill_compressed();
      continue;
    }
    const auto size = std::min(kPieceBytes, static_cast<std::size_t>(end_ - next_));
    chunk_ = read_bytes(file_, next_, size);
    next_ += static_cast<std::int64_t>(size);
  } while (chunk_.empty());
}

void OrcStream::fill_compressed() {
  if (end_ - next_ < static_cast<std::int64_t>(kHeaderBytes))
    raise_damaged(file_, "Malformed ORC file. A chunk ends too early.");
  const std::string head = read_bytes(file_, next_, kHeaderBytes);
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(head[i]));
  };
  const std::uint32_t header = at(0) | at(1) << 8 | at(2) << 16;
  const bool original = (header & 1) != 0;
  const std::size_t size = header >> 1;
  next_ += static_cast<std::int64_t>(kHeaderBytes);
  if (static_cast<std::int64_t>(size) > end_ - next_)
    raise_damaged(file_, "Malformed ORC file. A chunk is longer than its stream.");
  chunk_ = read_bytes(file_, next_, size);
  next_ += static_cast<std::int64_t>(size);
  if (original) return;
  auto held = expand(compression_.codec, chunk_, compression_.chunk_bytes);
  if (!held) raise_damaged(file_, "Malformed ORC file. A chunk cannot be decompressed.");
  chunk_ = *std::move(held);
}

}  // namespace engine
