#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace wire {

// Signature Version 2 of S3, as far as presigned URLs use it: boto3 and the aws cli still make such URLs
// unless told otherwise. The steps are those of "Signing and authenticating REST requests",
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html.

// `resource`: the path as sent, behind the bucket where only the Host names it. `expires` takes the date's
// place.
std::string string_to_sign_v2(const net::Request& request, std::string_view resource,
                              std::string_view expires);

// Base64.
std::string signature_v2(std::string_view secret_access_key, std::string_view string_to_sign);

}  // namespace wire
