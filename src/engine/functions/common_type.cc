#include "engine/functions/common_type.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

std::optional<Type> common_list_type(const Type& a, const Type& b, const CommonType& common) {
  const auto item = common(duckdb::ListType::GetChildType(a), duckdb::ListType::GetChildType(b));
  if (!item) return std::nullopt;
  return Type::LIST(*item);
}

std::optional<Type> common_map_type(const Type& a, const Type& b, const CommonType& common) {
  const auto key = common(duckdb::MapType::KeyType(a), duckdb::MapType::KeyType(b));
  const auto value = common(duckdb::MapType::ValueType(a), duckdb::MapType::ValueType(b));
  if (!key || !value) return std::nullopt;
  return Type::MAP(*key, *value);
}

std::optional<Type> common_struct_type(const Type& a, const Type& b, const CommonType& common) {
  const auto& fields = duckdb::StructType::GetChildTypes(a);
  const auto& others = duckdb::StructType::GetChildTypes(b);
  if (fields.size() != others.size()) return std::nullopt;
  duckdb::child_list_t<Type> made;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!duckdb::StringUtil::CIEquals(fields[i].first, others[i].first)) return std::nullopt;
    const auto type = common(fields[i].second, others[i].second);
    if (!type) return std::nullopt;
    made.emplace_back(fields[i].first, *type);
  }
  return Type(Type::STRUCT(std::move(made)));
}

}  // namespace

std::optional<Type> common_nested_type(const Type& a, const Type& b, const CommonType& common) {
  if (a.id() != b.id()) return std::nullopt;
  switch (a.id()) {
    case Id::LIST:
      return common_list_type(a, b, common);
    case Id::MAP:
      return common_map_type(a, b, common);
    case Id::STRUCT:
      return common_struct_type(a, b, common);
    default:
      return std::nullopt;
  }
}

std::optional<Type> common_type_beside_texts(const Type& a, const Type& b) {
  if (a != b && a.IsNested() && a.id() == b.id()) return common_nested_type(a, b, common_type_beside_texts);
  if (is_string(a) != is_string(b) && !is_null_type(a) && !is_null_type(b)) return std::nullopt;
  return common_type(a, b);
}

}  // namespace engine
