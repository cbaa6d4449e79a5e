#pragma once

#include "engine/orc_file.pb.h"
#include "engine/sources/orc_stream.h"

namespace engine {

// What an ORC file says of itself, at its end. Its types are a tree of a depth that recursion may walk, and
// its stripes lie in the file and hold as many rows as it says: whoever has one need not check that again.
struct OrcTail {
  OrcCompression compression;
  orc::Footer footer;
};

// Raises; what we cannot read (LZO, Brotli, encryption, what is newer than we are) is refused by name.
OrcTail read_orc_tail(const InputFile& file);

}  // namespace engine
