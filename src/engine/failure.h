#pragma once

#include "base/error.h"
#include "engine/worker_protocol.pb.h"

namespace engine {

// An error as server and worker tell it to each other: whose fault it is, code, message and details. Its
// status does not go along: what the worker refuses is 400.
inline protocol::Failed to_message(const base::Error& error) {
  protocol::Failed failed;
  failed.set_code(error.code);
  failed.set_message(error.message);
  failed.set_caller_fault(error.fault == base::Error::Fault::Caller);
  for (const auto& [name, value] : error.details) {
    auto& detail = *failed.add_details();
    detail.set_name(name);
    detail.set_value(value);
  }
  return failed;
}

inline base::Error to_error(const protocol::Failed& failed) {
  base::Error error = failed.caller_fault() ? base::refusal(failed.code(), 400, failed.message())
                                            : base::failure("{}", failed.message());
  for (const auto& detail : failed.details()) error.details.emplace_back(detail.name(), detail.value());
  return error;
}

}  // namespace engine
