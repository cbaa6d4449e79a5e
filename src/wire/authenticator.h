#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/http.h"
#include "wire/credentials.h"
#include "wire/service.h"
#include "wire/signature_claim.h"
#include "wire/trailing_checksum.h"

namespace wire {

// Who signed a request, and what it is to be read through.
struct Identity {
  std::string account;
  std::string region;
  // Takes the place of the request's body when set: it checks the payload's hash, or holds what was read for
  // it.
  std::unique_ptr<base::ByteSource> body;
  std::unique_ptr<TrailingChecksum> trailing_checksum;  // of that body, if one is announced
};

// Says who signed a request by SigV4 in its Authorization header or, for S3, in its query (presigned URLs,
// also those of version 2), or why that cannot be said, in the words of AWS: S3's for REST services, those of
// the JSON services for others. Ids of the list are verified in full. Others are taken at their word, as
// developers expect of a local endpoint, unless strict, or unless they would work in an account of the list;
// so the server listens on the loopback only. The chunks of an aws-chunked body are verified as they are
// read. Refused by name: anonymous requests, and signatures by elliptic curves. Immutable; thread-safe.
class Authenticator {
 public:
  struct Options {
    CredentialList listed;
    bool strict = false;
    std::string default_account =
        "000000000000";  // of ids that neither the list nor their own 12 digits give one
  };
  Authenticator(Options options, const base::Clock& clock) : options_(std::move(options)), clock_(clock) {}

  // `host_bucket`: the bucket that only the Host names, which version 2 signs as part of the path. The
  // x-amz-* parameters of a presigned URL are among the request's headers afterwards.
  base::Result<Identity> authenticate(const ServiceInfo& service, net::Request& request,
                                      std::string_view host_bucket = {}) const;

 private:
  using Signed = SignatureClaim;
  base::Result<Identity> authenticate_v2(const ServiceInfo& service, net::Request& request,
                                         std::string_view host_bucket) const;
  base::Result<Identity> identify(const ServiceInfo& service, std::string_view access_key_id,
                                  std::string_view region, const Credential* credential) const;
  base::Result<void> check_time(const ServiceInfo& service, const Signed& claim) const;
  base::Result<void> check_key(const ServiceInfo& service, std::string_view access_key_id,
                               std::string_view session_token, const Credential* credential) const;
  base::Result<void> check_signed_headers(const ServiceInfo& service, const net::Request& request,
                                          const Signed& claim) const;
  base::Result<void> receive_chunks(net::Request& request, const Signed& claim, const Credential* credential,
                                    Identity& identity) const;
  base::Result<void> check_signature(const ServiceInfo& service, const net::Request& request,
                                     const Signed& claim, const Credential& credential) const;
  std::string account_of(const std::string& access_key_id, const Credential* credential) const;

  const Options options_;
  const base::Clock& clock_;
};

// The credential scope's service of the request's Authorization header, to route requests without
// X-Amz-Target; empty: none.
std::string_view scope_service(const net::Request& request);

}  // namespace wire
