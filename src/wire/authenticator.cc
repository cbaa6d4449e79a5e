#include "wire/authenticator.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "wire/authentication_errors.h"
#include "wire/payload_check.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

namespace errors = authentication_errors;

constexpr std::string_view kHashHeader = "x-amz-content-sha256";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr std::chrono::minutes kAllowedSkew{15};

bool is_s3(const ServiceInfo& service) {
  return service.signing_name == "s3";
}

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && base::from_hex(text).has_value();
}

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

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// By version 4, or by the version 2 that botocore still makes by default.
bool is_presigned(const net::Request& request) {
  const auto has = [&](std::string_view name) { return request.query.find(name) != std::string::npos; };
  return has("X-Amz-Signature=") || (has("AWSAccessKeyId=") && has("Signature="));
}

bool has_body(const net::Request& request) {
  return request.content_length.value_or(0) > 0 || request.headers.find("Transfer-Encoding").has_value();
}

}  // namespace

// What the Authorization header says, in order.
struct Authenticator::Signed {
  std::string access_key_id;
  CredentialScope scope;
  std::vector<std::string> signed_headers;
  std::string signature;
  std::string date;  // as x-amz-date has it
  base::Timestamp time;
  std::string payload_hash;  // what was signed in the body's place
};

std::string_view scope_service(const net::Request& request) {
  const auto header = request.headers.find("Authorization");
  if (!header || !header->starts_with(kSigv4Algorithm)) return {};
  const auto found = components(*header);
  const auto credential = found.find("Credential");
  if (credential == found.end()) return {};
  const std::vector<std::string_view> parts = base::split(credential->second, '/');
  return parts.size() == 5 ? parts[3] : std::string_view();
}

base::Result<Identity> Authenticator::authenticate(const ServiceInfo& service, net::Request& request) const {
  Signed claim = TRY(parse(service, request));
  TRY(check_time(service, claim));
  const Credential* credential = options_.listed.find(claim.access_key_id);
  TRY(check_key(service, request, claim, credential));

  Identity identity{.account = account_of(claim.access_key_id, credential), .region = claim.scope.region};
  if (!credential && options_.listed.owns(identity.account))
    return errors::unknown_key(service, claim.access_key_id);
  const std::string stated_hash = claim.payload_hash;
  if (!is_s3(service) &&
      (credential || !stated_hash.empty())) {  // what is signed is the hash of the body itself
    std::string body = TRY(base::read_all(*request.body, service.body_limit));
    claim.payload_hash = base::to_hex(base::digest(base::DigestAlgorithm::Sha256, body));
    if (!stated_hash.empty() && stated_hash != claim.payload_hash)
      return errors::bad_payload_hash(service, stated_hash);
    identity.body = std::make_unique<base::StringSource>(std::move(body));
  }
  if (credential) TRY(check_signature(service, request, claim, *credential));
  if (is_s3(service) && stated_hash != kUnsignedPayload) {
    identity.body = std::make_unique<PayloadCheck>(*request.body, request.content_length, stated_hash);
    // Nobody may ever read a body that is not there, so it is judged now.
    if (char nothing; !has_body(request)) TRY(identity.body->read({&nothing, 1}));
  }
  return identity;
}

