#include "engine/storage/hadoop_decoder.h"

#include <zstd.h>

#include "base/assert.h"
#include "engine/storage/block_codec.h"

namespace engine {
namespace {

class HadoopBlockDecoder final : public Decoder {
 public:
  explicit HadoopBlockDecoder(Compression compression) : compression_(compression) {}

  base::Result<Step> decode(std::string_view from, std::span<char> into) override {
    Step step;
    if (used_ == text_.size()) {
      bytes_ += from;
      step.consumed = from.size();
      TRY(expand_piece());
    }
    step.produced = text_.copy(into.data(), into.size(), used_);
    used_ += step.produced;
    return step;
  }

  bool at_boundary() const override { return bytes_.empty() && left_ == 0 && used_ == text_.size(); }

 private:
  static constexpr std::size_t kLengthBytes = 4;

  // The next piece's text, once all of it is there.
  base::Result<void> expand_piece() {
    while (left_ == 0 && bytes_.size() >= kLengthBytes) {  // a block may be empty
      left_ = length_at(0);
      bytes_.erase(0, kLengthBytes);
    }
    if (left_ == 0 || bytes_.size() < kLengthBytes) return {};
    const std::size_t size = length_at(0);
    if (left_ > kMostBlockBytes || size > kMostBlockBytes) return damaged(compression_);
    if (bytes_.size() - kLengthBytes < size) return {};
    const auto codec = compression_ == Compression::Snappy ? BlockCodec::Snappy : BlockCodec::Lz4;
    auto text = expand(codec, std::string_view(bytes_).substr(kLengthBytes, size), left_);
    if (!text) return damaged(compression_);
    bytes_.erase(0, kLengthBytes + size);
    left_ -= text->size();
    text_ = *std::move(text);
    used_ = 0;
    return {};
  }

  std::size_t length_at(std::size_t place) const {
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
      length = length << 8 | static_cast<unsigned char>(bytes_[place + i]);
    return length;
  }

  const Compression compression_;
  std::string bytes_;
  std::size_t left_ = 0;  // of the block's text
  std::string text_;      // of a piece
  std::size_t used_ = 0;  // of it
};

class ZstandardDecoder final : public Decoder {
 public:
  ZstandardDecoder() : stream_(ZSTD_createDStream()) {
    ASSERT(stream_ != nullptr, "zstd has the memory for a stream");
  }
  ~ZstandardDecoder() override { ZSTD_freeDStream(stream_); }
  ZstandardDecoder(const ZstandardDecoder&) = delete;
  ZstandardDecoder& operator=(const ZstandardDecoder&) = delete;

  // A frame follows another by itself.
  base::Result<Step> decode(std::string_view from, std::span<char> into) override {
    ZSTD_inBuffer input{from.data(), from.size(), 0};
    ZSTD_outBuffer output{into.data(), into.size(), 0};
    const std::size_t wanted = ZSTD_decompressStream(stream_, &output, &input);
    if (ZSTD_isError(wanted)) return damaged(Compression::Zstandard);
    if (input.pos > 0 || output.pos > 0) between_ = wanted == 0;
    return Step{input.pos, output.pos};
  }
  bool at_boundary() const override { return between_; }

 private:
  ZSTD_DStream* const stream_;
  bool between_ = false;  // two frames
};

}  // namespace

std::unique_ptr<Decoder> make_hadoop_block_decoder(Compression compression) {
  return std::make_unique<HadoopBlockDecoder>(compression);
}

std::unique_ptr<Decoder> make_zstandard_decoder() {
  return std::make_unique<ZstandardDecoder>();
}

}  // namespace engine
