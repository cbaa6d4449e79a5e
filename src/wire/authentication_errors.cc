#include "wire/authentication_errors.h"

#include "base/text.h"
#include "wire/errors.h"
#include "wire/sigv4.h"
#include "wire/timestamps.h"

namespace wire::authentication_errors {
namespace {

using base::Error;
using base::refusal;

// By the protocol, not the name: errors follow from what a client's SDK parses.
bool speaks_s3(const ServiceInfo& service) {
  return service.protocol == Protocol::RestXml;
}

// One text for both places, whose codes differ.
Error malformed(ClaimPlace place, std::string_view what) {
  if (place == ClaimPlace::Query)
    return bad_query_parameter(fmt::format("Error parsing the X-Amz-Credential parameter; {}", what));
  return refusal("AuthorizationHeaderMalformed", 400,
                 fmt::format("The authorization header is malformed; {}", what));
}

Error incomplete(std::string message) {
  return refusal("IncompleteSignatureException", 400, std::move(message));
}

Error invalid_signature(std::string message) {
  return refusal("InvalidSignatureException", 400, std::move(message));
}

Error with(Error error, std::vector<std::pair<std::string, std::string>> details) {
  error.details = std::move(details);
  return error;
}

// S3 shows what it signed byte by byte, for whoever must find the one that differs.
std::string spaced_hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += (text.empty() ? "" : " ") + base::to_hex({&byte, 1});
  return text;
}

std::string iso_time(base::Timestamp time) {
  const std::string basic = amz_date(time);  // YYYYMMDDTHHMMSSZ
  return fmt::format("{}-{}-{}T{}:{}:{}Z", basic.substr(0, 4), basic.substr(4, 2), basic.substr(6, 2),
                     basic.substr(9, 2), basic.substr(11, 2), basic.substr(13, 2));
}

}  // namespace

Error anonymous(const ServiceInfo& service) {
  if (speaks_s3(service)) return refusal("AccessDenied", 403, "Access Denied");
  return refusal("MissingAuthenticationTokenException", 400, "Missing Authentication Token");
}

Error two_mechanisms(std::string_view authorization) {
  return with(refusal("InvalidArgument", 400,
                      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
                      "query string parameter or the Authorization header should be specified"),
              {{"ArgumentName", "Authorization"}, {"ArgumentValue", std::string(authorization)}});
}

Error unsupported_algorithm(const ServiceInfo& service, std::string_view header) {
  if (!speaks_s3(service))
    return incomplete(fmt::format("Authorization header requires the algorithm '{}'. Authorization={}",
                                  kSigv4Algorithm, header));
  if (header.starts_with("AWS"))
    return refusal(
        "InvalidRequest", 400,
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  return with(refusal("InvalidArgument", 400, "Unsupported Authorization Type"),
              {{"ArgumentName", "Authorization"}, {"ArgumentValue", std::string(header)}});
}

Error missing_parts(const ServiceInfo& service, const std::vector<std::string_view>& parts,
                    std::string_view header) {
  if (speaks_s3(service))
    return malformed(ClaimPlace::Header,
                     fmt::format("the authorization component \"{}=\" is missing.", parts.front()));
  std::string message;
  for (const std::string_view part : parts)
    message += fmt::format("Authorization header requires '{}' parameter. ", part);
  return incomplete(fmt::format("{}Authorization={}", message, header));
}

Error malformed_credential(const ServiceInfo& service, ClaimPlace place, std::string_view credential) {
  if (speaks_s3(service))
    return malformed(
        place,
        "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  return incomplete(
      fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                  "keyid/date/region/service/term, got '{}'",
                  credential));
}

Error wrong_terminator(const ServiceInfo& service, ClaimPlace place, std::string_view terminator) {
  if (speaks_s3(service))
    return malformed(place, fmt::format("incorrect terminator \"{}\". This endpoint uses \"{}\".", terminator,
                                        kSigv4Terminator));
  return invalid_signature(fmt::format("Credential should be scoped with a valid terminator: '{}', not '{}'.",
                                       kSigv4Terminator, terminator));
}

Error wrong_service(const ServiceInfo& service, ClaimPlace place, std::string_view scope_service) {
  if (speaks_s3(service))
    return malformed(place, fmt::format("incorrect service \"{}\". This endpoint belongs to \"{}\".",
                                        scope_service, service.signing_name));
  return invalid_signature(
      fmt::format("Credential should be scoped to correct service: '{}'.", service.signing_name));
}

Error bad_region(const ServiceInfo& service, ClaimPlace place, std::string_view region) {
  if (speaks_s3(service))
    return malformed(place,
                     fmt::format("the region '{}' is wrong; expecting a region like 'us-east-1'", region));
  return invalid_signature(fmt::format("Credential should be scoped to a valid region, not '{}'.", region));
}

Error no_date(const ServiceInfo& service) {
  if (speaks_s3(service))
    return refusal("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header");
  return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
}

// The scope holds a day and the date a moment; a client whose two readings of its clock straddle midnight
// gets here.
Error scope_date_differs(const ServiceInfo& service, ClaimPlace place, std::string_view scope_date,
                         std::string_view amz_date) {
  if (speaks_s3(service))
    return malformed(
        place, fmt::format("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".",
                           scope_date, amz_date.substr(0, 8)));
  return invalid_signature(
      fmt::format("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                  "'{}' != '{}', from '{}'.",
                  scope_date, amz_date.substr(0, 8), amz_date));
}

