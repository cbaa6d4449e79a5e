#include "wire/authenticator.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "wire/authentication_errors.h"
#include "wire/body_checksum.h"
#include "wire/chunked_payload.h"
#include "wire/payload_check.h"
#include "wire/payload_words.h"
#include "wire/rest_route.h"
#include "wire/sigv2.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

namespace errors = authentication_errors;

constexpr std::chrono::minutes kAllowedSkew{15};

bool is_s3(const ServiceInfo& service) {
  return service.signing_name == "s3";
}

// In a time that tells nothing of where they differ: a signature cannot be guessed byte by byte.
bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_presigned_v2(const net::Request& request) {
  return request.query.starts_with("AWSAccessKeyId=") ||
         request.query.find("&AWSAccessKeyId=") != std::string::npos;
}

bool has_body(const net::Request& request) {
  return request.content_length.value_or(0) > 0 || request.headers.find("Transfer-Encoding").has_value();
}

}  // namespace

// 1. The mechanism: the header or the query, never both; version 2 has a way of its own.
// 2. What the request claims, the time of it, its key, and that what must be signed is.
// 3. Account and region.
// 4. The hash of the body where it is signed as such: JSON services' bodies are read for it, if the id is
// listed or a hash is stated, as far as body_limit; S3's are hashed as the handler reads them.
// 5. The signature, of ids that are listed.
// 6. From here on only what the request's body is read through.
base::Result<Identity> Authenticator::authenticate(const ServiceInfo& service, net::Request& request,
                                                   std::string_view host_bucket) const {
  const bool in_query = is_s3(service) && (is_presigned(request) || is_presigned_v2(request));
  const auto authorization = request.headers.find("Authorization");
  if (in_query && authorization) return errors::two_mechanisms(*authorization);
  if (in_query && !is_presigned(request)) return authenticate_v2(service, request, host_bucket);

  Signed claim = TRY(in_query ? presigned_claim(service, request) : header_claim(service, request));
  TRY(check_time(service, claim));
  const Credential* credential = options_.listed.find(claim.access_key_id);
  TRY(check_key(service, claim.access_key_id, claim.session_token, credential));
  TRY(check_signed_headers(service, request, claim));
  Identity identity = TRY(identify(service, claim.access_key_id, claim.scope.region, credential));
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
  if (in_query) TRY(adopt_query_headers(request));
  if (chunked_word(stated_hash)) {
    TRY(receive_chunks(request, claim, credential, identity));
  } else if (is_s3(service) && request.headers.find("x-amz-trailer")) {
    return errors::unsupported_trailer();
  } else if (is_s3(service) && stated_hash != kUnsignedPayload) {
    identity.body = std::make_unique<PayloadCheck>(*request.body, request.content_length, stated_hash);
    // Nobody may ever read a body that is not there, so it is judged now.
    if (char nothing; !has_body(request)) TRY(identity.body->read({&nothing, 1}));
  }
  return identity;
}

// From here on the request is as if its bytes had come plainly.
base::Result<void> Authenticator::receive_chunks(net::Request& request, const Signed& claim,
                                                 const Credential* credential, Identity& identity) const {
  const ChunkedWord& word = *chunked_word(claim.payload_hash);
  const auto stated = request.headers.find("x-amz-decoded-content-length");
  const auto length = stated ? base::parse_int(*stated) : std::nullopt;
  if (!length || *length < 0) return errors::no_decoded_length();
  if (const auto trailer = request.headers.find("x-amz-trailer")) {
    const auto algorithm = checksum_of_header(base::to_lower(base::trim(*trailer)));
    if (!word.has_trailer || !algorithm) return errors::unsupported_trailer();
    identity.trailing_checksum =
        std::make_unique<TrailingChecksum>(TrailingChecksum{.algorithm = *algorithm});
  }
  ChunkedPayload::Form form{.is_signed = word.is_signed,
                            .decoded_length = *length,
                            .has_trailer = word.has_trailer,
                            .checksum = identity.trailing_checksum.get()};
  if (word.is_signed && credential)
    form.signer.emplace(credential->secret_access_key, claim.scope, claim.date, claim.signature);
  identity.body = std::make_unique<ChunkedPayload>(*request.body, std::move(form));
  request.content_length = *length;
  request.headers.set("Content-Length", std::to_string(*length));
  return {};
}

// Version 2 names no region: what depends on one is done as in us-east-1, whose endpoint has none in its
// name.
base::Result<Identity> Authenticator::authenticate_v2(const ServiceInfo& service, net::Request& request,
                                                      std::string_view host_bucket) const {
  const Query query = TRY(Query::parse(request.query));
  const std::string* id = query.find("AWSAccessKeyId");
  const std::string* provided = query.find("Signature");
  const std::string* expires = query.find("Expires");
  if (!provided || !expires) return errors::incomplete_v2();
  const auto seconds = base::parse_int(*expires);
  const auto end = seconds ? from_epoch_seconds(static_cast<double>(*seconds)) : std::nullopt;
  if (!end) return errors::bad_expires_v2(*expires);
  if (clock_.now() > *end) return errors::expired({}, *end, clock_.now());

  TRY(adopt_query_headers(request));  // version 2 signs them as headers
  const Credential* credential = options_.listed.find(*id);
  TRY(check_key(service, *id, request.headers.find("x-amz-security-token").value_or(""), credential));
  Identity identity = TRY(identify(service, *id, "us-east-1", credential));
  if (!credential) return identity;
  const std::string resource = (host_bucket.empty() ? "" : fmt::format("/{}", host_bucket)) + request.path;
  const std::string text = string_to_sign_v2(request, resource, *expires);
  if (same_text(signature_v2(credential->secret_access_key, text), *provided)) return identity;
  return errors::wrong_signature_v2(*id, *provided, text);
}

// An id that nobody verifies must not work in an account whose owner has listed one.
base::Result<Identity> Authenticator::identify(const ServiceInfo& service, std::string_view access_key_id,
                                               std::string_view region, const Credential* credential) const {
  Identity identity{.account = account_of(std::string(access_key_id), credential),
                    .region = std::string(region)};
  if (!credential && options_.listed.owns(identity.account))
    return errors::unknown_key(service, access_key_id);
  return identity;
}

// A presigned URL has its own end; of its beginning, only a clock that is ahead is forgiven.
base::Result<void> Authenticator::check_time(const ServiceInfo& service, const Signed& claim) const {
  const base::Timestamp now = clock_.now();
  if (claim.expires) {
    if (claim.time > now + kAllowedSkew) return errors::not_valid_yet(now);
    const base::Timestamp end = claim.time + *claim.expires;
    return now > end ? base::Result<void>(errors::expired(claim.expires, end, now)) : base::Result<void>();
  }
  if (claim.time < now - kAllowedSkew || claim.time > now + kAllowedSkew)
    return errors::too_skewed(service, claim.date, claim.time, now);
  return {};
}

base::Result<void> Authenticator::check_key(const ServiceInfo& service, std::string_view access_key_id,
                                            std::string_view session_token,
                                            const Credential* credential) const {
  if (!credential && options_.strict) return errors::unknown_key(service, access_key_id);
  if (credential && !same_text(session_token, credential->session_token)) return errors::bad_token(service);
  return {};
}

base::Result<void> Authenticator::check_signed_headers(const ServiceInfo& service,
                                                       const net::Request& request,
                                                       const Signed& claim) const {
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
  const std::optional<std::string> query =
      canonical_query(claim.expires ? signed_query(request.query) : request.query);
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
