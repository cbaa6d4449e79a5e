#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <limits>
#include <optional>

#include "base/clock.h"
#include "base/text.h"
#include "wire/json_codec.h"
#include "wire/scalars.h"
#include "wire/store_scalar.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;

base::Error unreadable(std::string message) {
  return base::refusal("SerializationException", 400, std::move(message));
}

// Tokens and types as AWS's answers name them: STRING_VALUE can not be converted to an Integer. NULL never
// comes here: it stands for an absent member.
std::string_view type_word(const json::value& value) {
  switch (value.kind()) {
    case json::kind::bool_:
      return value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    case json::kind::string:
      return "STRING_VALUE";
    case json::kind::double_:
      return "DECIMAL_VALUE";
    default:
      return "NUMBER_VALUE";
  }
}

std::string_view type_word(Kind kind) {
  switch (kind) {
    case Kind::String:
      return "a String";
    case Kind::Blob:
      return "a Blob";
    case Kind::Boolean:
      return "Boolean";
    case Kind::Integer:
      return "an Integer";
    case Kind::Long:
      return "a Long";
    case Kind::Float:
      return "a Float";
    case Kind::Double:
      return "a Double";
    default:
      return "a Timestamp";
  }
}

base::Error wrong_type(const json::value& value, Kind wanted) {
  if (value.is_object() || value.is_array())
    return unreadable("Start of structure or map found where not expected.");
  return unreadable(fmt::format("{} can not be converted to {}", type_word(value), type_word(wanted)));
}

// 5.0 and 5e3 are whole, too, for clients whose language has one kind of number; up to where doubles have
// gaps.
std::optional<std::int64_t> whole_number(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double()) {
    const double number = value.get_double();
    if (number == std::floor(number) && std::abs(number) < 9.0e15) return static_cast<std::int64_t>(number);
  }
  return std::nullopt;
}

std::optional<double> number(const json::value& value) {
  if (value.is_double()) return value.get_double();
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  return std::nullopt;
}

bool store_time(void* into, const json::value& value) {
  if (const auto seconds = number(value)) return store<base::Timestamp>(into, from_epoch_seconds(*seconds));
  return value.is_string() && store<base::Timestamp>(into, parse_iso8601(value.get_string()));
}

bool store_text(const Shape& shape, void* into, const json::value& value) {
  return value.is_string() && scalar_from_text(shape, std::string_view(value.get_string()), into);
}

bool store_bool(void* into, const json::value& value) {
  if (value.is_bool()) *static_cast<bool*>(into) = value.get_bool();
  return value.is_bool();
}

bool store_scalar(const Shape& shape, const json::value& value, void* into) {
  switch (shape.kind) {
    case Kind::Boolean:
      return store_bool(into, value);
    case Kind::Integer:
      return store_int32(into, whole_number(value));
    case Kind::Long:
      return store<std::int64_t>(into, whole_number(value));
    case Kind::Float:
      return store<float>(into, number(value));
    case Kind::Double:
      return store<double>(into, number(value));
    case Kind::Timestamp:
      return store_time(into, value);
    default:
      return store_text(shape, into, value);
  }
}

// Walks document and shape together. The parser has bounded the depth.
class Decoder {
 public:
  explicit Decoder(InputCheck& check) : check_(check) {}

  // By the shape's members, not the document's, so that what the model does not have costs nothing and
  // changes nothing.
  base::Result<void> structure(const Shape& shape, const json::value& document, void* into) {
    if (!document.is_object()) return unreadable("Unexpected value where a structure was expected.");
    const json::object& object = document.get_object();
    std::size_t set = 0;
    for (const Member& member : shape.members) {
      if (member.location != Location::Body) continue;
      const json::value* value = object.if_contains(member.wire_name);
      if (!value || value->is_null()) {
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
  base::Result<void> member(const Member& member, const json::value& value, void* owner) {
    const auto step = check_.member(member.name);
    void* slot = member.set(owner);
    TRY(this->value(*member.shape, value, slot));
    check_.decoded(*member.shape, slot);
    return {};
  }

  base::Result<void> value(const Shape& shape, const json::value& value, void* into) {
    switch (shape.kind) {
      case Kind::Structure:
        return structure(shape, value, into);
      case Kind::List:
        return list(shape, value, into);
      case Kind::Map:
        return map(shape, value, into);
      default:
        break;
    }
    if (!store_scalar(shape, value, into)) return wrong_type(value, shape.kind);
    return {};
  }

  base::Result<void> list(const Shape& shape, const json::value& document, void* into) {
    if (!document.is_array()) return unreadable("Expected list or null");
    std::size_t index = 0;
    for (const json::value& element : document.get_array()) {
      const auto step = check_.element(index++);
      // Good until the next element moves it.
      void* slot = shape.list->append(into);
      if (element.is_null()) return unreadable("A list holds null where a value was expected.");
      TRY(value(*shape.element, element, slot));
      if (shape.element->kind == Kind::List) check_.decoded(*shape.element, slot);
    }
    return {};
  }

  base::Result<void> map(const Shape& shape, const json::value& document, void* into) {
    if (!document.is_object()) return unreadable("Expected map or null");
    for (const auto& [key, element] : document.get_object()) {
      // An entry without a value is none, as a member without one.
      if (element.is_null()) continue;
      const auto step = check_.entry(key);
      void* slot = shape.map->insert(into, std::string(key));
      TRY(value(*shape.element, element, slot));
    }
    return {};
  }

  InputCheck& check_;
};

}  // namespace

base::Result<void> decode_json(const Shape& shape, std::string_view text, InputCheck& check, void* into) {
  if (base::trim(text).empty()) text = "{}";
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  // The document goes at once, with the memory that all of it shares.
  json::monotonic_resource memory;
  const json::value document = json::parse(text, error, &memory, options);
  if (error) return unreadable(fmt::format("The request body is not valid JSON: {}", error.message()));
  return Decoder(check).structure(shape, document, into);
}

}  // namespace wire
