#include <algorithm>
#include <array>

#include "base/text.h"
#include "wire/authentication_errors.h"
#include "wire/payload_words.h"
#include "wire/rest_route.h"
#include "wire/signature_claim.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

namespace errors = authentication_errors;

constexpr std::int64_t kLongestExpiry = 604'800;  // a week, in seconds
constexpr auto kParameters =
    std::to_array<std::string_view>({"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date",
                                     "X-Amz-SignedHeaders", "X-Amz-Expires"});
constexpr std::string_view kSignature = "X-Amz-Signature";
constexpr std::string_view kToken = "X-Amz-Security-Token";

bool is_of_signature(std::string_view key) {
  return key == kToken || std::ranges::find(kParameters, key) != kParameters.end();
}

base::Result<std::chrono::seconds> read_expires(std::string_view text) {
  const auto seconds = base::parse_int(text);
  if (!seconds) return errors::bad_query_parameter("X-Amz-Expires should be a number");
  if (*seconds < 0) return errors::bad_query_parameter("X-Amz-Expires must be non-negative");
  if (*seconds > kLongestExpiry)
    return errors::bad_query_parameter(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less "
        "than 604800 seconds");
  return std::chrono::seconds(*seconds);
}

base::Result<void> read_date(const ServiceInfo& service, std::string_view text, SignatureClaim& claim) {
  const auto time = parse_amz_date(text);
  if (!time)
    return errors::bad_query_parameter(
        "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  claim.time = *time;
  claim.date = text;
  if (claim.date.starts_with(claim.scope.date)) return {};
  return errors::scope_date_differs(service, ClaimPlace::Query, claim.scope.date, claim.date);
}

// The body's hash is not known when a URL is signed, unless the signer says it.
base::Result<std::string> payload_hash_of(const ServiceInfo& service, const net::Request& request,
                                          const Query& query) {
  if (const auto header = request.headers.find(kPayloadHashHeader))
    return read_payload_hash(service, *header);
  for (const auto& [key, value] : query.pairs())
    if (base::iequals(key, kPayloadHashHeader)) return read_payload_hash(service, value);
  return std::string(kUnsignedPayload);
}

}  // namespace

bool is_presigned(const net::Request& request) {
  for (const std::string_view parameter : base::split(request.query, '&')) {
    const std::string_view key = parameter.substr(0, parameter.find('='));
    if (std::ranges::find(kParameters, key) != kParameters.end()) return true;
  }
  return false;
}

base::Result<SignatureClaim> presigned_claim(const ServiceInfo& service, const net::Request& request) {
  const Query query = TRY(Query::parse(request.query));
  for (const std::string_view parameter : kParameters)
    if (!query.find(parameter))
      return errors::bad_query_parameter(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
          "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  if (*query.find("X-Amz-Algorithm") != kSigv4Algorithm)
    return errors::bad_query_parameter("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");

  const std::string* token = query.find(kToken);
  SignatureClaim claim{.session_token = token ? *token : std::string(), .signature = *query.find(kSignature)};
  TRY(read_credential(service, ClaimPlace::Query, *query.find("X-Amz-Credential"), claim));
  for (const std::string_view name : base::split(*query.find("X-Amz-SignedHeaders"), ';'))
    claim.signed_headers.push_back(base::to_lower(name));
  TRY(read_date(service, *query.find("X-Amz-Date"), claim));
  claim.expires = TRY(read_expires(*query.find("X-Amz-Expires")));
  claim.payload_hash = TRY(payload_hash_of(service, request, query));
  return claim;
}

std::string signed_query(std::string_view query) {
  std::vector<std::string> kept;
  for (const std::string_view parameter : base::split(query, '&'))
    if (parameter.substr(0, parameter.find('=')) != kSignature) kept.emplace_back(parameter);
  return base::join(kept, "&");
}

base::Result<void> adopt_query_headers(net::Request& request) {
  const Query query = TRY(Query::parse(request.query));
  for (const auto& [key, value] : query.pairs()) {
    std::string name = base::to_lower(key);
    if (!name.starts_with("x-amz-") || is_of_signature(key)) continue;
    if (!request.headers.find(name)) request.headers.add(std::move(name), value);
  }
  return {};
}

}  // namespace wire
