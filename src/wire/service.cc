#include "wire/service.h"

#include <algorithm>

#include "base/assert.h"
#include "wire/json_service.h"
#include "wire/operation.h"
#include "wire/query_service.h"
#include "wire/rest_xml_service.h"

namespace wire {

const Operation* find_operation(const ServiceTable& table, std::string_view name) {
  const auto found = std::ranges::lower_bound(table.operations, name, {}, &Operation::name);
  return found == table.operations.end() || found->name != name ? nullptr : &*found;
}

std::unique_ptr<Service> make_service(const ServiceTable& table, void* handler) {
  switch (table.info->protocol) {
    case Protocol::Json:
      return std::make_unique<JsonService>(table, handler);
    case Protocol::Query:
      return std::make_unique<QueryService>(table, handler);
    case Protocol::RestXml:
      return std::make_unique<RestXmlService>(table, handler);
    case Protocol::RestJson:
    case Protocol::RpcV2Cbor:
      break;
  }
  UNREACHABLE("every protocol that apigen generates has a service");
}

}  // namespace wire
