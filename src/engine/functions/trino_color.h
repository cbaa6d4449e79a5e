#pragma once

#include "engine/functions/trino_kernels.h"

namespace engine {

// Trino's functions of colors: https://trino.io/docs/435/functions/color.html. A value of type color is its
// text: red, #00aa00.
std::vector<TrinoKernel> color_kernels();

}  // namespace engine
