#pragma once

#include <grpcpp/support/status.h>

#include <deque>
#include <mutex>
#include <optional>

#include "base/result.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

// Errors as Spark Connect tells them: its clients raise the Python exception that goes with the Java classes
// in them, with Spark's condition, its SQLSTATE and its parameters. What is too long for a call's trailer is
// kept for a while, and the client fetches it. Thread-safe.
class Errors {
 public:
  grpc::Status to_status(const base::Error& error);

  // What FetchErrorDetails asks for; nothing: it is no longer kept.
  void fill_details(const std::string& id, spark::connect::FetchErrorDetailsResponse& response);

 private:
  using Details = spark::connect::FetchErrorDetailsResponse::Error;

  static constexpr std::size_t kMostKept = 100;

  std::mutex mutex_;
  std::deque<std::pair<std::string, Details>> kept_;
};

// Of a handle that nobody knows: INVALID_HANDLE.OPERATION_NOT_FOUND and the like.
base::Error invalid_handle(std::string_view what, std::string_view handle, std::string_view message);

// INVALID_HANDLE.FORMAT of one that is no UUID.
base::Result<void> check_handle(std::string_view handle);

base::Error not_supported(std::string_view what);

// What is set of a message's oneof, as refusals show it; a client may be newer than our protocol, or set
// nothing.
std::string choice_of(const google::protobuf::Message& message, const char* oneof);

}  // namespace spark_door
