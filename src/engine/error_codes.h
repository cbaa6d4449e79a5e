#pragma once

namespace engine {

// Codes of the errors with which the engine itself ends a run; both halves, server and worker, know them.
inline constexpr const char* kScanLimitExceeded = "SCAN_LIMIT_EXCEEDED";  // more bytes than the run may read
inline constexpr const char* kPythonException = "PYTHON_EXCEPTION";  // a function of the user's raised it
inline constexpr const char* kPythonWorkerExited = "PYTHON_WORKER_EXITED";  // its process ended under it

}  // namespace engine
