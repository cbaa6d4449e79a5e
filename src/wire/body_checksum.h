#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"
#include "wire/operation.h"
#include "wire/trailing_checksum.h"

namespace wire {

// Content-MD5 and x-amz-checksum-*, before the body or behind it, of a body that is decoded here. (Of a
// streamed body they are members of the input, and so is the checksum of a whole upload in
// CompleteMultipartUpload: their handlers verify.) Where the operation demands one and there is none, and
// where one does not fit, the request is refused.
base::Result<void> verify_body_checksum(const Operation& operation, const net::Request& request,
                                        const TrailingChecksum* trailing, std::string_view body);

// The algorithm of a checksum's header, both in lower case; nothing: it is no checksum that we know.
std::optional<std::string> checksum_of_header(std::string_view header);

}  // namespace wire
