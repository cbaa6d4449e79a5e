#include "wire/service.h"

#include <algorithm>

#include "base/assert.h"
#include "wire/cbor_service.h"
#include "wire/json_service.h"
#include "wire/many_protocols.h"
#include "wire/operation.h"
#include "wire/query_service.h"
#include "wire/rest_json_service.h"
#include "wire/rest_xml_service.h"

namespace wire {

const Operation* find_operation(const ServiceTable& table, std::string_view name) {
  const auto found = std::ranges::lower_bound(table.operations, name, {}, &Operation::name);
  return found == table.operations.end() || found->name != name ? nullptr : &*found;
}

// Where there is a choice, the requests of each protocol have a mark.
Protocol protocol_of(const ServiceInfo& info, const net::Request& request) {
  const auto speaks = [&](Protocol protocol) {
    return std::ranges::find(info.further_protocols, protocol) != info.further_protocols.end() ||
           info.protocol == protocol;
  };
  if (request.headers.find("smithy-protocol") == kCborProtocol && speaks(Protocol::RpcV2Cbor))
    return Protocol::RpcV2Cbor;
  if (request.headers.find("X-Amz-Target") && speaks(Protocol::Json)) return Protocol::Json;
  return info.further_protocols.empty() || !speaks(Protocol::Query) ? info.protocol : Protocol::Query;
}

namespace {

std::unique_ptr<Service> make_one(Protocol protocol, const ServiceTable& table, void* handler) {
  switch (protocol) {
    case Protocol::Json:
      return std::make_unique<JsonService>(table, handler);
    case Protocol::Query:
      return std::make_unique<QueryService>(table, handler);
    case Protocol::RestXml:
      return std::make_unique<RestXmlService>(table, handler);
    case Protocol::RestJson:
      return std::make_unique<RestJsonService>(table, handler);
    case Protocol::RpcV2Cbor:
      return std::make_unique<CborService>(table, handler);
  }
  UNREACHABLE("every protocol that apigen generates has a service");
}

}  // namespace

std::unique_ptr<Service> make_service(const ServiceTable& table, void* handler) {
  const ServiceInfo& info = *table.info;
  if (info.further_protocols.empty()) return make_one(info.protocol, table, handler);
  ManyProtocols::Services services;
  services.emplace(info.protocol, make_one(info.protocol, table, handler));
  for (const Protocol protocol : info.further_protocols)
    services.emplace(protocol, make_one(protocol, table, handler));
  return std::make_unique<ManyProtocols>(info, std::move(services));
}

}  // namespace wire
