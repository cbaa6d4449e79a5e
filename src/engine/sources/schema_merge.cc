#include "engine/sources/schema_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

std::optional<Type> merged_struct(const Type& a, const Type& b) {
  auto fields = duckdb::StructType::GetChildTypes(a);
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(b)) {
    const auto known = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return base::iequals(field.first, name); });
    if (known == fields.end()) {
      fields.emplace_back(name, type);
      continue;
    }
    const auto merged = merged_type(known->second, type);
    if (!merged) return std::nullopt;
    known->second = *merged;
  }
  return Type::STRUCT(std::move(fields));
}

}  // namespace

std::optional<Type> merged_type(const Type& a, const Type& b) {
  if (a == b || is_null_type(b)) return a;
  if (is_null_type(a)) return b;
  if (a.id() != b.id()) return std::nullopt;
  switch (a.id()) {
    case Id::DECIMAL:
      if (scale_of(a) != scale_of(b)) return std::nullopt;
      return precision_of(a) < precision_of(b) ? b : a;
    case Id::STRUCT:
      return merged_struct(a, b);
    case Id::LIST: {
      const auto child = merged_type(duckdb::ListType::GetChildType(a), duckdb::ListType::GetChildType(b));
      return child ? std::optional(Type::LIST(*child)) : std::nullopt;
    }
    case Id::MAP: {
      const auto key = merged_type(duckdb::MapType::KeyType(a), duckdb::MapType::KeyType(b));
      const auto value = merged_type(duckdb::MapType::ValueType(a), duckdb::MapType::ValueType(b));
      return key && value ? std::optional(Type::MAP(*key, *value)) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

base::Error cannot_merge(const Field& known, const std::string& file, const Type& other,
                         const std::string& other_file) {
  return base::refusal(
      "CANNOT_MERGE_SCHEMAS", 400,
      fmt::format("[CANNOT_MERGE_SCHEMAS] Failed merging schemas: the column {} is {} in {} and {} in {}.",
                  known.name, hive_name(known.type), file, hive_name(other), other_file));
}

base::Error column_already_exists(const std::string& name) {
  return base::refusal(
      "COLUMN_ALREADY_EXISTS", 400,
      fmt::format("[COLUMN_ALREADY_EXISTS] The column `{}` already exists. Choose another name or rename "
                  "the existing column.",
                  base::to_lower(name)));
}

base::Result<void> check_distinct_names(const std::vector<Field>& fields) {
  std::set<std::string> seen;
  for (const auto& field : fields)
    if (!seen.insert(base::to_lower(field.name)).second) return column_already_exists(field.name);
  return {};
}

}  // namespace engine
