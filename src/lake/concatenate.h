#pragma once

#include <span>

#include "lake/contents.h"

namespace lake {

// Copies `size` bytes from where a file stands to where another one stands: within the file system where it
// can, else through a buffer. An error when there are fewer.
base::Result<void> append_file(int from, int to, std::int64_t size);

// A new sealed content file with the bytes of these, one behind the other. Copies inside the kernel where the
// file system can (and shares the blocks where it can do that), else through a buffer. Blocks its caller
// only.
base::Result<ContentId> concatenate(ContentFolder& contents, std::span<const Content> pieces);

}  // namespace lake
