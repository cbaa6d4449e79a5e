#pragma once

#include <grpcpp/support/status.h>

#include "base/result.h"

namespace spark_door {

// An error as Spark Connect tells it: its clients raise the Python exception that goes with the Java classes
// in it, with Spark's error class.
grpc::Status to_status(const base::Error& error);

// Of a handle that nobody knows: INVALID_HANDLE.OPERATION_NOT_FOUND and the like.
base::Error invalid_handle(std::string_view what, std::string_view handle, std::string_view message);

base::Error not_supported(std::string_view what);

}  // namespace spark_door
