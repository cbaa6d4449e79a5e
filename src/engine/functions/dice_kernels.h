#pragma once

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// dovetail_dice(seed, place) and dovetail_copies(seed, place, mean): what samples throw.
void register_dice_kernels(duckdb::ExtensionLoader& loader);

}  // namespace engine
