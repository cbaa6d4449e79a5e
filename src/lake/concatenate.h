#pragma once

#include <span>

#include "lake/contents.h"

namespace lake {

// A new sealed content file with the bytes of these, one behind the other. Copies inside the kernel where the
// file system can (and shares the blocks where it can do that), else through a buffer. Blocks its caller
// only.
base::Result<ContentId> concatenate(ContentFolder& contents, std::span<const Content> pieces);

}  // namespace lake
