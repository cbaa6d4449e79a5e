#include "engine/sinks/compressor.h"

#include "engine/storage/block_codec.h"

namespace engine {

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

// Each piece becomes a member of its own: so threads compress without a common state.
base::Result<std::string> compress(TextCompression compression, std::string text) {
  switch (compression) {
    case TextCompression::None:
      return text;
    case TextCompression::Gzip:
      return shrink(BlockCodec::Gzip, text);
    case TextCompression::Bzip2:
      return shrink(BlockCodec::Bzip2, text);
  }
  return text;
}

}  // namespace engine
