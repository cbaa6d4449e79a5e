#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "base/assert.h"
#include "base/text.h"
#include "wire/scalars.h"
#include "wire/xml_codec.h"

namespace wire {
namespace {

constexpr int kMaxDepth = 64;

// White space alone is a value too: a key may be one blank. What stands beside the root is kept, to be
// refused.
constexpr unsigned kParse =
    pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_fragment | pugi::parse_doctype;

// The parser takes more than XML is. One root, and nothing but blanks beside it; no DOCTYPE, so that there
// are no entities but XML's own.
bool has_one_root(const pugi::xml_document& document) {
  int roots = 0;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_element) {
      ++roots;
    } else if (node.type() != pugi::node_comment && !base::trim(node.value()).empty()) {
      return false;
    } else if (node.type() == pugi::node_doctype) {
      return false;
    }
  }
  return roots == 1;
}

bool is_reference(std::string_view text) {
  for (const std::string_view known : {"amp;", "lt;", "gt;", "quot;", "apos;"})
    if (text.starts_with(known)) return true;
  if (!text.starts_with('#')) return false;
  const bool hex = text.starts_with("#x");
  const std::string_view digits = text.substr(hex ? 2 : 1);
  const std::size_t end = digits.find_first_not_of(hex ? "0123456789abcdefABCDEF" : "0123456789");
  return end != 0 && end != std::string_view::npos && digits[end] == ';';
}

// The parser leaves an `&` that begins nothing as it is.
bool has_known_references_only(std::string_view text) {
  for (std::size_t at = 0; (at = text.find_first_of("&<", at)) != std::string_view::npos; ++at) {
    if (text[at] == '&' && !is_reference(text.substr(at + 1))) return false;
    for (const auto& [open, close] :
         {std::pair<std::string_view, std::string_view>{"<![CDATA[", "]]>"}, {"<!--", "-->"}})
      if (text.substr(at).starts_with(open)) at = std::min(text.find(close, at), text.size() - 1);
  }
  return true;
}

std::string_view local_name(const char* name) {
  const std::string_view full(name);
  const std::size_t colon = full.find(':');
  return colon == std::string_view::npos ? full : full.substr(colon + 1);
}

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  return text;
}

// Walks elements and shape together.
class Decoder {
 public:
  Decoder(const ServiceInfo& info, InputCheck& check) : info_(info), check_(check) {}

  base::Result<void> structure(const Shape& shape, const pugi::xml_node& node, void* into) {
    if (++depth_ > kMaxDepth) return malformed();
    TRY(known_elements_only(shape, node));
    std::size_t set = 0;
    for (const Member& member : shape.members) {
      if (member.location != Location::Body) continue;
      if (!carries(member, node)) {
        if (member.required) check_.missing(member.name);
      } else if (++set; member.member_class == MemberClass::Refused) {
        check_.unsupported(member);
      } else {
        TRY(this->member(member, node, into));
      }
    }
    if (shape.exclusive && set != 1) check_.not_exactly_one(shape);
    --depth_;
    return {};
  }

  base::Error malformed() const {
    return base::refusal(std::string(info_.malformed_code), 400, std::string(info_.malformed_message));
  }

 private:
  static bool is_named(const pugi::xml_node& node, std::string_view name) {
    return node.type() == pugi::node_element && local_name(node.name()) == name;
  }

  static pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node& child : node.children())
      if (is_named(child, name)) return child;
    return {};
  }

  static bool is_repeated(const pugi::xml_node& node, std::string_view name) {
    return std::ranges::count_if(node.children(), [&](const auto& child) { return is_named(child, name); }) >
           1;
  }

  static pugi::xml_attribute attribute(const Member& member, const pugi::xml_node& node) {
    for (const pugi::xml_attribute& attribute : node.attributes())
      if (local_name(attribute.name()) == local_name(std::string(member.wire_name).c_str())) return attribute;
    return {};
  }

  static bool carries(const Member& member, const pugi::xml_node& node) {
    return member.attribute ? bool(attribute(member, node)) : bool(child(node, member.wire_name));
  }

  // Unlike JSON: S3 refuses a document with an element that it does not know.
  base::Result<void> known_elements_only(const Shape& shape, const pugi::xml_node& node) const {
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      const auto known = [&](const Member& member) { return local_name(child.name()) == member.wire_name; };
      if (std::ranges::none_of(shape.members, known)) return malformed();
    }
    return {};
  }

  base::Result<void> member(const Member& member, const pugi::xml_node& node, void* owner) {
    const auto step = check_.member(member.name);
    void* slot = member.set(owner);
    const Shape& shape = *member.shape;
    if (!shape.flattened && is_repeated(node, member.wire_name)) return malformed();
    if (member.attribute) {
      if (!scalar_from_text(shape, attribute(member, node).value(), slot)) return malformed();
    } else if (shape.kind == Kind::List) {
      TRY(list(shape, shape.flattened ? node : child(node, member.wire_name),
               shape.flattened ? member.wire_name : shape.element_name, slot));
    } else {
      TRY(value(shape, child(node, member.wire_name), slot));
    }
    check_.decoded(shape, slot);
    return {};
  }

  base::Result<void> value(const Shape& shape, const pugi::xml_node& node, void* into) {
    if (shape.kind == Kind::Structure) return structure(shape, node, into);
    if (shape.kind == Kind::List) return list(shape, node, shape.element_name, into);
    ASSERT(shape.kind != Kind::Map, "no XML service that we answer has a map in a body");
    if (std::ranges::any_of(node.children(),
                            [](const auto& child) { return child.type() == pugi::node_element; }))
      return malformed();
    if (!scalar_from_text(shape, text_of(node), into)) return malformed();
    return {};
  }

  base::Result<void> list(const Shape& shape, const pugi::xml_node& parent, std::string_view name,
                          void* into) {
    std::size_t index = 0;
    for (const pugi::xml_node& node : parent.children()) {
      if (!is_named(node, name)) continue;
      const auto step = check_.element(index++);
      TRY(value(*shape.element, node, shape.list->append(into)));
    }
    return {};
  }

  const ServiceInfo& info_;
  InputCheck& check_;
  int depth_ = 0;
};

}  // namespace

base::Result<void> decode_xml(const ServiceInfo& info, const Shape& shape, std::string_view root,
                              std::string_view text, InputCheck& check, void* into) {
  Decoder decoder(info, check);
  pugi::xml_document document;
  if (!base::is_valid_utf8(text) || !has_known_references_only(text) ||
      !document.load_buffer(text.data(), text.size(), kParse, pugi::encoding_utf8) || !has_one_root(document))
    return decoder.malformed();
  const pugi::xml_node top = document.document_element();
  if (local_name(top.name()) != root) return decoder.malformed();
  return decoder.structure(shape, top, into);
}

}  // namespace wire
