#include "engine/functions/readable_name.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/no_fields.h"
#include "plan/builders.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// Catalogs hold names like my-field as they are.
std::string field_name(const std::string& name) {
  const bool is_read = !name.empty() && name.find_first_of(" \t\n\v\f\r:,<>`") == std::string::npos;
  return is_read ? name : plan::quoted(name);
}

}  // namespace

std::string readable_name(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return fmt::format("array<{}>", readable_name(duckdb::ListType::GetChildType(type)));
    case Id::MAP:
      return fmt::format("map<{},{}>", readable_name(duckdb::MapType::KeyType(type)),
                         readable_name(duckdb::MapType::ValueType(type)));
    case Id::STRUCT: {
      if (is_struct_without_fields(type)) return "struct<>";
      std::vector<std::string> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
        fields.push_back(fmt::format("{}:{}", field_name(name), readable_name(field)));
      return fmt::format("struct<{}>", base::join(fields, ","));
    }
    default:
      return hive_name(type);
  }
}

}  // namespace engine
