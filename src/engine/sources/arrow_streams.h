#pragma once

#include <nanoarrow/nanoarrow.h>

#include <span>

#include "engine/sources/arrow_table.h"

namespace engine {

// The batches of several sources as one stream, of which each is opened when those before it are over. The
// sources outlive it. One thread.
ArrowArrayStream read_in_turn(std::span<const ArrowSource> sources);

}  // namespace engine
