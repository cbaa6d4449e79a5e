#pragma once

#include "engine/functions/trino_kernels.h"

namespace engine {

// Trino's functions of set digests: https://trino.io/docs/435/functions/setdigest.html
std::vector<TrinoKernel> set_digest_kernels();
void register_set_digest_aggregates(duckdb::ExtensionLoader& loader);

}  // namespace engine