base::Result<Authenticator::Signed> Authenticator::parse(const ServiceInfo& service,
                                                         const net::Request& request) const {
  const auto header = request.headers.find("Authorization");
  if (!header) return is_presigned(request) ? errors::presigned(service) : errors::anonymous(service);
  if (!header->starts_with(kSigv4Algorithm) || header->substr(kSigv4Algorithm.size(), 1) != " ")
    return errors::unsupported_algorithm(service, *header);

  const auto found = components(*header);
  std::vector<std::string_view> missing;
  for (const std::string_view part : {"Credential", "Signature", "SignedHeaders"})
    if (!found.contains(part) || found.at(part).empty()) missing.push_back(part);
  if (!missing.empty()) return errors::missing_parts(service, missing, *header);

  const std::string_view credential = found.at("Credential");
  const std::vector<std::string_view> parts = base::split(credential, '/');
  if (parts.size() != 5 || !is_word(parts[0], "._-+=@") || !is_date(parts[1]))
    return errors::malformed_credential(service, credential);
  if (parts[4] != kSigv4Terminator) return errors::wrong_terminator(service, parts[4]);
  if (parts[3] != service.signing_name) return errors::wrong_service(service, parts[3]);
  if (!is_word(parts[2], "-")) return errors::bad_region(service, parts[2]);

  Signed claim{.access_key_id = std::string(parts[0]),
               .scope = {std::string(parts[1]), std::string(parts[2]), std::string(parts[3])},
               .signature = std::string(found.at("Signature"))};
  for (const std::string_view name : base::split(found.at("SignedHeaders"), ';'))
    claim.signed_headers.push_back(base::to_lower(name));

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
    return errors::scope_date_differs(service, claim.scope.date, claim.date);

  const auto hash = request.headers.find(kHashHeader);
  if (hash) claim.payload_hash = *hash;
  if (hash && hash->starts_with("STREAMING-")) return errors::streaming_payload(service, *hash);
  if (is_s3(service) && !hash) return errors::no_payload_hash(service);
  if (hash && !is_sha256_hex(*hash) && !(is_s3(service) && *hash == kUnsignedPayload))
    return errors::bad_payload_hash(service, *hash);
  return claim;
}

base::Result<void> Authenticator::check_time(const ServiceInfo& service, const Signed& claim) const {
  const base::Timestamp now = clock_.now();
  if (claim.time < now - kAllowedSkew || claim.time > now + kAllowedSkew)
    return errors::too_skewed(service, claim.date, claim.time, now);
  return {};
}

base::Result<void> Authenticator::check_key(const ServiceInfo& service, const net::Request& request,
                                            const Signed& claim, const Credential* credential) const {
  if (!credential && options_.strict) return errors::unknown_key(service, claim.access_key_id);
  const std::string_view token = request.headers.find("x-amz-security-token").value_or("");
  if (credential && !same_text(token, credential->session_token)) return errors::bad_token(service);

  // Step 1 of the page: host and every x-amz- header that is sent must be among the signed ones.
  std::string unsigned_names;
  const auto is_signed = [&](std::string_view name) {
    return std::ranges::find(claim.signed_headers, name) != claim.signed_headers.end();
  };
  if (!is_signed("host")) unsigned_names = "host";
  for (const auto& [field, value] : request.headers.fields()) {
    const std::string name = base::to_lower(field);
    if (name.starts_with("x-amz-") && !is_signed(name))
      unsigned_names += (unsigned_names.empty() ? "" : ", ") + name;
  }
  if (!unsigned_names.empty()) return errors::unsigned_headers(service, unsigned_names);
  return {};
}

base::Result<void> Authenticator::check_signature(const ServiceInfo& service, const net::Request& request,
                                                  const Signed& claim, const Credential& credential) const {
  // Step 1.
  const PathRule rule = is_s3(service) ? PathRule::AsIs : PathRule::Normalised;
  const std::optional<std::string> uri = canonical_uri(request.path, rule);
  const std::optional<std::string> query = canonical_query(request.query);
  if (!uri || !query) return errors::bad_uri(service);
  const std::string canonical = canonical_request(
      {.method = request.method, .uri = *uri, .query = *query, .payload_hash = claim.payload_hash},
      request.headers, claim.signed_headers);
  // Steps 2 and 3.
  const std::string text = string_to_sign(claim.date, claim.scope, canonical);
  // Steps 4 and 5.
  const std::string expected = signature(credential.secret_access_key, claim.scope, text);
  if (same_text(expected, claim.signature)) return {};
  return errors::wrong_signature(service, claim.access_key_id, claim.signature, text, canonical);
}

std::string Authenticator::account_of(const std::string& access_key_id, const Credential* credential) const {
  if (credential && !credential->account.empty()) return credential->account;
  return is_account_number(access_key_id) ? access_key_id : options_.default_account;
}

}  // namespace wire
