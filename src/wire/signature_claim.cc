#include "wire/signature_claim.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "wire/authentication_errors.h"
#include "wire/payload_words.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

namespace errors = authentication_errors;

bool is_date(std::string_view text) {
  return text.size() == 8 && base::parse_int(text).value_or(-1) >= 0;
}

bool is_word(std::string_view text, std::string_view also) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           also.find(c) != std::string_view::npos;
  });
}

// The components of the Authorization header behind the algorithm: Name=value, separated by commas, in any
// order.
std::map<std::string_view, std::string_view> components(std::string_view header) {
  std::map<std::string_view, std::string_view> found;
  header.remove_prefix(std::min(header.size(), kSigv4Algorithm.size()));
  for (std::string_view part : base::split(header, ',')) {
    part = base::trim(part);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) found.emplace(part.substr(0, equals), part.substr(equals + 1));
  }
  return found;
}

base::Result<void> read_date(const ServiceInfo& service, const net::Request& request, SignatureClaim& claim) {
  std::optional<base::Timestamp> time;
  if (const auto amz = request.headers.find("x-amz-date")) {
    time = parse_amz_date(*amz);
  } else if (const auto date = request.headers.find("Date")) {
    time = parse_http_date(*date);
  }
  if (!time) return errors::no_date(service);
  claim.time = *time;
  claim.date = amz_date(*time);
  if (!claim.date.starts_with(claim.scope.date))
    return errors::scope_date_differs(service, ClaimPlace::Header, claim.scope.date, claim.date);
  return {};
}

}  // namespace

std::string_view scope_service(const net::Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || !header->starts_with(kSigv4Algorithm)) return {};
  const auto found = components(*header);
  const auto credential = found.find("Credential");
  if (credential == found.end()) return {};
  const std::vector<std::string_view> parts = base::split(credential->second, '/');
  return parts.size() == 5 ? parts[3] : std::string_view();
}

base::Result<void> read_credential(const ServiceInfo& service, ClaimPlace place, std::string_view credential,
                                   SignatureClaim& claim) {
  const std::vector<std::string_view> parts = base::split(credential, '/');
  if (parts.size() != 5 || !is_word(parts[0], "._-+=@") || !is_date(parts[1]))
    return errors::malformed_credential(service, place, credential);
  if (parts[4] != kSigv4Terminator) return errors::wrong_terminator(service, place, parts[4]);
  if (parts[3] != service.signing_name) return errors::wrong_service(service, place, parts[3]);
  if (!is_word(parts[2], "-")) return errors::bad_region(service, place, parts[2]);
  claim.access_key_id = parts[0];
  claim.scope = {std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
  return {};
}

base::Result<std::string> read_payload_hash(const ServiceInfo& service, std::string_view hash) {
  if (hash.starts_with(kStreamingPrefix)) return errors::streaming_payload(service, hash);
  const bool is_unsigned = service.protocol == Protocol::RestXml && hash == kUnsignedPayload;
  if (!is_unsigned && !is_sha256_hex(hash)) return errors::bad_payload_hash(service, hash);
  return std::string(hash);
}

base::Result<SignatureClaim> header_claim(const ServiceInfo& service, const net::Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header) return errors::anonymous(service);
  if (!header->starts_with(kSigv4Algorithm) || header->substr(kSigv4Algorithm.size(), 1) != " ")
    return errors::unsupported_algorithm(service, *header);

  const auto found = components(*header);
  std::vector<std::string_view> missing;
  for (const std::string_view part : {"Credential", "Signature", "SignedHeaders"})
    if (!found.contains(part) || found.at(part).empty()) missing.push_back(part);
  if (!missing.empty()) return errors::missing_parts(service, missing, *header);

  SignatureClaim claim{
      .session_token = std::string(request.headers.find("x-amz-security-token").value_or("")),
      .signature = std::string(found.at("Signature"))};
  TRY(read_credential(service, ClaimPlace::Header, found.at("Credential"), claim));
  for (const std::string_view name : base::split(found.at("SignedHeaders"), ';'))
    claim.signed_headers.push_back(base::to_lower(name));
  TRY(read_date(service, request, claim));

  const auto hash = request.headers.find(kPayloadHashHeader);
  if (service.signing_name == "s3" && !hash) return errors::no_payload_hash(service);
  const bool chunked = hash && service.signing_name == "s3" && chunked_word(*hash);
  if (hash) claim.payload_hash = chunked ? std::string(*hash) : TRY(read_payload_hash(service, *hash));
  return claim;
}

}  // namespace wire
