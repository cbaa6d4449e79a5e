#include "engine/functions/nested.h"

#include <atomic>

#include "duckdb/parser/expression/lambda_expression.hpp"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

Tree text(const char* constant) {
  return constant_tree(duckdb::Value(constant));
}

Tree joined(Trees parts) {
  Tree result = std::move(parts[0]);
  for (std::size_t i = 1; i < parts.size(); ++i)
    result = call_tree("||", trees(std::move(result), std::move(parts[i])));
  return result;
}

// Items nest in each other: each depth has a name of its own.
std::string item_name(int depth) {
  return "dovetail_item_" + std::to_string(depth);
}

int depth_of(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return 1 + depth_of(duckdb::ListType::GetChildType(type));
    case Id::MAP:
      return 1 +
             std::max(depth_of(duckdb::MapType::KeyType(type)), depth_of(duckdb::MapType::ValueType(type)));
    case Id::STRUCT: {
      int depth = 0;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
        depth = std::max(depth, 1 + depth_of(field));
      return depth;
    }
    default:
      return 0;
  }
}

Tree part_cast(Tree part, const Type& from, const Type& to, const PartCast& cast) {
  if (from == to) return part;
  if (from.id() == Id::SQLNULL) return null_tree(to);
  if (from.IsNested() || to.IsNested()) return cast_parts(std::move(part), from, to, cast);
  return cast(std::move(part), from, to);
}

Tree cast_list(Tree value, const Type& from, const Type& to, const PartCast& cast) {
  const std::string item = item_name(depth_of(from));
  Tree body = part_cast(column_tree(item), duckdb::ListType::GetChildType(from),
                        duckdb::ListType::GetChildType(to), cast);
  return body ? transform_tree(std::move(value), item, std::move(body)) : nullptr;
}

Tree cast_map(Tree value, const Type& from, const Type& to, const PartCast& cast) {
  const std::string item = item_name(depth_of(from));
  Tree key = part_cast(field_tree(column_tree(item), "key"), duckdb::MapType::KeyType(from),
                       duckdb::MapType::KeyType(to), cast);
  Tree mapped = part_cast(field_tree(column_tree(item), "value"), duckdb::MapType::ValueType(from),
                          duckdb::MapType::ValueType(to), cast);
  if (!key || !mapped) return nullptr;
  std::vector<std::pair<std::string, Tree>> entry;
  entry.emplace_back("key", std::move(key));
  entry.emplace_back("value", std::move(mapped));
  return call_tree("map_from_entries", transform_tree(call_tree("map_entries", std::move(value)), item,
                                                      struct_tree(std::move(entry))));
}

Tree cast_struct(Tree value, const Type& from, const Type& to, const PartCast& cast) {
  const auto& old_fields = duckdb::StructType::GetChildTypes(from);
  const auto& new_fields = duckdb::StructType::GetChildTypes(to);
  if (old_fields.size() != new_fields.size()) return nullptr;
  bool complete = true;
  Tree made = unless_null(std::move(value), [&](const Tree& known) {
    std::vector<std::pair<std::string, Tree>> fields;
    for (std::size_t i = 0; i < old_fields.size(); ++i) {
      Tree field = part_cast(field_tree(known->Copy(), old_fields[i].first), old_fields[i].second,
                             new_fields[i].second, cast);
      complete = complete && field != nullptr;
      fields.emplace_back(new_fields[i].first, field ? std::move(field) : null_tree(Type::SQLNULL));
    }
    return struct_tree(std::move(fields));
  });
  return complete ? std::move(made) : nullptr;
}

Tree part_text(Tree part, const Type& type, const TextStyle& style, const PartCast& cast) {
  if (type.id() == Id::SQLNULL) return text(style.null);
  Tree shown = type.IsNested() ? nested_text(std::move(part), type, style, cast)
                               : part_cast(std::move(part), type, Type::VARCHAR, cast);
  return shown ? operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                               trees(std::move(shown), text(style.null)))
               : nullptr;
}

// The items of a list, each made a text, between brackets.
Tree list_text(Tree list, const std::string& item, Tree shown, const char* open, const char* close) {
  if (!shown) return nullptr;
  auto items = call_tree("array_to_string",
                         trees(transform_tree(std::move(list), item, std::move(shown)), text(", ")));
  return joined(trees(text(open), std::move(items), text(close)));
}