Error too_skewed(const ServiceInfo& service, std::string_view request_date, base::Timestamp request_time,
                 base::Timestamp now) {
  if (speaks_s3(service))
    return with(refusal("RequestTimeTooSkewed", 403,
                        "The difference between the request time and the current time is too large."),
                {{"RequestTime", std::string(request_date)},
                 {"ServerTime", iso_time(now)},
                 {"MaxAllowedSkewMilliseconds", "900000"}});
  constexpr std::chrono::minutes kSkew{15};
  // AWS has two texts, for late and for early.
  if (request_time < now)
    return invalid_signature(fmt::format("Signature expired: {} is now earlier than {} ({} - 15 min.)",
                                         amz_date(request_time), amz_date(now - kSkew), amz_date(now)));
  return invalid_signature(fmt::format("Signature not yet current: {} is still later than {} ({} + 15 min.)",
                                       amz_date(request_time), amz_date(now + kSkew), amz_date(now)));
}

Error unknown_key(const ServiceInfo& service, std::string_view access_key_id) {
  if (speaks_s3(service))
    return with(refusal("InvalidAccessKeyId", 403,
                        "The AWS Access Key Id you provided does not exist in our records."),
                {{"AWSAccessKeyId", std::string(access_key_id)}});
  return refusal("UnrecognizedClientException", 400,
                 "The security token included in the request is invalid.");
}

Error bad_token(const ServiceInfo& service) {
  if (speaks_s3(service))
    return refusal("InvalidToken", 400, "The provided token is malformed or otherwise invalid.");
  return refusal("UnrecognizedClientException", 400,
                 "The security token included in the request is invalid.");
}

Error unsigned_headers(const ServiceInfo& service, const std::string& names) {
  if (speaks_s3(service))
    return with(
        refusal("AccessDenied", 403, "There were headers present in the request which were not signed"),
        {{"HeadersNotSigned", names}});
  return invalid_signature(fmt::format(
      "'Host' or ':authority' and every 'X-Amz-' header must be a 'SignedHeader' in the AWS Authorization; "
      "not signed: {}.",
      names));
}

Error wrong_signature(const ServiceInfo& service, std::string_view access_key_id, std::string_view provided,
                      const std::string& string_to_sign, const std::string& canonical_request) {
  if (speaks_s3(service))
    return with(refusal("SignatureDoesNotMatch", 403,
                        "The request signature we calculated does not match the signature you provided. "
                        "Check your key and signing method."),
                {{"AWSAccessKeyId", std::string(access_key_id)},
                 {"StringToSign", string_to_sign},
                 {"SignatureProvided", std::string(provided)},
                 {"StringToSignBytes", spaced_hex(string_to_sign)},
                 {"CanonicalRequest", canonical_request},
                 {"CanonicalRequestBytes", spaced_hex(canonical_request)}});
  return invalid_signature(fmt::format(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
      "Access Key and signing method. Consult the service documentation for details.\n\n"
      "The Canonical String for this request should have been\n'{}'\n\n"
      "The String-to-Sign should have been\n'{}'\n",
      canonical_request, string_to_sign));
}

Error bad_payload_hash(const ServiceInfo& service, std::string_view value) {
  if (!speaks_s3(service))
    return invalid_signature("The value of 'x-amz-content-sha256' is not the SHA-256 of the request's body.");
  return with(
      refusal(
          "InvalidArgument", 400,
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 "
          "value."),
      {{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", std::string(value)}});
}

Error no_payload_hash(const ServiceInfo&) {
  return refusal("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256");
}

Error streaming_payload(const ServiceInfo& service, std::string_view value) {
  if (!speaks_s3(service)) return bad_payload_hash(service, value);
  return with(
      refusal("NotImplemented", 501,
              fmt::format("A header you provided implies functionality that is not implemented: {} is not "
                          "supported yet; send the body whole, with its SHA-256 or UNSIGNED-PAYLOAD.",
                          value)),
      {{"Header", "x-amz-content-sha256"}, {"additionalMessage", std::string(value)}});
}

Error no_decoded_length() {
  return refusal("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
}

Error unsupported_trailer() {
  return refusal("InvalidRequest", 400, "The value specified in the x-amz-trailer header is not supported");
}

Error bad_uri(const ServiceInfo& service) {
  if (speaks_s3(service)) return wire::bad_uri();
  return invalid_signature("The request's path or query holds a broken %-escape.");
}

Error bad_query_parameter(std::string message) {
  return refusal("AuthorizationQueryParametersError", 400, std::move(message));
}

Error not_valid_yet(base::Timestamp now) {
  return with(refusal("AccessDenied", 403, "Request is not valid yet"), {{"ServerTime", iso_time(now)}});
}

Error expired(std::optional<std::chrono::seconds> lifetime, base::Timestamp end, base::Timestamp now) {
  Error error = refusal("AccessDenied", 403, "Request has expired");
  if (lifetime) error.details.emplace_back("X-Amz-Expires", std::to_string(lifetime->count()));
  error.details.emplace_back("Expires", iso_time(end));
  error.details.emplace_back("ServerTime", iso_time(now));
  return error;
}

Error incomplete_v2() {
  return refusal("AccessDenied", 403,
                 "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
}

Error bad_expires_v2(std::string_view expires) {
  return refusal("AccessDenied", 403,
                 fmt::format("Invalid date (should be seconds since epoch): {}", expires));
}

Error wrong_signature_v2(std::string_view access_key_id, std::string_view provided,
                         const std::string& string_to_sign) {
  return with(refusal("SignatureDoesNotMatch", 403,
                      "The request signature we calculated does not match the signature you provided. "
                      "Check your key and signing method."),
              {{"AWSAccessKeyId", std::string(access_key_id)},
               {"StringToSign", string_to_sign},
               {"SignatureProvided", std::string(provided)},
               {"StringToSignBytes", spaced_hex(string_to_sign)}});
}

}  // namespace wire::authentication_errors
