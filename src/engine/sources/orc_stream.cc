#include "engine/sources/orc_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/lower/field_audit.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kHeaderBytes = 3;
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;  // of what is not compressed
constexpr std::size_t kMostPostScriptBytes = 255;            // its length is the last byte of the file
constexpr std::string_view kMagic = "ORC";
// As large as the format allows, for a header has 23 bits for the length.
constexpr std::size_t kMostChunkBytes = std::size_t{1} << 23;

BlockCodec codec_of(const InputFile& file, const orc::PostScript& postscript) {
  switch (postscript.compression()) {
    case orc::NONE:
      return BlockCodec::None;
    case orc::ZLIB:
      return BlockCodec::Deflate;
    case orc::SNAPPY:
      return BlockCodec::Snappy;
    case orc::LZ4:
      return BlockCodec::Lz4;
    case orc::ZSTD:
      return BlockCodec::Zstandard;
    case orc::LZO:
    case orc::BROTLI:
      break;
  }
  raise(unsupported(fmt::format("the ORC compression {} of {}",
                                orc::CompressionKind_Name(postscript.compression()), file.uri())));
}

orc::PostScript read_postscript(const InputFile& file, std::size_t& length) {
  constexpr const char* kMalformed = "Malformed ORC file. Invalid postscript.";
  const auto size = static_cast<std::size_t>(file.size());
  if (size < kMagic.size() + 1) raise_damaged(file, kMalformed);
  const std::size_t taken = std::min(size, kMostPostScriptBytes + 1);
  const std::string end = read_bytes(file, static_cast<std::int64_t>(size - taken), taken);
  length = static_cast<std::uint8_t>(end.back());
  orc::PostScript postscript;
  if (length + 1 > taken ||
      !postscript.ParseFromArray(end.data() + (taken - 1 - length), static_cast<int>(length)) ||
      postscript.magic() != kMagic)
    raise_damaged(file, kMalformed);
  return postscript;
}

// Every type but the first is a part of exactly one before it, so a walk over them ends.
void check_types(const InputFile& file, const orc::Footer& footer) {
  constexpr const char* kMalformed = "Malformed ORC file. Its types are no tree.";
  if (footer.types().empty() || footer.types(0).kind() != orc::Type::STRUCT)
    raise_damaged(file, "Malformed ORC file. Its rows are no struct.");
  std::vector<bool> seen(static_cast<std::size_t>(footer.types_size()));
  for (int id = 0; id < footer.types_size(); ++id) {
    const auto& type = footer.types(id);
    const int parts = type.subtypes_size();
    const bool counts = type.kind() == orc::Type::LIST     ? parts == 1
                        : type.kind() == orc::Type::MAP    ? parts == 2
                        : type.kind() == orc::Type::STRUCT ? parts == type.fieldnames_size()
                                                           : parts == 0 || type.kind() == orc::Type::UNION;
    if (!counts) raise_damaged(file, kMalformed);
    for (const auto part : type.subtypes()) {
      if (part <= static_cast<std::uint32_t>(id) || part >= seen.size() || seen[part])
        raise_damaged(file, kMalformed);
      seen[part] = true;
    }
  }
}

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

OrcTail read_orc_tail(const InputFile& file) {
  std::size_t length = 0;
  const orc::PostScript postscript = read_postscript(file, length);
  OrcTail tail;
  tail.compression.codec = codec_of(file, postscript);
  tail.compression.chunk_bytes = static_cast<std::size_t>(postscript.compressionblocksize());
  if (tail.compression.chunk_bytes > kMostChunkBytes)
    raise_damaged(file, "Malformed ORC file. Its compression blocks are too large.");
  const std::int64_t end = file.size() - 1 - static_cast<std::int64_t>(length);
  if (postscript.footerlength() > static_cast<std::uint64_t>(end))
    raise_damaged(file, "Malformed ORC file. Invalid footer length.");
  const auto size = static_cast<std::int64_t>(postscript.footerlength());
  const std::string footer = OrcStream(file, tail.compression, end - size, size).rest();
  if (!tail.footer.ParseFromString(footer)) raise_damaged(file, "Malformed ORC file. Invalid footer.");
  if (tail.footer.has_encryption())
    raise(unsupported(fmt::format("reading {}, columns of which are encrypted,", file.uri())));
  check_types(file, tail.footer);
  return tail;
}

orc::StripeFooter read_stripe_footer(const InputFile& file, const OrcTail& tail, int stripe) {
  const auto& place = tail.footer.stripes(stripe);
  const std::uint64_t most = static_cast<std::uint64_t>(file.size());
  // Each alone first, for their sum may wrap around.
  for (const std::uint64_t part :
       {place.offset(), place.indexlength(), place.datalength(), place.footerlength()})
    if (part > most) raise_damaged(file, "Malformed ORC file. A stripe is longer than the file.");
  const std::uint64_t begin = place.offset() + place.indexlength() + place.datalength();
  if (begin + place.footerlength() > most)
    raise_damaged(file, "Malformed ORC file. A stripe is longer than the file.");
  orc::StripeFooter footer;
  const std::string bytes = OrcStream(file, tail.compression, static_cast<std::int64_t>(begin),
                                      static_cast<std::int64_t>(place.footerlength()))
                                .rest();
  if (!footer.ParseFromString(bytes)) raise_damaged(file, "Malformed ORC file. Invalid stripe footer.");
  return footer;
}

}  // namespace engine
