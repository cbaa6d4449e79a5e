#include "engine/sources/avro_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

namespace json = boost::json;
using Kind = AvroType::Kind;
using Id = duckdb::LogicalTypeId;

constexpr int kMostNesting = 64;
constexpr int kMostPrecision = 38;
constexpr std::array<std::string_view, 14> kNames = {"null",   "boolean", "int",    "long",  "float",
                                                     "double", "bytes",   "string", "fixed", "enum",
                                                     "record", "array",   "map",    "union"};

base::Error no_schema(std::string_view why) {
  return base::refusal("BadData", 400, fmt::format("The Avro schema is none: {}.", why));
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
    if (depth > kMostNesting) return no_schema(fmt::format("it nests more than {} levels", kMostNesting));
    if (value.is_string()) return named(std::string(value.as_string()), space);
    if (value.is_array()) return union_of(value.as_array(), space, depth);
    if (!value.is_object()) return no_schema("a type is neither a name, nor an object, nor an array");
    return object(value.as_object(), space, depth);
  }

 private:
  Made named(const std::string& name, const std::string& space) {
    if (const auto simple = simple_kind(name)) return plain(*simple);
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
      if (kNames[i] == name) return static_cast<Kind>(i);
    return std::nullopt;
  }

  static AvroTypePtr plain(Kind kind) { return std::make_shared<AvroType>(AvroType{.kind = kind}); }

  Made union_of(const json::array& branches, const std::string& space, int depth) {
    AvroType type{.kind = Kind::Union};
    for (const auto& branch : branches) type.parts.push_back(TRY(parse(branch, space, depth + 1)));
    if (type.parts.empty()) return no_schema("a union is empty");
    return std::make_shared<AvroType>(std::move(type));
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
    return std::make_shared<AvroType>(std::move(type));
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
    return std::make_shared<AvroType>(std::move(type));
  }

  base::Result<Name> own_name(const json::object& object, const std::string& space) {
    const std::string name = text_of(object, "name");
    if (name.empty()) return no_schema(fmt::format("a type {} has no name", text_of(object, "type")));
    const auto* own_space = object.if_contains("namespace");
    return name_in(name, own_space ? text_of(object, "namespace") : space);
  }

  Made keep(AvroType type) {
    auto made = std::make_shared<const AvroType>(std::move(type));
    known_[made->name] = made;
    return AvroTypePtr(made);
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
    for (const auto& field : fields->as_array()) {
      if (!field.is_object()) return no_schema(fmt::format("a field of {} is no object", name.full));
      type.fields.push_back(TRY(this->field(field.as_object(), name.space, depth)));
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

std::optional<Type> struct_of(const std::vector<AvroType::Field>& fields) {
  duckdb::child_list_t<Type> parts;
  for (const auto& field : fields) {
    const auto type = type_of_avro(*field.type);
    if (!type) return std::nullopt;
    parts.emplace_back(field.name, *type);
  }
  return parts.empty() ? std::nullopt : std::optional(Type::STRUCT(std::move(parts)));
}

std::optional<Type> type_of_union(const AvroType& type) {
  const auto values = values_of_union(type);
  if (values.empty()) return Type::SQLNULL;
  if (values.size() == 1) return type_of_avro(*values[0]);
  const auto all = [&](Kind a, Kind b) {
    return std::ranges::all_of(values,
                               [&](const auto& value) { return value->kind == a || value->kind == b; });
  };
  if (all(Kind::Int, Kind::Long)) return Type::BIGINT;
  if (all(Kind::Float, Kind::Double)) return Type::DOUBLE;
  duckdb::child_list_t<Type> members;
  for (const auto& value : values) {
    const auto member = type_of_avro(*value);
    if (!member) return std::nullopt;
    members.emplace_back(fmt::format("member{}", members.size()), *member);
  }
  return Type::STRUCT(std::move(members));
}

// The least bytes that hold every number of so many digits.
int bytes_of_decimal(int precision) {
  int bytes = 1;
  while (std::pow(2.0, 8 * bytes - 1) < std::pow(10.0, precision)) ++bytes;
  return bytes;
}

// Avro's names are of letters, digits and underscores, and begin with no digit. Spark's words for others.
base::Result<void> check_name(const std::string& name) {
  const auto fits = [](char c) { return base::is_letter(c) || base::is_digit(c) || c == '_'; };
  if (!name.empty() && !base::is_digit(name[0]) && std::ranges::all_of(name, fits)) return {};
  return base::refusal(
      "INVALID_COLUMN_NAME_AS_PATH", 400,
      fmt::format("The datasource AvroFileFormat cannot save the column `{}` because its name "
                  "contains some characters that are not allowed in file paths. Please, use an "
                  "alias to rename it.",
                  name));
}

json::object logical(std::string_view type, std::string_view logical) {
  return {{"type", type}, {"logicalType", logical}};
}

base::Result<json::value> schema_of(const Type& type, const std::string& name, const std::string& space);

// Each name is in the space of what it is in, which has its name.
base::Result<json::value> record_of(const std::vector<Field>& fields, const std::string& name,
                                    const std::string& space) {
  const std::string inner = space.empty() ? name : fmt::format("{}.{}", space, name);
  json::array parts;
  for (const auto& field : fields) {
    TRY(check_name(field.name));
    auto type = TRY(schema_of(field.type, field.name, inner));
    json::object part;
    part["name"] = field.name;
    part["type"] = std::move(type);
    parts.push_back(std::move(part));
  }
  json::object record;
  record["type"] = "record";
  record["name"] = name;
  if (!space.empty()) record["namespace"] = space;
  record["fields"] = std::move(parts);
  return json::value(std::move(record));
}

json::value decimal_of(const Type& type, const std::string& name, const std::string& space) {
  json::object decimal;
  decimal["type"] = "fixed";
  decimal["name"] = "fixed";
  decimal["namespace"] = space.empty() ? name : fmt::format("{}.{}", space, name);
  decimal["size"] = bytes_of_decimal(precision_of(type));
  decimal["logicalType"] = "decimal";
  decimal["precision"] = precision_of(type);
  decimal["scale"] = scale_of(type);
  return decimal;
}

// Not yet with null.
base::Result<json::value> value_schema(const Type& type, const std::string& name, const std::string& space) {
  switch (type.id()) {
    case Id::BOOLEAN:
      return json::value("boolean");
    case Id::TINYINT:
    case Id::SMALLINT:
    case Id::INTEGER:
      return json::value("int");
    case Id::BIGINT:
      return json::value("long");
    case Id::FLOAT:
      return json::value("float");
    case Id::DOUBLE:
      return json::value("double");
    case Id::BLOB:
      return json::value("bytes");
    case Id::DATE:
      return json::value(logical("int", "date"));
    case Id::TIMESTAMP_TZ:
      return json::value(logical("long", "timestamp-micros"));
    case Id::TIMESTAMP:
      return json::value(logical("long", "local-timestamp-micros"));
    case Id::DECIMAL:
      return decimal_of(type, name, space);
    case Id::LIST: {
      auto items = TRY(schema_of(duckdb::ListType::GetChildType(type), name, space));
      json::object list;
      list["type"] = "array";
      list["items"] = std::move(items);
      return json::value(std::move(list));
    }
    case Id::MAP: {
      auto values = TRY(schema_of(duckdb::MapType::ValueType(type), name, space));
      json::object map;
      map["type"] = "map";
      map["values"] = std::move(values);
      return json::value(std::move(map));
    }
    case Id::STRUCT: {
      std::vector<Field> fields;
      for (const auto& [field, part] : duckdb::StructType::GetChildTypes(type))
        fields.push_back({field, part});
      return record_of(fields, name, space);
    }
    default:
      return json::value("string");
  }
}

base::Result<json::value> schema_of(const Type& type, const std::string& name, const std::string& space) {
  if (is_null_type(type)) return json::value("null");
  json::array branches;
  branches.push_back(TRY(value_schema(type, name, space)));
  branches.push_back("null");
  return json::value(std::move(branches));
}

}  // namespace

std::string_view name_of(AvroType::Kind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

base::Result<AvroTypePtr> parse_avro_schema(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 4 * kMostNesting;
  const json::value value = json::parse(text, error, {}, options);
  if (error) return no_schema(error.message());
  return Parser().parse(value, "", 0);
}

std::vector<AvroTypePtr> values_of_union(const AvroType& type) {
  std::vector<AvroTypePtr> values;
  for (const auto& part : type.parts)
    if (part->kind != Kind::Null) values.push_back(part);
  return values;
}

std::optional<Type> type_of_avro(const AvroType& type) {
  switch (type.kind) {
    case Kind::Null:
      return Type::SQLNULL;
    case Kind::Boolean:
      return Type::BOOLEAN;
    case Kind::Int:
      return type.logical == "date" ? Type::DATE : Type::INTEGER;
    case Kind::Long:
      if (type.logical == "timestamp-millis" || type.logical == "timestamp-micros") return Type::TIMESTAMP_TZ;
      if (type.logical == "local-timestamp-millis" || type.logical == "local-timestamp-micros")
        return Type::TIMESTAMP;
      return Type::BIGINT;
    case Kind::Float:
      return Type::FLOAT;
    case Kind::Double:
      return Type::DOUBLE;
    case Kind::Bytes:
    case Kind::Fixed:
      if (!type.is_decimal()) return Type::BLOB;
      if (type.precision > kMostPrecision) return std::nullopt;
      return Type::DECIMAL(static_cast<std::uint8_t>(type.precision), static_cast<std::uint8_t>(type.scale));
    case Kind::String:
    case Kind::Enum:
      return Type::VARCHAR;
    case Kind::Record:
      return struct_of(type.fields);
    case Kind::Array: {
      const auto item = type_of_avro(*type.parts[0]);
      return item ? std::optional(Type::LIST(*item)) : std::nullopt;
    }
    case Kind::Map: {
      const auto value = type_of_avro(*type.parts[0]);
      return value ? std::optional(Type::MAP(Type::VARCHAR, *value)) : std::nullopt;
    }
    case Kind::Union:
      return type_of_union(type);
  }
  return std::nullopt;
}

base::Result<std::string> avro_schema_of(const std::vector<Field>& fields, const AvroNames& names) {
  TRY(check_name(names.record));
  return json::serialize(TRY(record_of(fields, names.record, names.space)));
}

}  // namespace engine
