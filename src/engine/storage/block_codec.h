#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace engine {

// How bytes are compressed that are all at hand: the blocks inside of ORC and Avro files, pieces of texts.
// Deflate, Snappy and Lz4 are without the header and the checksum that files of theirs have.
enum class BlockCodec { None, Deflate, Gzip, Snappy, Lz4, Zstandard, Bzip2 };

// What a block may hold: a damaged or hostile one must not take the memory of a run.
inline constexpr std::size_t kMostBlockBytes = std::size_t{256} << 20;

// Nothing: the bytes are none of the codec's, are damaged, or hold more than `most` bytes.
std::optional<std::string> expand(BlockCodec codec, std::string_view block,
                                  std::size_t most = kMostBlockBytes);

base::Result<std::string> shrink(BlockCodec codec, std::string_view bytes);

}  // namespace engine
