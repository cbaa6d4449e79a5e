#pragma once

#include "base/result.h"
#include "net/http.h"
#include "wire/context.h"
#include "wire/operation.h"
#include "wire/rest_route.h"

namespace wire {

// Fills an operation's input from path, query, headers and body of a REST request. A stream is handed on
// unread, any other body is read here, up to the service's limit.
base::Result<void> decode_rest(const ServiceInfo& info, const RequestContext& context, const Route& route,
                               net::Request& request, void* input);

}  // namespace wire
