#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace engine {

// How a whole object is compressed, as Hadoop's codecs do it: Deflate has zlib's header, Snappy and Lz4 are
// in blocks of Hadoop's own.
enum class Compression { None, Gzip, Bzip2, Deflate, Snappy, Lz4, Zstandard };

// What the name says, as Hadoop reads it: .gz, .bz2, .deflate, .snappy, .lz4, .zst. Another codec's ending is
// refused (BadData), by name: its bytes would be taken for text.
base::Result<Compression> compression_by_name(std::string_view uri);
std::string_view name_of(Compression compression);  // gzip, bzip2, ...

// What the first bytes of an object say.
Compression compression_by_content(std::string_view bytes);

// Decompresses one stream front to back, members that follow each other as one. One thread.
class Decoder {
 public:
  virtual ~Decoder() = default;

  struct Step {
    std::size_t consumed = 0;
    std::size_t produced = 0;
  };
  // Decodes what it can of `from` into `into`. Nothing produced and nothing consumed: it needs more bytes.
  // Damaged bytes are a refusal (BadData) whose message goes on from the object's name.
  virtual base::Result<Step> decode(std::string_view from, std::span<char> into) = 0;
  // Whether the stream may end here.
  virtual bool at_boundary() const = 0;
};

// Of what is compressed.
std::unique_ptr<Decoder> make_decoder(Compression compression);

}  // namespace engine
