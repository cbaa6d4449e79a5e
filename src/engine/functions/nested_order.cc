#include "engine/functions/nested_order.h"

#include "engine/functions/nested.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

Tree part(Tree value, const Type& type, int depth);

// Items nest in each other: each depth has a name of its own.
Tree ordered(Tree value, const Type& type, int depth) {
  if (type.id() == Id::LIST) {
    const std::string item = "dovetail_ordered_" + std::to_string(depth);
    return transform_tree(std::move(value), item,
                          part(column_tree(item), duckdb::ListType::GetChildType(type), depth + 1));
  }
  if (type.id() != Id::STRUCT) return value;
  return unless_null(std::move(value), [&](const Tree& known) {
    Trees parts;
    for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
      parts.push_back(part(field_tree(known->Copy(), name), field, depth + 1));
    return call_tree("row", std::move(parts));
  });
}

// Whether it is there, and what it is.
Tree part(Tree value, const Type& type, int depth) {
  Tree present = present_tree(value);
  return call_tree("row", std::move(present), ordered(std::move(value), type, depth));
}

}  // namespace

Tree ordered_tree(Tree value, const Type& type) {
  return ordered(std::move(value), type, 0);
}

}  // namespace engine
