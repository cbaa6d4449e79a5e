#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>
#include <map>
#include <set>

#include "engine/lower/field_audit.h"
#include "engine/sources/avro_schema.h"

namespace engine {
namespace {

namespace json = boost::json;
using Kind = AvroType::Kind;

constexpr int kMostNesting = 64;
constexpr std::size_t kMostTypes = std::size_t{1} << 15;  // columns and parts of columns

base::Error no_schema(std::string_view why) {
  return base::refusal("BadData", 400, fmt::format("The Avro schema is none: {}.", why));
}

base::Error too_deep() {
  return no_schema(fmt::format("it nests more than {} levels", kMostNesting));
}

std::string text_of(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::int64_t number_of(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_int64() ? value->as_int64() : 0;
}

// Of a named type: a name with dots has its namespace in it.
struct Name {
  std::string full;
  std::string space;
};

Name name_in(const std::string& name, const std::string& space) {
  const auto dot = name.rfind('.');
  if (dot != name.npos) return {name, name.substr(0, dot)};
  return {space.empty() ? name : fmt::format("{}.{}", space, name), space};
}

class Parser {
 public:
  using Made = base::Result<AvroTypePtr>;

  Made parse(const json::value& value, const std::string& space, int depth) {
    if (depth > kMostNesting) return too_deep();
    if (value.is_string()) return named(std::string(value.as_string()), space);
    if (value.is_array()) return union_of(value.as_array(), space, depth);
    if (!value.is_object()) return no_schema("a type is neither a name, nor an object, nor an array");
    return object(value.as_object(), space, depth);
  }

 private:
  Made named(const std::string& name, const std::string& space) {
    if (const auto simple = simple_kind(name)) return finished({.kind = *simple});
    const std::string full = name_in(name, space).full;
    if (open_.contains(full))
      return unsupported(fmt::format("the Avro record {}, which holds itself,", full));
    auto known = known_.find(full);
    if (known == known_.end()) known = known_.find(name);
    if (known == known_.end()) return no_schema(fmt::format("the type {} is not known", name));
    return known->second;
  }

  static std::optional<Kind> simple_kind(std::string_view name) {
    for (std::size_t i = 0; i <= static_cast<std::size_t>(Kind::String); ++i)
      if (const auto kind = static_cast<Kind>(i); name_of(kind) == name) return kind;
    return std::nullopt;
  }

  // With what it weighs, which has bounds.
  static Made finished(AvroType type) {
    type.least_bytes = own_bytes(type);
    std::size_t least_branch = std::numeric_limits<std::size_t>::max();
    const auto add = [&](const AvroType& part) {
      type.weight += part.weight;
      type.depth = std::max(type.depth, part.depth + 1);
      least_branch = std::min(least_branch, part.least_bytes);
    };
    for (const auto& part : type.parts) add(*part);
    for (const auto& field : type.fields) {
      add(*field.type);
      type.least_bytes += field.type->least_bytes;
    }
    if (type.kind == Kind::Union) type.least_bytes += least_branch;
    if (type.weight > kMostTypes)
      return no_schema(fmt::format(
          "it is of more than {} types, where each name counts as what it stands for", kMostTypes));
    if (type.depth > kMostNesting) return too_deep();
    return std::make_shared<AvroType>(std::move(type));
  }

  // The least that a value takes beside those in it: a number or a length is a byte.
  static std::size_t own_bytes(const AvroType& type) {
    switch (type.kind) {
      case Kind::Null:
      case Kind::Record:
        return 0;
      case Kind::Float:
        return sizeof(float);
      case Kind::Double:
        return sizeof(double);
      case Kind::Fixed:
        return type.size;
      default:
        return 1;
    }
  }

  Made union_of(const json::array& branches, const std::string& space, int depth) {
    AvroType type{.kind = Kind::Union};
    std::set<std::string> seen;
    for (const auto& branch : branches) {
      type.parts.push_back(TRY(parse(branch, space, depth + 1)));
      const AvroType& part = *type.parts.back();
      if (part.kind == Kind::Union) return no_schema("Nested union");
      std::string name = part.name.empty() ? std::string(name_of(part.kind)) : part.name;
      if (!seen.insert(name).second) return no_schema(fmt::format("Duplicate in union: {}", name));
    }
    if (type.parts.empty()) return no_schema("a union is empty");
    return finished(std::move(type));
  }

  Made object(const json::object& object, const std::string& space, int depth) {
    const auto* inner = object.if_contains("type");
    if (!inner) return no_schema("an object has no type");
    if (!inner->is_string()) return parse(*inner, space, depth + 1);
    const std::string kind = text_of(object, "type");
    if (kind == "record" || kind == "error") return record(object, space, depth);
    if (kind == "enum") return enumeration(object, space);
    if (kind == "fixed") return fixed(object, space);
    if (kind == "array") return collection(Kind::Array, object, "items", space, depth);
    if (kind == "map") return collection(Kind::Map, object, "values", space, depth);
    const auto simple = simple_kind(kind);
    if (!simple) return named(kind, space);
    AvroType type{.kind = *simple};
    take_logical(object, type);
    return finished(std::move(type));
  }

  // A decimal that cannot be one is what it is stored as, as Avro has it.
  static void take_logical(const json::object& object, AvroType& type) {
    type.logical = text_of(object, "logicalType");
    if (type.logical != "decimal") return;
    type.precision = static_cast<int>(std::min<std::int64_t>(number_of(object, "precision"), 1000));
    type.scale = static_cast<int>(std::min<std::int64_t>(number_of(object, "scale"), 1000));
    if (type.precision < 1 || type.scale < 0 || type.scale > type.precision) type.logical.clear();
  }

  Made collection(Kind kind, const json::object& object, const char* member, const std::string& space,
                  int depth) {
    const auto* part = object.if_contains(member);
    if (!part) return no_schema(fmt::format("{} has no {}", name_of(kind), member));
    AvroType type{.kind = kind};
    type.parts.push_back(TRY(parse(*part, space, depth + 1)));
    return finished(std::move(type));
  }

  base::Result<Name> own_name(const json::object& object, const std::string& space) {
    const std::string name = text_of(object, "name");
    if (name.empty()) return no_schema(fmt::format("a type {} has no name", text_of(object, "type")));
    const auto* own_space = object.if_contains("namespace");
    return name_in(name, own_space ? text_of(object, "namespace") : space);
  }

  Made keep(AvroType type) {
    AvroTypePtr made = TRY(finished(std::move(type)));
    known_[made->name] = made;
    return made;
  }

  Made enumeration(const json::object& object, const std::string& space) {
    const Name name = TRY(own_name(object, space));
    AvroType type{.kind = Kind::Enum, .name = name.full};
    const auto* symbols = object.if_contains("symbols");
    if (!symbols || !symbols->is_array()) return no_schema(fmt::format("{} has no symbols", type.name));
    for (const auto& symbol : symbols->as_array()) {
      if (!symbol.is_string()) return no_schema(fmt::format("a symbol of {} is no text", type.name));
      type.symbols.emplace_back(symbol.as_string());
    }
    return keep(std::move(type));
  }

  Made fixed(const json::object& object, const std::string& space) {
    constexpr std::int64_t kMost = std::int64_t{1} << 28;
    const Name name = TRY(own_name(object, space));
    AvroType type{.kind = Kind::Fixed, .name = name.full};
    const std::int64_t size = number_of(object, "size");
    if (size < 0 || size > kMost) return no_schema(fmt::format("the size of {} is {}", type.name, size));
    type.size = static_cast<std::size_t>(size);
    take_logical(object, type);
    return keep(std::move(type));
  }

  Made record(const json::object& object, const std::string& space, int depth) {
    const Name name = TRY(own_name(object, space));
    AvroType type{.kind = Kind::Record, .name = name.full};
    const auto* fields = object.if_contains("fields");
    if (!fields || !fields->is_array()) return no_schema(fmt::format("{} has no fields", name.full));
    open_.insert(name.full);
    std::set<std::string> seen;
    for (const auto& field : fields->as_array()) {
      if (!field.is_object()) return no_schema(fmt::format("a field of {} is no object", name.full));
      type.fields.push_back(TRY(this->field(field.as_object(), name.space, depth)));
      const std::string& added = type.fields.back().name;
      if (!seen.insert(added).second)
        return no_schema(fmt::format("Duplicate field {} in record {}", added, name.full));
    }
    open_.erase(name.full);
    return keep(std::move(type));
  }

  base::Result<AvroType::Field> field(const json::object& object, const std::string& space, int depth) {
    AvroType::Field field{.name = text_of(object, "name")};
    const auto* type = object.if_contains("type");
    if (field.name.empty() || !type) return no_schema("a field has no name or no type");
    field.type = TRY(parse(*type, space, depth + 1));
    if (const auto* otherwise = object.if_contains("default")) field.otherwise = *otherwise;
    if (const auto* aliases = object.if_contains("aliases"); aliases && aliases->is_array())
      for (const auto& alias : aliases->as_array())
        if (alias.is_string()) field.aliases.emplace_back(alias.as_string());
    return field;
  }

  std::map<std::string, AvroTypePtr> known_;
  std::set<std::string> open_;  // records that are being read
};

}  // namespace

base::Result<AvroTypePtr> parse_avro_schema(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 4 * kMostNesting;
  const json::value value = json::parse(text, error, {}, options);
  if (error) return no_schema(error.message());
  return Parser().parse(value, "", 0);
}

}  // namespace engine
