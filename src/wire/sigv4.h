#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace wire {

// Signature Version 4, as far as it is arithmetic: what a signature is computed from, and
// how. What is done about a signature that does not fit is the authenticator's. The steps are those of
// "Create a signed AWS API request",
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.

constexpr std::string_view kSigv4Algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kSigv4Terminator = "aws4_request";

struct CredentialScope {
  std::string date;  // YYYYMMDD
  std::string region;
  std::string service;
  std::string str() const;
};

// S3 signs the path as the object's key spells it; all other services sign it normalised and encoded once
// more.
enum class PathRule { Normalised, AsIs };

// The path of step 1. No value: a broken %xx (PathRule::AsIs only, which decodes).
std::optional<std::string> canonical_uri(std::string_view path, PathRule rule);
// The query of step 1. No value: a broken %xx.
std::optional<std::string> canonical_query(std::string_view query);
// The value of one signed header of step 1: every field of that name, trimmed, inner runs of spaces made one,
// joined by commas.
std::string canonical_header(const net::Headers& headers, std::string_view name);

// Step 1: the canonical request. `signed_headers` in lower case, in the order that they were signed in.
struct CanonicalRequest {
  std::string_view method;
  std::string uri;
  std::string query;
  std::string_view payload_hash;  // hexadecimal SHA-256, or a word like UNSIGNED-PAYLOAD
};
std::string canonical_request(const CanonicalRequest& parts, const net::Headers& headers,
                              const std::vector<std::string>& signed_headers);

// Steps 2 and 3: the string to sign. `date` as x-amz-date has it.
std::string string_to_sign(std::string_view date, const CredentialScope& scope,
                           std::string_view canonical_request);

// Steps 4 and 5: the signing key is derived, and the signature made with it; hexadecimal.
std::string signature(std::string_view secret_access_key, const CredentialScope& scope,
                      std::string_view string_to_sign);

}  // namespace wire
