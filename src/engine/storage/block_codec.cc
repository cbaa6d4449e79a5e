#include "engine/storage/block_codec.h"

#include <bzlib.h>
#include <fmt/format.h>
#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "base/assert.h"

namespace engine {
namespace {

constexpr int kRawWindow = -15;       // zlib's way to ask for no header
constexpr int kGzipWindow = 15 + 16;  // and for gzip's
constexpr int kMemoryLevel = 8;       // zlib's default
constexpr int kZstandardLevel = 3;
constexpr std::size_t kMostCodecBytes = LZ4_MAX_INPUT_SIZE;  // sizes of zlib, bzip2 and LZ4 have 32 bits
constexpr std::size_t kLeastRoom = std::size_t{64} << 10;

// Gives `step` ever more room, until it says that the block is over. `step` takes what is free, returns how
// much it filled of it, or nothing when it can go no further. A byte more than there may be shows that there
// are more; no room is taken beyond it.
template <typename Step>
std::optional<std::string> grow(std::string_view block, std::size_t most, Step step) {
  std::string out;
  for (bool over = false; !over;) {
    const std::size_t begin = out.size();
    if (begin > most) return std::nullopt;
    out.resize(begin + std::min(std::max({kLeastRoom, block.size(), begin}), most - begin + 1));
    const std::optional<std::size_t> filled = step(out.data() + begin, out.size() - begin, over);
    if (!filled || (*filled == 0 && !over)) return std::nullopt;
    out.resize(begin + *filled);
  }
  if (out.size() > most) return std::nullopt;
  return out;
}

std::optional<std::string> inflate_block(std::string_view block, int window, std::size_t most) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return std::nullopt;
  const std::unique_ptr<z_stream, int (*)(z_streamp)> owner(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
  stream.avail_in = static_cast<uInt>(block.size());
  return grow(block, most, [&](char* into, std::size_t room, bool& over) -> std::optional<std::size_t> {
    stream.next_out = reinterpret_cast<Bytef*>(into);
    stream.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) return std::nullopt;
    over = result == Z_STREAM_END;
    return room - stream.avail_out;
  });
}

std::optional<std::string> expand_bzip2(std::string_view block, std::size_t most) {
  bz_stream stream{};
  if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) return std::nullopt;
  const std::unique_ptr<bz_stream, int (*)(bz_stream*)> owner(&stream, BZ2_bzDecompressEnd);
  stream.next_in = const_cast<char*>(block.data());
  stream.avail_in = static_cast<unsigned>(block.size());
  return grow(block, most, [&](char* into, std::size_t room, bool& over) -> std::optional<std::size_t> {
    stream.next_out = into;
    stream.avail_out = static_cast<unsigned>(room);
    const int result = BZ2_bzDecompress(&stream);
    if (result != BZ_OK && result != BZ_STREAM_END) return std::nullopt;
    over = result == BZ_STREAM_END;
    return room - stream.avail_out;
  });
}

// Writers that compress as they go do not say how much a frame holds.
std::optional<std::string> expand_zstandard(std::string_view block, std::size_t most) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  ZSTD_inBuffer in{block.data(), block.size(), 0};
  if (block.empty()) return std::nullopt;
  const auto said = ZSTD_getFrameContentSize(block.data(), block.size());
  if (said == ZSTD_CONTENTSIZE_ERROR || (said != ZSTD_CONTENTSIZE_UNKNOWN && said > most))
    return std::nullopt;
  return grow(block, most, [&](char* into, std::size_t room, bool& over) -> std::optional<std::size_t> {
    ZSTD_outBuffer out{into, room, 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(left)) return std::nullopt;
    over = left == 0 && in.pos == in.size;
    return out.pos;
  });
}

// No room is taken for more than its elements can make: at best, three bytes repeat 64.
std::optional<std::string> expand_snappy(std::string_view block, std::size_t most) {
  std::size_t size = 0;
  if (!snappy::GetUncompressedLength(block.data(), block.size(), &size) || size > most ||
      size > block.size() * 64 / 3)
    return std::nullopt;
  std::string out(size, '\0');
  if (!snappy::RawUncompress(block.data(), block.size(), out.data())) return std::nullopt;
  return out;
}

