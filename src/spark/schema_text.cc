#include "spark/schema_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/types.h"

namespace spark_door {
namespace {

using spark::connect::DataType;

// Spark's names of types differ from those of SQL.
std::string type_name(const DataType& type) {
  switch (type.kind_case()) {
    case DataType::kByte:
      return "byte";
    case DataType::kShort:
      return "short";
    case DataType::kInteger:
      return "integer";
    case DataType::kLong:
      return "long";
    case DataType::kArray:
      return "array";
    case DataType::kMap:
      return "map";
    case DataType::kStruct:
      return "struct";
    default:
      return plan::type_text(type);
  }
}

class TreeText {
 public:
  explicit TreeText(int levels) : levels_(levels) {}

  void add_type(const DataType& type, const std::string& prefix, int level) {
    if (type.has_struct_())
      for (const auto& field : type.struct_().fields())
        add(field.name(), field.data_type(), fmt::format(" (nullable = {})", field.nullable()), prefix,
            level);
    if (type.has_array())
      add("element", type.array().element_type(),
          fmt::format(" (containsNull = {})", type.array().contains_null()), prefix, level);
    if (!type.has_map()) return;
    add("key", type.map().key_type(), "", prefix, level);
    add("value", type.map().value_type(),
        fmt::format(" (valueContainsNull = {})", type.map().value_contains_null()), prefix, level);
  }

  std::string text = "root\n";

 private:
  void add(const std::string& name, const DataType& type, const std::string& nulls, const std::string& prefix,
           int level) {
    if (level > levels_) return;
    text += fmt::format("{} |-- {}: {}{}\n", prefix, name, type_name(type), nulls);
    add_type(type, prefix + " |   ", level + 1);
  }

  const int levels_;
};

}  // namespace

std::string sql_type(const DataType& type) {
  if (type.has_array()) return fmt::format("ARRAY<{}>", sql_type(type.array().element_type()));
  if (type.has_map())
    return fmt::format("MAP<{}, {}>", sql_type(type.map().key_type()), sql_type(type.map().value_type()));
  if (!type.has_struct_()) {
    std::string name = plan::type_text(type);
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    return name;
  }
  std::vector<std::string> fields;
  for (const auto& field : type.struct_().fields())
    fields.push_back(fmt::format("{}: {}{}", plan::quoted(field.name()), sql_type(field.data_type()),
                                 field.nullable() ? "" : " NOT NULL"));
  return fmt::format("STRUCT<{}>", base::join(fields, ", "));
}

std::string tree_string(const DataType& schema, std::optional<int> level) {
  TreeText tree(level && *level > 0 ? *level : std::numeric_limits<int>::max());
  tree.add_type(schema, "", 1);
  return std::move(tree.text);
}

std::string ddl_text(const DataType& schema) {
  std::vector<std::string> fields;
  for (const auto& field : schema.struct_().fields())
    fields.push_back(fmt::format("{} {}{}", plan::quoted(field.name()), sql_type(field.data_type()),
                                 field.nullable() ? "" : " NOT NULL"));
  return base::join(fields, ",");
}

}  // namespace spark_door
