#pragma once

#include "net/http.h"
#include "wire/operation.h"

namespace wire {

// The answer that an operation's output makes: status, headers and body. Streams are moved out of `output`.
net::Response encode_rest(const ServiceInfo& info, const Operation& operation, void* output);

}  // namespace wire
