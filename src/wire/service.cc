#include "wire/service.h"

#include "base/assert.h"
#include "wire/json_service.h"
#include "wire/operation.h"
#include "wire/rest_xml_service.h"

namespace wire {

std::unique_ptr<Service> make_service(const ServiceTable& table, void* handler) {
  switch (table.info->protocol) {
    case Protocol::Json:
      return std::make_unique<JsonService>(table, handler);
    case Protocol::RestXml:
      return std::make_unique<RestXmlService>(table, handler);
  }
  UNREACHABLE("every protocol that apigen generates has a service");
}

}  // namespace wire