Tree map_text(Tree value, const Type& type, const TextStyle& style, const PartCast& cast) {
  const std::string item = item_name(depth_of(type));
  Tree key = part_text(field_tree(column_tree(item), "key"), duckdb::MapType::KeyType(type), style, cast);
  Tree mapped =
      part_text(field_tree(column_tree(item), "value"), duckdb::MapType::ValueType(type), style, cast);
  if (!key || !mapped) return nullptr;
  return list_text(call_tree("map_entries", std::move(value)), item,
                   joined(trees(std::move(key), text(style.arrow), std::move(mapped))), "{", "}");
}

Tree struct_text(Tree value, const Type& type, const TextStyle& style, const PartCast& cast) {
  bool complete = true;
  Tree made = unless_null(std::move(value), [&](const Tree& known) {
    Trees parts = trees(text("{"));
    std::string separator;
    for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) {
      Tree shown = part_text(field_tree(known->Copy(), name), field, style, cast);
      complete = complete && shown != nullptr;
      parts.push_back(constant_tree(
          duckdb::Value(style.field_names ? separator.append(name).append(style.arrow) : separator)));
      parts.push_back(shown ? std::move(shown) : text(""));
      separator = ", ";
    }
    parts.push_back(text("}"));
    return joined(std::move(parts));
  });
  return complete ? std::move(made) : nullptr;
}

}  // namespace

Tree lambda_tree(std::vector<std::string> parameters, Tree body) {
  return duckdb::make_uniq<duckdb::LambdaExpression>(
      duckdb::vector<duckdb::string>(parameters.begin(), parameters.end()), std::move(body));
}

Tree transform_tree(Tree list, const std::string& item, Tree body) {
  return call_tree("list_transform", trees(std::move(list), lambda_tree({item}, std::move(body))));
}

Tree field_tree(Tree value, const std::string& name) {
  return call_tree("struct_extract", trees(std::move(value), constant_tree(duckdb::Value(name))));
}

Tree struct_tree(std::vector<std::pair<std::string, Tree>> fields) {
  Trees parts;
  for (auto& [name, tree] : fields) {
    tree->SetAlias(name);
    parts.push_back(std::move(tree));
  }
  return call_tree("struct_pack", std::move(parts));
}

Tree let_tree(Tree value, const std::function<Tree(const Tree& value)>& body) {
  const auto kind = value->GetExpressionClass();
  if (kind == duckdb::ExpressionClass::COLUMN_REF || kind == duckdb::ExpressionClass::CONSTANT)
    return body(value);
  static std::atomic<std::uint64_t> count = 0;
  const std::string name = "dovetail_value_" + std::to_string(++count);
  Tree made = body(column_tree(name));
  Tree only = call_tree("list_value", trees(std::move(value)));
  return call_tree("list_extract", trees(transform_tree(std::move(only), name, std::move(made)),
                                         constant_tree(duckdb::Value::BIGINT(1))));
}

Tree unless_null(Tree value, const std::function<Tree(const Tree& value)>& body) {
  return let_tree(std::move(value), [&](const Tree& known) {
    return if_tree(present_tree(known), body(known), null_tree(Type::SQLNULL));
  });
}

Tree cast_parts(Tree value, const Type& from, const Type& to, const PartCast& cast) {
  if (from.id() != to.id()) return nullptr;
  switch (from.id()) {
    case Id::LIST:
      return cast_list(std::move(value), from, to, cast);
    case Id::MAP:
      return cast_map(std::move(value), from, to, cast);
    case Id::STRUCT:
      return cast_struct(std::move(value), from, to, cast);
    default:
      return nullptr;
  }
}

Tree nested_text(Tree value, const Type& type, const TextStyle& style, const PartCast& cast) {
  if (type.id() == Id::MAP) return map_text(std::move(value), type, style, cast);
  if (type.id() == Id::STRUCT) return struct_text(std::move(value), type, style, cast);
  if (type.id() != Id::LIST) return nullptr;
  const std::string item = item_name(depth_of(type));
  Tree shown = part_text(column_tree(item), duckdb::ListType::GetChildType(type), style, cast);
  return list_text(std::move(value), item, std::move(shown), "[", "]");
}

}  // namespace engine
