#pragma once

namespace engine {

// Codes of the errors with which the engine itself ends a run; both halves, server and worker, know them.
inline constexpr const char* kScanLimitExceeded = "SCAN_LIMIT_EXCEEDED";  // more bytes than the run may read

}  // namespace engine
