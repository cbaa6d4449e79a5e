#include "engine/storage/decoder.h"

#include <bzlib.h>
#include <fmt/format.h>
#include <zlib.h>

#include "base/assert.h"
#include "base/text.h"
#include "engine/storage/hadoop_decoder.h"

namespace engine {
namespace {

// Whether another member follows is seen only when there are more bytes, so the next one is begun as late as
// that. Z_BUF_ERROR is none: there is nothing to do without more bytes or more room. Pieces are small
// (TextInput), so their sizes fit zlib's 32 bits, and bzip2's below.
class InflateDecoder final : public Decoder {
 public:
  explicit InflateDecoder(Compression compression) : compression_(compression) {
    const int window = compression == Compression::Gzip ? kGzipWindow : MAX_WBITS;
    ASSERT(inflateInit2(&stream_, window) == Z_OK, "zlib has the memory for a stream");
  }
  ~InflateDecoder() override { inflateEnd(&stream_); }

  base::Result<Step> decode(std::string_view from, std::span<char> into) override {
    if (between_ && !from.empty()) {
      inflateReset(&stream_);
      between_ = false;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    stream_.avail_in = static_cast<uInt>(from.size());
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = static_cast<uInt>(into.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return damaged(compression_);
    between_ = result == Z_STREAM_END;
    return Step{from.size() - stream_.avail_in, into.size() - stream_.avail_out};
  }
  bool at_boundary() const override { return between_; }

 private:
  static constexpr int kGzipWindow = MAX_WBITS + 16;  // zlib's way to ask for gzip's header
  const Compression compression_;
  z_stream stream_{};
  bool between_ = false;  // two members
};

class Bzip2Decoder final : public Decoder {
 public:
  Bzip2Decoder() { begin(); }
  ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&stream_); }

  base::Result<Step> decode(std::string_view from, std::span<char> into) override {
    if (between_ && !from.empty()) {
      BZ2_bzDecompressEnd(&stream_);
      begin();
    }
    stream_.next_in = const_cast<char*>(from.data());
    stream_.avail_in = static_cast<unsigned>(from.size());
    stream_.next_out = into.data();
    stream_.avail_out = static_cast<unsigned>(into.size());
    const int result = between_ ? BZ_OK : BZ2_bzDecompress(&stream_);
    if (result != BZ_OK && result != BZ_STREAM_END) return damaged(Compression::Bzip2);
    between_ |= result == BZ_STREAM_END;
    return Step{from.size() - stream_.avail_in, into.size() - stream_.avail_out};
  }
  bool at_boundary() const override { return between_; }

 private:
  void begin() {
    stream_ = {};
    ASSERT(BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK, "bzip2 has the memory for a stream");
    between_ = false;
  }
  bz_stream stream_{};
  bool between_ = false;  // two members
};

}  // namespace

base::Error damaged(Compression compression) {
  return base::refusal("BadData", 400, fmt::format("the bytes are no {}, or damaged", name_of(compression)));
}

base::Result<Compression> compression_by_name(std::string_view uri) {
  const auto name = base::to_lower(uri.substr(uri.rfind('/') + 1));
  static constexpr std::pair<std::string_view, Compression> kEnds[] = {
      {".gz", Compression::Gzip},       {".bz2", Compression::Bzip2}, {".deflate", Compression::Deflate},
      {".snappy", Compression::Snappy}, {".lz4", Compression::Lz4},   {".zst", Compression::Zstandard}};
  for (const auto& [end, compression] : kEnds)
    if (name.ends_with(end)) return compression;
  for (const char* other : {".xz", ".lzo", ".zip"})
    if (name.ends_with(other))
      return base::refusal("BadData", 400,
                           fmt::format("{}: files compressed as {} are not supported yet.", uri, other));
  return Compression::None;
}

std::string_view name_of(Compression compression) {
  switch (compression) {
    case Compression::None:
      return "none";
    case Compression::Gzip:
      return "gzip";
    case Compression::Bzip2:
      return "bzip2";
    case Compression::Deflate:
      return "deflate";
    case Compression::Snappy:
      return "snappy";
    case Compression::Lz4:
      return "lz4";
    case Compression::Zstandard:
      return "zstd";
  }
  return "";
}

Compression compression_by_content(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return Compression::Gzip;
  if (bytes.starts_with("BZh") && bytes.size() > 9 && bytes.substr(4).starts_with("1AY&SY"))
    return Compression::Bzip2;
  return Compression::None;
}

std::unique_ptr<Decoder> make_decoder(Compression compression) {
  switch (compression) {
    case Compression::Gzip:
    case Compression::Deflate:
      return std::make_unique<InflateDecoder>(compression);
    case Compression::Bzip2:
      return std::make_unique<Bzip2Decoder>();
    case Compression::Snappy:
    case Compression::Lz4:
      return make_hadoop_block_decoder(compression);
    case Compression::Zstandard:
      return make_zstandard_decoder();
    case Compression::None:
      break;
  }
  ASSERT(false, "what is not compressed needs no decoder");
  return nullptr;
}

}  // namespace engine
