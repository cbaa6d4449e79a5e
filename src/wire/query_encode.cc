#include <fmt/format.h>

#include "wire/query_codec.h"
#include "wire/xml_codec.h"
#include "wire/xml_writer.h"

namespace wire {

std::string encode_query(const ServiceInfo& info, const Operation& operation, std::string_view request_id,
                         const void* output) {
  const std::string root = fmt::format("{}Response", operation.name);
  XmlWriter xml;
  xml.open(root, info.xml_namespace);
  if (operation.output != nullptr) {
    if (!operation.result_wrapper.empty()) xml.open(operation.result_wrapper);
    write_xml(xml, *operation.output, output);
    if (!operation.result_wrapper.empty()) xml.close(operation.result_wrapper);
  }
  xml.open("ResponseMetadata");
  xml.element("RequestId", request_id);
  xml.close("ResponseMetadata");
  xml.close(root);
  return std::move(xml).document();
}

}  // namespace wire
