#include "engine/sinks/compressor.h"

#include <zlib.h>

#include "engine/storage/block_codec.h"

namespace engine {
namespace {

// A block's text fits into what Hadoop's readers have room for.
constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

void append_length(std::string& out, std::size_t length) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(length >> shift);
}

// Each block says how long its text is, then how long its one compressed piece.
base::Result<std::string> hadoop_blocks(BlockCodec codec, std::string_view text) {
  std::string blocks;
  while (!text.empty()) {
    const std::string_view block = text.substr(0, kBlockBytes);
    const std::string piece = TRY(shrink(codec, block));
    append_length(blocks, block.size());
    append_length(blocks, piece.size());
    blocks += piece;
    text.remove_prefix(block.size());
  }
  return blocks;
}

base::Result<std::string> zlib_stream(std::string_view text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string stream(size, '\0');
  const int result = ::compress(reinterpret_cast<Bytef*>(stream.data()), &size,
                                reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()));
  if (result != Z_OK) return base::failure("zlib: {}", zError(result));
  stream.resize(size);
  return stream;
}

}  // namespace

std::string_view suffix_of(TextCompression compression) {
  switch (compression) {
    case TextCompression::None:
      return "";
    case TextCompression::Gzip:
      return ".gz";
    case TextCompression::Bzip2:
      return ".bz2";
    case TextCompression::Deflate:
      return ".deflate";
    case TextCompression::Snappy:
      return ".snappy";
    case TextCompression::Lz4:
      return ".lz4";
  }
  return "";
}

// Each piece becomes a member of its own: so threads compress without a common state.
base::Result<std::string> compress(TextCompression compression, std::string text) {
  switch (compression) {
    case TextCompression::None:
      return text;
    case TextCompression::Gzip:
      return shrink(BlockCodec::Gzip, text);
    case TextCompression::Bzip2:
      return shrink(BlockCodec::Bzip2, text);
    case TextCompression::Deflate:
      return zlib_stream(text);
    case TextCompression::Snappy:
      return hadoop_blocks(BlockCodec::Snappy, text);
    case TextCompression::Lz4:
      return hadoop_blocks(BlockCodec::Lz4, text);
  }
  return text;
}

}  // namespace engine
