#pragma once

namespace wire {

// The answer of an operation whose model has no output.
struct Empty {};

}  // namespace wire
