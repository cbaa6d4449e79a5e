#include "wire/scalars.h"
#include "wire/xml_codec.h"
#include "wire/xml_writer.h"

namespace wire {
namespace {

class Encoder {
 public:
  explicit Encoder(XmlWriter& xml) : xml_(xml) {}

  void contents(const Shape& shape, const void* value) {
    for (const Member& member : shape.members) {
      const bool in_body = member.location == Location::Body || member.location == Location::Text;
      const void* field = in_body && !member.attribute && member.shape ? member.get(value) : nullptr;
      if (field) this->member(member, field);
    }
  }

 private:
  void member(const Member& member, const void* field) {
    const Shape& shape = *member.shape;
    const TimeFormat format = time_format(member, TimeFormat::Iso8601);
    if (member.location == Location::Text) {
      xml_.text(scalar_to_text(shape, field, format));
    } else if (shape.kind == Kind::List && shape.flattened) {
      list(shape, member.wire_name, field, format);
    } else if (shape.kind == Kind::Map && shape.flattened) {
      entries(shape, member.wire_name, field);
    } else {
      element(member.wire_name, shape, field, format);
    }
  }

  void element(std::string_view name, const Shape& shape, const void* value, TimeFormat format) {
    xml_.open_with(name, shape.kind == Kind::Structure ? attributes(shape, value) : std::string());
    if (shape.kind == Kind::Structure) {
      contents(shape, value);
    } else if (shape.kind == Kind::List) {
      list(shape, shape.element_name, value, format);
    } else if (shape.kind == Kind::Map) {
      entries(shape, "entry", value);
    } else {
      xml_.text(scalar_to_text(shape, value, format));
    }
    xml_.close(name);
  }

  // Each element under the list's name if it is flattened, else under its own within the list's.
  void list(const Shape& shape, std::string_view name, const void* value, TimeFormat format) {
    for (std::size_t i = 0; i < shape.list->size(value); ++i)
      element(name, *shape.element, shape.list->at(value, i), format);
  }

  void entries(const Shape& shape, std::string_view name, const void* value) {
    shape.map->for_each(value, [&](const std::string& key, const void* entry) {
      xml_.open(name);
      xml_.element(shape.key_name, key);
      element(shape.value_name, *shape.element, entry, TimeFormat::Iso8601);
      xml_.close(name);
    });
  }

  // xsi:type needs its prefix declared; the models use no other attribute.
  static std::string attributes(const Shape& shape, const void* value) {
    std::string out;
    for (const Member& member : shape.members) {
      const void* field = member.attribute && member.shape ? member.get(value) : nullptr;
      if (!field) continue;
      if (member.wire_name.starts_with("xsi:"))
        out += XmlWriter::attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
      out +=
          XmlWriter::attribute(member.wire_name, scalar_to_text(*member.shape, field, TimeFormat::Iso8601));
    }
    return out;
  }

  XmlWriter& xml_;
};

}  // namespace

std::string encode_xml(const Shape& shape, std::string_view root, std::string_view xml_namespace,
                       const void* value) {
  XmlWriter xml;
  xml.open(root, xml_namespace);
  write_xml(xml, shape, value);
  xml.close(root);
  return std::move(xml).document();
}

void write_xml(XmlWriter& xml, const Shape& shape, const void* value) {
  Encoder(xml).contents(shape, value);
}

}  // namespace wire
