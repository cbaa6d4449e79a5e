#include <fmt/format.h>

#include <span>

#include "base/text.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"

namespace engine {
namespace {

using Path = std::span<const std::string>;

base::Error not_a_struct(const Typed& value) {
  return base::refusal(
      "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", 400,
      fmt::format("[DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE] Cannot resolve \"update_fields\" "
                  "due to data type mismatch: The first parameter requires the \"STRUCT\" "
                  "type, however \"{}\" has the type \"{}\".",
                  value.name, sql_name(value.type)));
}

base::Error no_field(const std::string& name, const Type& type) {
  return base::refusal(
      "FIELD_NOT_FOUND", 400,
      fmt::format("[FIELD_NOT_FOUND] No such struct field `{}` in {}.", name, hive_name(type)));
}

// A struct whose field at the end of the path has another value, or is not there any more (null). Made anew
// of its fields, as DuckDB changes none in place; a struct that is NULL stays so. All fields of the name are
// meant.
base::Result<Typed> updated(Typed value, Path path, Typed* given) {
  if (value.type.id() != duckdb::LogicalTypeId::STRUCT) return not_a_struct(value);
  // The error of what the visitor below finds, which can return trees only.
  base::Result<void> state;
  duckdb::child_list_t<Type> types;
  bool found = false;
  auto made = unless_null(std::move(value.tree), [&](const Tree& known) {
    std::vector<std::pair<std::string, Tree>> fields;
    const auto add = [&](const std::string& name, Tree tree, const Type& type) {
      types.emplace_back(name, type);
      fields.emplace_back(name, std::move(tree));
    };
    for (const auto& [name, type] : duckdb::StructType::GetChildTypes(value.type)) {
      const bool meant = base::iequals(name, path[0]);
      found = found || meant;
      if (!meant) {
        add(name, field_tree(known->Copy(), name), type);
      } else if (path.size() > 1) {
        auto inner = updated({field_tree(known->Copy(), name), type, name}, path.subspan(1), given);
        if (inner.ok())
          add(name, std::move(inner->tree), inner->type);
        else
          state = inner.error();
      } else if (given != nullptr) {
        add(path[0], given->tree->Copy(), given->type);
      }
    }
    if (!found && path.size() == 1 && given != nullptr) add(path[0], given->tree->Copy(), given->type);
    return fields.empty() ? null_tree(Type::SQLNULL) : struct_tree(std::move(fields));
  });
  TRY(state);
  if (!found && path.size() > 1) return no_field(path[0], value.type);
  if (types.empty())
    return base::refusal("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", 400,
                         "[DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS] Cannot resolve \"update_fields\" due to "
                         "data type mismatch: Cannot drop all fields in struct.");
  return Typed{std::move(made), Type::STRUCT(std::move(types)), value.name};
}

}  // namespace

// Column.withField and dropFields.
base::Result<Typed> Lowering::update_fields(const connect::Expression& expression, const Columns& columns) {
  const auto& update = expression.update_fields();
  TRY(consume_only(update, {"struct_expression", "field_name", "value_expression"}));
  auto value = TRY(this->expression(update.struct_expression(), columns));
  std::optional<Typed> given;
  if (update.has_value_expression()) given = TRY(this->expression(update.value_expression(), columns));
  const auto path = identifier_parts(update.field_name());
  if (!path) return no_field(update.field_name(), value.type);
  std::string name = fmt::format("update_fields({}, {})", value.name,
                                 given ? fmt::format("WithField({})", given->name) : "dropfield()");
  auto made = TRY(updated(std::move(value), *path, given ? &*given : nullptr));
  made.name = std::move(name);
  return made;
}

}  // namespace engine
