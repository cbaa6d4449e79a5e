#pragma once

#include <string_view>

#include "base/result.h"
#include "net/http.h"
#include "wire/operation.h"

namespace wire {

// Content-MD5 and x-amz-checksum-* of a body that is decoded here. (Of a streamed body they are members of
// the input, and so is the checksum of a whole upload in CompleteMultipartUpload: their handlers verify.)
// Where the operation demands one and there is none, and where one does not fit, the request is refused.
base::Result<void> verify_body_checksum(const Operation& operation, const net::Request& request,
                                        std::string_view body);

}  // namespace wire
