#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "wire/service.h"
#include "wire/signature_claim.h"

namespace wire::authentication_errors {

// What is wrong with a request's signature, in the words of the service's family: those of S3
// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html) for services of REST and XML, the
// shared ones of AWS's JSON services otherwise; answers.cc turns the latter into the query protocol's. Texts
// as AWS answers them; what has no AWS text says what is not supported. All are the caller's errors, made by
// pure functions.

// Which mechanism it is, and whether all of it is there.
base::Error anonymous(const ServiceInfo& service);
base::Error two_mechanisms(std::string_view authorization);
base::Error unsupported_algorithm(const ServiceInfo& service, std::string_view header);
base::Error missing_parts(const ServiceInfo& service, const std::vector<std::string_view>& parts,
                          std::string_view header);
// The credential: KEY/YYYYMMDD/REGION/SERVICE/aws4_request.
base::Error malformed_credential(const ServiceInfo& service, ClaimPlace place, std::string_view credential);
base::Error wrong_terminator(const ServiceInfo& service, ClaimPlace place, std::string_view terminator);
base::Error wrong_service(const ServiceInfo& service, ClaimPlace place, std::string_view scope_service);
base::Error bad_region(const ServiceInfo& service, ClaimPlace place, std::string_view region);
// The date, and how far it is from ours.
base::Error no_date(const ServiceInfo& service);
base::Error scope_date_differs(const ServiceInfo& service, ClaimPlace place, std::string_view scope_date,
                               std::string_view amz_date);
base::Error too_skewed(const ServiceInfo& service, std::string_view request_date,
                       base::Timestamp request_time, base::Timestamp now);
// The key, what is signed, and the signature. What the last of them shows of a request (the canonical
// request) holds no secret, and tells a client's author which byte differs.
base::Error unknown_key(const ServiceInfo& service, std::string_view access_key_id);
base::Error bad_token(const ServiceInfo& service);
base::Error unsigned_headers(const ServiceInfo& service, const std::string& names);
base::Error wrong_signature(const ServiceInfo& service, std::string_view access_key_id,
                            std::string_view provided, const std::string& string_to_sign,
                            const std::string& canonical_request);
// The body, and how it is sent.
base::Error bad_payload_hash(const ServiceInfo& service, std::string_view value);
base::Error no_payload_hash(const ServiceInfo& service);
base::Error streaming_payload(const ServiceInfo& service, std::string_view value);
base::Error no_decoded_length();
base::Error unsupported_trailer();
base::Error bad_uri(const ServiceInfo& service);

// Of presigned URLs, which only S3 takes.
base::Error bad_query_parameter(std::string message);
base::Error not_valid_yet(base::Timestamp now);
base::Error expired(std::optional<std::chrono::seconds> lifetime, base::Timestamp end, base::Timestamp now);
base::Error incomplete_v2();
base::Error bad_expires_v2(std::string_view expires);
base::Error wrong_signature_v2(std::string_view access_key_id, std::string_view provided,
                               const std::string& string_to_sign);

}  // namespace wire::authentication_errors
