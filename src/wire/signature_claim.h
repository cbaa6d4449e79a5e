#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/http.h"
#include "wire/service.h"
#include "wire/sigv4.h"

namespace wire {

// What a request says of its signature by SigV4; nothing of it is verified yet.
struct SignatureClaim {
  std::string access_key_id;
  std::string session_token;
  CredentialScope scope;
  std::vector<std::string> signed_headers;
  std::string signature;
  std::string date;  // as x-amz-date has it
  base::Timestamp time;
  std::optional<std::chrono::seconds> expires;  // set: the request is a presigned URL
  std::string payload_hash;                     // what was signed in the body's place
};

// Where a claim stands; errors name it.
enum class ClaimPlace { Header, Query };

// The claim of the Authorization header.
base::Result<SignatureClaim> header_claim(const ServiceInfo& service, const net::Request& request);

// The claim of a presigned URL: the same in the query, as "Authenticating Requests: Using Query Parameters"
// has it, https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html.
bool is_presigned(const net::Request& request);
base::Result<SignatureClaim> presigned_claim(const ServiceInfo& service, const net::Request& request);

// The query without the signature itself: what a presigned URL signs.
std::string signed_query(std::string_view query);

// A presigned URL may carry x-amz-* headers as parameters: from here on they are headers.
base::Result<void> adopt_query_headers(net::Request& request);

// What both forms share.
base::Result<void> read_credential(const ServiceInfo& service, ClaimPlace place, std::string_view credential,
                                   SignatureClaim& claim);
base::Result<std::string> read_payload_hash(const ServiceInfo& service, std::string_view hash);

}  // namespace wire
