#include <fmt/format.h>

#include "base/text.h"
#include "wire/errors.h"
#include "wire/query_codec.h"
#include "wire/scalars.h"

namespace wire {
namespace {

// Walks form and shape together; the form's depth is bounded.
class Decoder {
 public:
  Decoder(const ServiceInfo& info, InputCheck& check) : info_(info), check_(check) {}

  base::Result<void> structure(const Shape& shape, const FormNode& node, void* into) {
    std::size_t set = 0;
    for (const Member& member : shape.members) {
      const FormNode* value = node.find(member.wire_name);
      if (value == nullptr) {
        if (member.required) check_.missing(member.name);
      } else if (++set; member.member_class == MemberClass::Refused) {
        check_.unsupported(member);
      } else {
        TRY(this->member(member, *value, into));
      }
    }
    if (shape.exclusive && set != 1) check_.not_exactly_one(shape);
    return {};
  }

 private:
  base::Result<void> member(const Member& member, const FormNode& node, void* owner) {
    const auto step = check_.member(member.name);
    void* slot = member.set(owner);
    TRY(value(*member.shape, node, member.wire_name, slot));
    check_.decoded(*member.shape, slot);
    return {};
  }

  base::Result<void> value(const Shape& shape, const FormNode& node, std::string_view name, void* into) {
    switch (shape.kind) {
      case Kind::Structure:
        return structure(shape, node, into);
      case Kind::List:
        return list(shape, node, name, into);
      case Kind::Map:
        return map(shape, node, name, into);
      default:
        break;
    }
    if (node.text && scalar_from_text(shape, *node.text, into)) return {};
    return malformed(fmt::format("The value of {} is invalid.", name));
  }

  base::Result<void> list(const Shape& shape, const FormNode& node, std::string_view name, void* into) {
    std::size_t index = 0;
    const auto elements = TRY(numbered(node, shape.flattened ? "" : shape.element_name, name));
    for (const auto& [number, element] : elements) {
      const auto step = check_.element(index++);
      void* slot = shape.list->append(into);
      TRY(value(*shape.element, *element, name, slot));
      if (shape.element->kind == Kind::List) check_.decoded(*shape.element, slot);
    }
    return {};
  }

  base::Result<void> map(const Shape& shape, const FormNode& node, std::string_view name, void* into) {
    const auto entries = TRY(numbered(node, shape.flattened ? "" : "entry", name));
    for (const auto& [number, entry] : entries) {
      const FormNode* key = entry->find(shape.key_name);
      const FormNode* element = entry->find(shape.value_name);
      if (key == nullptr || !key->text || element == nullptr)
        return malformed(
            fmt::format("An entry of {} needs {} and {}.", name, shape.key_name, shape.value_name));
      const auto step = check_.entry(*key->text);
      TRY(value(*shape.element, *element, name, shape.map->insert(into, *key->text)));
    }
    return {};
  }

  // The children of a list or a map, in the order of their numbers. `Name=` alone is an empty one.
  base::Result<std::map<std::int64_t, const FormNode*>> numbered(const FormNode& node, std::string_view below,
                                                                 std::string_view name) {
    std::map<std::int64_t, const FormNode*> found;
    const FormNode* parent = below.empty() ? &node : node.find(below);
    if (parent == nullptr) {
      if (node.children.empty()) return found;
      return malformed(
          fmt::format("{} is a list; its elements are named {}.{}.1 and so on.", name, name, below));
    }
    for (const auto& [text, child] : parent->children) {
      const auto number = base::parse_int(text);
      if (!number || *number < 1)
        return malformed(fmt::format("{} is no number of an element of {}.", text, name));
      found.emplace(*number, &child);
    }
    return found;
  }

  base::Error malformed(std::string message) const {
    return base::refusal(std::string(info_.malformed_code), 400, std::move(message));
  }

  const ServiceInfo& info_;
  InputCheck& check_;
};

}  // namespace

base::Result<void> decode_query(const ServiceInfo& info, const Shape& shape, const FormNode& form,
                                InputCheck& check, void* into) {
  return Decoder(info, check).structure(shape, form, into);
}

}  // namespace wire
