#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/box.h"

namespace wire {

// The description of generated types that the codecs walk: one constant Shape per shape of a service's model.
// They hold addresses and offsets, no protocol; a codec of another protocol needs nothing more.

enum class Kind : std::uint8_t {
  Structure,
  List,            // std::vector<T>
  Map,             // std::map<std::string, T>
  String,          // std::string, enums too
  Blob,            // std::string, base64 on the wire
  Boolean,         // bool
  Integer,         // std::int32_t
  Long,            // std::int64_t
  Float,           // float
  Double,          // double
  Timestamp,       // base::Timestamp
  RequestStream,   // base::ByteSource*, owned by the request
  ResponseStream,  // base::Payload
};

enum class Location : std::uint8_t {
  Body,     // in the body beside the others
  Payload,  // is the body
  Text,     // is the text of the body's root element
  Header,   // one header
  Headers,  // a map: every header with the prefix `wire_name`
  Query,    // one query parameter
  Uri,      // a label of the path
  Status,   // is the answer's status
};

enum class TimeFormat : std::uint8_t { Default, EpochSeconds, Iso8601, HttpDate };

// What Dovetail does with an input member; decided in models/<service>.toml.
enum class MemberClass : std::uint8_t { Acts, Recorded, Refused };

struct Constraints {
  std::optional<std::int64_t> min;  // of a number, or of a length in characters or elements
  std::optional<std::int64_t> max;
  std::string_view pattern;                  // as the model has it, for messages
  std::string_view expression;               // the same for Boost.Regex over code points; empty: not checked
  std::span<const std::string_view> values;  // of an enum
};

struct ListOps {
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
  void* (*append)(void* list);
};

struct MapOps {
  using Visit = std::function<void(const std::string& key, const void* value)>;
  void (*for_each)(const void* map, const Visit& visit);
  void* (*insert)(void* map, const std::string& key);
};

// How a member lies in its struct: plain, optional or boxed.
struct Slot {
  const void* (*get)(const void* slot);  // null: absent
  void* (*set)(void* slot);              // makes it present
};

struct Shape;

struct Member {
  std::string_view name;       // AWS's: "JobName"
  std::string_view wire_name;  // header, query key, element or JSON key; the prefix for Location::Headers
  Location location = Location::Body;
  MemberClass member_class = MemberClass::Acts;
  bool required = false;
  bool attribute = false;  // an XML attribute of the parent
  TimeFormat time_format = TimeFormat::Default;
  const Shape* shape = nullptr;  // null: refused, the struct has no such field
  std::size_t offset = 0;
  const Slot* slot = nullptr;

  const void* get(const void* owner) const { return slot->get(static_cast<const char*>(owner) + offset); }
  void* set(void* owner) const { return slot->set(static_cast<char*>(owner) + offset); }
};

struct Shape {
  std::string_view name;
  Kind kind = Kind::Structure;
  std::span<const Member> members;        // Structure
  bool exclusive = false;                 // Structure: a union, exactly one member is set
  const Shape* element = nullptr;         // List, Map: of the values
  const Shape* key = nullptr;             // Map
  std::string_view element_name;          // List in XML: "member" unless the model names it
  std::string_view key_name = "key";      // Map in XML, and in forms
  std::string_view value_name = "value";  // likewise
  bool flattened = false;                 // List, Map in XML: the elements stand in the parent
  const ListOps* list = nullptr;
  const MapOps* map = nullptr;
  const Constraints* constraints = nullptr;
};

// A blob that is not held in memory stands for itself, whatever shape the model gives it.
inline constexpr Shape kRequestStream{.name = "Body", .kind = Kind::RequestStream};
inline constexpr Shape kResponseStream{.name = "Body", .kind = Kind::ResponseStream};

// ---- What the generated tables are made of.

template <typename T>
constexpr Slot kPlainSlot{[](const void* slot) { return slot; }, [](void* slot) { return slot; }};

template <typename T>
constexpr Slot kOptionalSlot{
    [](const void* slot) -> const void* {
      const auto& value = *static_cast<const std::optional<T>*>(slot);
      return value ? &*value : nullptr;
    },
    [](void* slot) -> void* { return &static_cast<std::optional<T>*>(slot)->emplace(); }};

template <typename T>
constexpr Slot kBoxSlot{
    [](const void* slot) -> const void* { return static_cast<const Box<T>*>(slot)->get(); },
    [](void* slot) -> void* { return &static_cast<Box<T>*>(slot)->emplace(); }};

template <typename T>
constexpr ListOps kListOps{
    [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    [](const void* list, std::size_t index) -> const void* {
      return &(*static_cast<const std::vector<T>*>(list))[index];
    },
    [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); }};

template <typename T>
constexpr MapOps kMapOps{[](const void* map, const MapOps::Visit& visit) {
                           for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(map))
                             visit(key, &value);
                         },
                         [](void* map, const std::string& key) -> void* {
                           return &(*static_cast<std::map<std::string, T>*>(map))[key];
                         }};

}  // namespace wire
