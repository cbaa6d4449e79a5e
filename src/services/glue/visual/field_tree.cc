#include "services/glue/visual/field_tree.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "plan/types.h"
#include "services/glue/visual/by_name.h"
#include "spark/connect/types.pb.h"

namespace services::glue::visual {
namespace {

using Names = std::span<const std::string>;  // the rest of a path

base::Result<FieldTree> field_tree(std::string name, std::string identifier, std::string type) {
  FieldTree tree{std::move(name), std::move(identifier), std::move(type), {}};
  const auto parsed = TRY(plan::parse_type(tree.type));
  for (const auto& field : parsed.struct_().fields())
    tree.children.push_back(TRY(field_tree(field.name(), tree.identifier + "." + plan::quoted(field.name()),
                                           plan::type_text(field.data_type()))));
  return tree;
}

template <typename Trees>
auto find(Trees& trees, std::string_view name) {
  return std::ranges::find(trees, name, &FieldTree::name);
}

base::Result<void> check_is_struct(const FieldTree& tree, std::string_view field) {
  if (tree.type.starts_with("struct<")) return {};
  return base::refusal(
      "UnknownColumn", 400,
      fmt::format("'{}' is {} and no struct that could have a field '{}'", tree.name, tree.type, field));
}

// The path with every name as its field has it; empty: there is no such field.
base::Result<Path> exact_path(const FieldTrees& trees, const Path& path) {
  Path exact;
  const FieldTrees* fields = &trees;
  const FieldTree* parent = nullptr;
  for (const std::string& name : path) {
    if (parent != nullptr) TRY(check_is_struct(*parent, name));
    parent = TRY(by_name(*fields, name, &FieldTree::name));
    if (parent == nullptr) return Path();
    exact.push_back(parent->name);
    fields = &parent->children;
  }
  return exact;
}

// Those of which there is a field.
base::Result<std::vector<Path>> exact_paths(const FieldTrees& trees, const std::vector<Path>& paths) {
  std::vector<Path> exact;
  for (const Path& path : paths)
    if (Path found = TRY(exact_path(trees, path)); !found.empty()) exact.push_back(std::move(found));
  return exact;
}

void edit(FieldTree& tree) {
  tree.is_edited = true;
  std::vector<std::string> fields;
  for (const FieldTree& child : tree.children) fields.push_back(plan::quoted(child.name) + ":" + child.type);
  tree.type = "struct<" + base::join(fields, ",") + ">";
}

// The names are exact ones from here on.
FieldTrees keep(const FieldTrees& trees, const std::vector<Names>& paths) {
  FieldTrees kept;
  for (const Names path : paths) {
    if (find(kept, path.front()) != kept.end()) continue;
    std::vector<Names> inside;  // of all paths that start here
    bool whole = false;
    for (const Names other : paths) {
      if (other.front() != path.front()) continue;
      whole |= other.size() == 1;
      inside.push_back(other.subspan(1));
    }
    kept.push_back(*find(trees, path.front()));
    if (whole) continue;
    kept.back().children = keep(kept.back().children, inside);
    edit(kept.back());
  }
  return kept;
}

void drop(FieldTrees& trees, Names path) {
  const auto found = find(trees, path.front());
  if (found == trees.end()) return;  // it went with an earlier path
  if (path.size() > 1) {
    drop(found->children, path.subspan(1));
    if (!found->children.empty()) return edit(*found);
  }
  trees.erase(found);
}

base::Error no_such_field(const FieldTrees& trees, const std::string& name) {
  std::vector<std::string> names;
  for (const FieldTree& tree : trees) names.push_back(tree.name);
  return base::refusal("UnknownColumn", 400,
                       fmt::format("there is no field '{}'; there are: {}", name, base::join(names, ", ")));
}

base::Result<void> rename(FieldTrees& trees, Names path, const std::string& name) {
  FieldTree* found = TRY(by_name(trees, path.front(), &FieldTree::name));
  if (found == nullptr) return no_such_field(trees, path.front());
  if (path.size() > 1) {
    TRY(check_is_struct(*found, path[1]));
    TRY(rename(found->children, path.subspan(1), name));
    edit(*found);
    return {};
  }
  for (const FieldTree& other : trees)
    if (&other != found && base::iequals(other.name, name))
      return base::refusal("DuplicateColumn", 400, fmt::format("there is a field '{}' already", other.name));
  found->name = name;
  return {};
}

// NULL stays NULL, and does not become a struct of NULLs.
plan::Expression value_of(const FieldTree& tree) {
  if (!tree.is_edited) return plan::column(tree.identifier);
  std::vector<plan::Expression> arguments;
  for (const FieldTree& child : tree.children) {
    arguments.push_back(plan::literal(child.name));
    arguments.push_back(value_of(child));
  }
  return plan::call("when", {plan::call("isnotnull", {plan::column(tree.identifier)}),
                             plan::call("named_struct", std::move(arguments))});
}

}  // namespace

base::Result<FieldTrees> field_trees(const Frame& frame) {
  FieldTrees trees;
  for (const Field& field : frame.fields)
    trees.push_back(TRY(field_tree(field.name, plan::quoted(field.name), field.type)));
  return trees;
}

base::Result<FieldTrees> keep_paths(const FieldTrees& trees, const std::vector<Path>& paths) {
  const std::vector<Path> exact = TRY(exact_paths(trees, paths));
  return keep(trees, {exact.begin(), exact.end()});
}

base::Result<FieldTrees> drop_paths(FieldTrees trees, const std::vector<Path>& paths) {
  for (const Path& path : TRY(exact_paths(trees, paths))) drop(trees, path);
  return trees;
}

base::Result<FieldTrees> rename_path(FieldTrees trees, const Path& path, const std::string& name) {
  TRY(rename(trees, path, name));
  return trees;
}

Frame with_fields(Frame input, const FieldTrees& trees) {
  Frame output;
  std::vector<plan::Expression> columns;
  for (const FieldTree& tree : trees) {
    const bool is_itself = !tree.is_edited && plan::quoted(tree.name) == tree.identifier;
    columns.push_back(is_itself ? value_of(tree) : plan::alias(value_of(tree), tree.name));
    output.fields.push_back({tree.name, tree.type});
  }
  output.relation = plan::project(std::move(input.relation), std::move(columns));
  return output;
}

}  // namespace services::glue::visual
