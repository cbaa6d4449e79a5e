#pragma once

#include <memory>

#include "engine/storage/decoder.h"

namespace engine {

// Of Snappy or Lz4, in Hadoop's blocks: the length of a block's text, then pieces, each behind its length,
// until the text is whole.
std::unique_ptr<Decoder> make_hadoop_block_decoder(Compression compression);
std::unique_ptr<Decoder> make_zstandard_decoder();

// The refusal of bytes that are none of the compression's.
base::Error damaged(Compression compression);

}  // namespace engine
