#include "shape_json.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/text.h"

namespace apigen_test {
namespace {

namespace json = boost::json;
using wire::Kind;

template <typename T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

json::value dump_structure(const wire::Shape& shape, const void* value) {
  json::object object;
  for (const wire::Member& member : shape.members)
    if (const void* field = member.shape ? member.get(value) : nullptr)
      object[member.name] = dump(*member.shape, field);
  return object;
}

json::value dump_list(const wire::Shape& shape, const void* value) {
  json::array array;
  for (std::size_t i = 0; i < shape.list->size(value); ++i)
    array.push_back(dump(*shape.element, shape.list->at(value, i)));
  return array;
}

json::value dump_map(const wire::Shape& shape, const void* value) {
  json::object object;
  shape.map->for_each(
      value, [&](const std::string& key, const void* entry) { object[key] = dump(*shape.element, entry); });
  return object;
}

json::value dump_stream(const void* value) {
  base::ByteSource* source = as<base::ByteSource*>(value);
  if (!source) return nullptr;
  auto bytes = base::read_all(*source, 1 << 20);
  ASSERT(bytes.ok(), "the streams of these tests are short strings");
  return json::value(base::to_base64(*bytes));
}

void fill_structure(const wire::Shape& shape, const json::value& json, void* into) {
  for (const auto& [name, value] : json.as_object()) {
    const wire::Member* found = nullptr;
    for (const wire::Member& member : shape.members)
      if (member.name == name && member.shape) found = &member;
    ASSERT(found, "a test fills members that the struct has");
    fill(*found->shape, value, found->set(into));
  }
}

}  // namespace

json::value dump(const wire::Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::Structure:
      return dump_structure(shape, value);
    case Kind::List:
      return dump_list(shape, value);
    case Kind::Map:
      return dump_map(shape, value);
    case Kind::String:
      return json::value(as<std::string>(value));
    case Kind::Blob:
      return json::value(base::to_base64(as<std::string>(value)));
    case Kind::Boolean:
      return as<bool>(value);
    case Kind::Integer:
      return as<std::int32_t>(value);
    case Kind::Long:
      return as<std::int64_t>(value);
    case Kind::Float:
      return as<float>(value);
    case Kind::Double:
      return as<double>(value);
    case Kind::Timestamp:
      return base::to_micros(as<base::Timestamp>(value));
    case Kind::RequestStream:
      return dump_stream(value);
    case Kind::ResponseStream:
      break;
  }
  ASSERT(false, "no request holds an answer's stream");
}

void fill(const wire::Shape& shape, const json::value& json, void* into) {
  switch (shape.kind) {
    case Kind::Structure:
      return fill_structure(shape, json, into);
    case Kind::List:
      for (const json::value& element : json.as_array())
        fill(*shape.element, element, shape.list->append(into));
      return;
    case Kind::Map:
      for (const auto& [key, value] : json.as_object())
        fill(*shape.element, value, shape.map->insert(into, std::string(key)));
      return;
    case Kind::String:
      *static_cast<std::string*>(into) = json.as_string();
      return;
    case Kind::Blob:
      *static_cast<std::string*>(into) = *base::from_base64(json.as_string());
      return;
    case Kind::Boolean:
      *static_cast<bool*>(into) = json.as_bool();
      return;
    case Kind::Integer:
      *static_cast<std::int32_t*>(into) = json.to_number<std::int32_t>();
      return;
    case Kind::Long:
      *static_cast<std::int64_t*>(into) = json.to_number<std::int64_t>();
      return;
    case Kind::Float:
      *static_cast<float*>(into) = json.to_number<float>();
      return;
    case Kind::Double:
      *static_cast<double*>(into) = json.to_number<double>();
      return;
    case Kind::Timestamp:
      *static_cast<base::Timestamp*>(into) = base::from_micros(json.to_number<std::int64_t>());
      return;
    case Kind::ResponseStream:
      *static_cast<base::Payload*>(into) = *base::from_base64(json.as_string());
      return;
    case Kind::RequestStream:
      break;
  }
  ASSERT(false, "no answer holds a request's stream");
}

}  // namespace apigen_test
