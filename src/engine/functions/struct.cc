#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/registry.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

// DuckDB has no two fields of one name.
base::Result<void> check_new_field(const duckdb::child_list_t<Type>& fields, const std::string& name) {
  if (std::ranges::none_of(fields, [&](const auto& field) { return base::iequals(field.first, name); }))
    return {};
  return unsupported(fmt::format("a struct with two fields of the name {}", name));
}

// named_struct('a', x, 'b', y): DuckDB takes the names from the aliases of the values.
base::Result<Typed> named_struct(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() % 2 != 0)
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `named_struct` requires 2n (n > 0) "
                         "parameters but the actual number is " +
                             std::to_string(call.arguments.size()) + ".");
  Trees values;
  duckdb::child_list_t<Type> fields;
  for (std::size_t i = 0; i < call.arguments.size(); i += 2) {
    const auto field = constant_text(call.arguments[i]);
    if (!field) return wrong_type(call, i, "a constant STRING");
    auto& value = call.arguments[i + 1];
    TRY(check_new_field(fields, *field));
    value.tree->SetAlias(*field);
    fields.emplace_back(*field, value.type);
    values.push_back(std::move(value.tree));
  }
  return Typed{call_tree("struct_pack", std::move(values)), Type::STRUCT(std::move(fields)), std::move(name)};
}

// struct(a, x + 1): fields have the names of columns and aliases, the others col2, ...
base::Result<Typed> struct_of(Call& call) {
  std::string name = call_name(call);
  Trees values;
  duckdb::child_list_t<Type> fields;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    Typed& value = call.arguments[i];
    const std::string field = field_name(value).value_or("col" + std::to_string(i + 1));
    TRY(check_new_field(fields, field));
    value.tree->SetAlias(field);
    fields.emplace_back(field, value.type);
    values.push_back(std::move(value.tree));
  }
  return Typed{call_tree("struct_pack", std::move(values)), Type::STRUCT(std::move(fields)), std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"struct", 1, FunctionRow::kAnyNumber, struct_of},
    {"named_struct", 2, FunctionRow::kAnyNumber, named_struct},
};

}  // namespace

std::span<const FunctionRow> struct_functions() {
  return kRows;
}

}  // namespace engine