// Its blocks do not say how much they hold, but the format around them says what that is at most, and a byte
// of a length is 255 bytes at best.
std::optional<std::string> expand_lz4(std::string_view block, std::size_t most) {
  std::string out(std::min(most, (block.size() + 1) * 255), '\0');
  const int size = LZ4_decompress_safe(block.data(), out.data(), static_cast<int>(block.size()),
                                       static_cast<int>(out.size()));
  if (size < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(size));
  return out;
}

base::Result<std::string> deflate_block(std::string_view bytes, int window) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return base::failure("zlib cannot begin to compress");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  ASSERT(ended == Z_STREAM_END, "deflateBound() says what a block takes at most");
  return out;
}

base::Result<std::string> shrink_zstandard(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kZstandardLevel);
  if (ZSTD_isError(size)) return base::failure("zstd cannot compress: {}", ZSTD_getErrorName(size));
  out.resize(size);
  return out;
}

base::Result<std::string> shrink_bzip2(std::string_view bytes) {
  constexpr int kBlock = 9;  // of 100 KB, as Hadoop and the program bzip2 have it
  // The room that bzip2's manual calls enough for any bytes.
  std::string out(bytes.size() + bytes.size() / 100 + 601, '\0');
  auto size = static_cast<unsigned>(out.size());
  const int ended = BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(bytes.data()),
                                             static_cast<unsigned>(bytes.size()), kBlock, 0, 0);
  if (ended != BZ_OK) return base::failure("bzip2 cannot compress: {}", ended);
  out.resize(size);
  return out;
}

std::string shrink_snappy(std::string_view bytes) {
  std::string out(snappy::MaxCompressedLength(bytes.size()), '\0');
  std::size_t size = 0;
  snappy::RawCompress(bytes.data(), bytes.size(), out.data(), &size);
  out.resize(size);
  return out;
}

std::string shrink_lz4(std::string_view bytes) {
  std::string out(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(bytes.size()))), '\0');
  const int size = LZ4_compress_default(bytes.data(), out.data(), static_cast<int>(bytes.size()),
                                        static_cast<int>(out.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

std::optional<std::string> expand(BlockCodec codec, std::string_view block, std::size_t most) {
  if (block.size() > kMostCodecBytes) return std::nullopt;
  switch (codec) {
    case BlockCodec::None:
      return block.size() <= most ? std::optional(std::string(block)) : std::nullopt;
    case BlockCodec::Deflate:
      return inflate_block(block, kRawWindow, most);
    case BlockCodec::Gzip:
      return inflate_block(block, kGzipWindow, most);
    case BlockCodec::Snappy:
      return expand_snappy(block, most);
    case BlockCodec::Lz4:
      return expand_lz4(block, most);
    case BlockCodec::Zstandard:
      return expand_zstandard(block, most);
    case BlockCodec::Bzip2:
      return expand_bzip2(block, most);
  }
  return std::nullopt;
}

base::Result<std::string> shrink(BlockCodec codec, std::string_view bytes) {
  if (bytes.size() > kMostCodecBytes)
    return base::refusal(
        "BadData", 400,
        fmt::format("A block of {} bytes is more than can be compressed at once.", bytes.size()));
  switch (codec) {
    case BlockCodec::None:
      return std::string(bytes);
    case BlockCodec::Deflate:
      return deflate_block(bytes, kRawWindow);
    case BlockCodec::Gzip:
      return deflate_block(bytes, kGzipWindow);
    case BlockCodec::Snappy:
      return shrink_snappy(bytes);
    case BlockCodec::Lz4:
      return shrink_lz4(bytes);
    case BlockCodec::Zstandard:
      return shrink_zstandard(bytes);
    case BlockCodec::Bzip2:
      return shrink_bzip2(bytes);
  }
  return std::string(bytes);
}

}  // namespace engine
