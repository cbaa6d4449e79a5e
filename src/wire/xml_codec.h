#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/input_check.h"
#include "wire/shape.h"
#include "wire/xml_writer.h"

namespace wire {

// A structure from a document whose root element is `root`, with or without namespaces. Text that is no XML,
// another root, an element that the model does not have and a value of another type are the error of
// info.malformed_code.
base::Result<void> decode_xml(const ServiceInfo& info, const Shape& shape, std::string_view root,
                              std::string_view text, InputCheck& check, void* into);

// The members that belong in the body (Location::Body, Location::Text), inside `root`.
std::string encode_xml(const Shape& shape, std::string_view root, std::string_view xml_namespace,
                       const void* value);

// The same, into a document that is open.
void write_xml(XmlWriter& xml, const Shape& shape, const void* value);

}  // namespace wire
