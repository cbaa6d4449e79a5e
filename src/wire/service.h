#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/error.h"
#include "net/http.h"
#include "wire/context.h"

namespace wire {

enum class Protocol { Json, Query, RestJson, RestXml, RpcV2Cbor };

// How one service speaks, as its model and models/<service>.toml say. Generated, constant, lives for ever.
struct ServiceInfo {
  std::string_view name;           // "glue": the folder in src/services, the model's folder
  std::string_view signing_name;   // the service in a SigV4 credential scope
  std::string_view target_prefix;  // what X-Amz-Target holds before the dot ("AWSGlue"); empty for REST
  Protocol protocol = Protocol::Json;
  std::span<const Protocol> further_protocols;  // that it speaks too
  std::string_view json_version;                // "1.1"
  std::string_view api_version;                 // "2011-06-15"; the query protocol's requests name it
  std::string_view xml_namespace;               // of answers; S3's errors carry none
  std::string_view message_member;              // the name of an error's text in JSON: "Message"

  // The service's own words for what the protocol layer refuses.
  std::string_view validation_code;    // the model's constraints are broken; empty: the handler checks them
  std::string_view malformed_code;     // the body cannot be read: SerializationException
  std::string_view malformed_message;  // the one text for it; empty: a text for each fault
  std::string_view unsupported_code;   // an input member without a class in models/
  int unsupported_status = 400;
  std::string_view unanswered_code;  // an operation that the model has and Dovetail has not
  int unanswered_status = 400;
  std::string_view internal_code;     // the world's fault: InternalServiceException
  std::size_t body_limit = 8u << 20;  // of bodies that are decoded; streams have no limit here
};

// One AWS service behind its protocol: finds the operation of a request, decodes and checks its input, calls
// the handler, encodes the answer. Made by api::<service>::make_service(handler), owned by the server; all
// methods are thread-safe and block as long as the handler does. Authentication, Host and Origin have been
// checked before.
class Service {
 public:
  virtual ~Service() = default;
  virtual const ServiceInfo& info() const = 0;

  // Never fails: every error becomes an answer in the service's protocol.
  virtual net::Response handle(const RequestContext& context, net::Request& request) = 0;

  // The answer to a request that is refused before it is decoded (a bad signature, a foreign Host).
  virtual net::Response refuse(const RequestContext& context, const net::Request& request,
                               const base::Error& error) = 0;
};

// Stands in for a service that cannot work for now: every call is answered 503.
std::unique_ptr<Service> make_unavailable(const ServiceInfo& info);

// The protocol that a request speaks, of those of the service.
// Of a service with several protocols, the marks are looked at in this order: smithy-protocol, X-Amz-Target;
// what has none is the query protocol's, if the service speaks it.
Protocol protocol_of(const ServiceInfo& info, const net::Request& request);

inline constexpr std::string_view kCborProtocol = "rpc-v2-cbor";  // as the header smithy-protocol names it

// True when X-Amz-Target of the request names this service; REST services have no target.
bool owns_target(const ServiceInfo& info, const net::Request& request);

}  // namespace wire
