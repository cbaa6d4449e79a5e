#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "net/http.h"
#include "wire/context.h"
#include "wire/service.h"

namespace wire {

// What every answer of a protocol shares: request ids, and errors in its form. The world's faults are logged
// here, once, under the request's id, and shown without their cause.

net::Response json_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error);
net::Response rest_json_error(const ServiceInfo& info, const RequestContext& context,
                              const base::Error& error);
net::Response cbor_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error);
net::Response query_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error);
net::Response xml_error(const ServiceInfo& info, const RequestContext& context, const net::Request& request,
                        const base::Error& error);

// The error in the form of the protocol that the request speaks.
net::Response error_answer(const ServiceInfo& info, const RequestContext& context,
                           const net::Request& request, const base::Error& error);

void add_json_ids(const RequestContext& context, net::Response& response);  // x-amzn-RequestId
void add_s3_ids(const RequestContext& context, net::Response& response);    // x-amz-request-id, x-amz-id-2

}  // namespace wire
