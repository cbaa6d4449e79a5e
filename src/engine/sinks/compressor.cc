#include "engine/sinks/compressor.h"

#include <bzlib.h>
#include <zlib.h>

#include "base/assert.h"

namespace engine {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for gzip's header
constexpr int kMemoryLevel = 8;       // zlib's default

// Each text becomes a member of its own, and members behind each other are one file: so threads compress
// without a common state.
base::Result<std::string> gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return base::failure("zlib cannot begin to compress");
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  ASSERT(ended == Z_STREAM_END, "deflateBound() says what a text takes at most");
  return out;
}

base::Result<std::string> bzip2(std::string_view text) {
  constexpr int kBlock = 9;  // of 100 KB, as Hadoop and the program bzip2 have it
  // The room that bzip2's manual calls enough for any text.
  std::string out(text.size() + text.size() / 100 + 601, '\0');
  auto size = static_cast<unsigned>(out.size());
  const int ended = BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                             static_cast<unsigned>(text.size()), kBlock, 0, 0);
  if (ended != BZ_OK) return base::failure("bzip2 cannot compress: {}", ended);
  out.resize(size);
  return out;
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
  }
  return "";
}

base::Result<std::string> compress(TextCompression compression, std::string text) {
  switch (compression) {
    case TextCompression::None:
      return text;
    case TextCompression::Gzip:
      return gzip(text);
    case TextCompression::Bzip2:
      return bzip2(text);
  }
  return text;
}

}  // namespace engine
