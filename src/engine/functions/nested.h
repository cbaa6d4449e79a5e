#pragma once

#include <functional>

#include "engine/functions/cast.h"

namespace engine {

// Trees over the parts of lists, maps and structs.

// The list of what `body` makes of each item. The name is that of the item inside; it is unlike every other
// in reach.
Tree transform_tree(Tree list, const std::string& item, Tree body);
Tree lambda_tree(std::vector<std::string> parameters, Tree body);

Tree field_tree(Tree value, const std::string& name);
Tree struct_tree(std::vector<std::pair<std::string, Tree>> fields);

// What `body` makes of a value that it needs more than once. The value is computed once, and stands in the
// tree once, so that trees grow with the text that asks for them: as the only item of a list under a lambda,
// unless it is a column or a constant.
Tree let_tree(Tree value, const std::function<Tree(const Tree& value)>& body);
// NULL where the value is, else what `body` makes of it.
Tree unless_null(Tree value, const std::function<Tree(const Tree& value)>& body);

// Converts a nested value part by part; null: some part has no such cast, or the shapes differ.
using PartCast = std::function<Tree(Tree part, const Type& from, const Type& to)>;
Tree cast_parts(Tree value, const Type& from, const Type& to, const PartCast& cast);

// How nested values are written: Athena's [1, null], {k=v}, {a=1, b=x}, or Spark's {k -> v}, {1, x}.
struct TextStyle {
  const char* arrow = "=";
  const char* null = "null";
  bool field_names = true;
};
inline constexpr TextStyle kSparkText{.arrow = " -> ", .field_names = false};

Tree nested_text(Tree value, const Type& type, const TextStyle& style, const PartCast& cast);

}  // namespace engine
