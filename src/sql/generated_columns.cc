#include "sql/generated_columns.h"

#include "base/text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/spark_field_name.h"
#include "sql/spark_functions.h"

namespace sql {
namespace {

using DataType = spark::connect::DataType;

const DataType* field_of(const DataType& type, const std::string& name) {
  for (const auto& field : type.struct_().fields())
    if (base::iequals(field.name(), name)) return &field.data_type();
  return nullptr;
}

// Of a column, or of a field in it.
std::optional<DataType> type_of(const ColumnName& name, const Scope& scope) {
  for (std::size_t fields = 0; fields < name.parts.size(); ++fields) {
    const auto first_field = name.parts.end() - static_cast<std::ptrdiff_t>(fields);
    const base::Result<const Field*> column = scope.resolve({{name.parts.begin(), first_field}}, {});
    if (!column.ok()) continue;
    base::Result<DataType> type = plan::parse_type((*column)->catalog_type);
    if (!type.ok()) return std::nullopt;
    const DataType* found = &*type;
    for (auto part = first_field; part != name.parts.end() && found != nullptr; ++part)
      found = field_of(*found, part->text);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  return std::nullopt;
}

bool gives_map(std::string_view function) {
  for (std::string_view name : {"map", "map_concat", "map_filter", "map_from_arrays", "map_from_entries",
                                "map_zip_with", "str_to_map", "transform_keys", "transform_values"}) {
    if (function == name) return true;
  }
  return false;
}

// As far as it is seen without types: a map, or an array of structs, whose fields are of no type here.
std::optional<DataType> type_of(const Expression& expression, const Scope& scope) {
  if (const auto* name = std::get_if<ColumnName>(&expression.node)) return type_of(*name, scope);
  if (const auto* cast = std::get_if<Cast>(&expression.node)) {
    base::Result<DataType> type = plan::parse_type(cast->type.name);
    return type.ok() ? std::optional(*std::move(type)) : std::nullopt;
  }
  const auto* call = std::get_if<Call>(&expression.node);
  if (call == nullptr) return std::nullopt;
  DataType type;
  const auto& arguments = call->arguments;
  if (gives_map(call->function.text)) {
    type.mutable_map();
    return type;
  }
  if (call->function.text == "array" && !arguments.empty()) {
    const std::optional<DataType> item = type_of(*arguments[0], scope);
    if (!item) return std::nullopt;
    *type.mutable_array()->mutable_element_type() = *item;
    return type;
  }
  if (call->function.text != "struct" && call->function.text != "named_struct") return std::nullopt;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const auto* name = std::get_if<StringLiteral>(&arguments[i]->node);
    if (name == nullptr) return std::nullopt;
    const bool nameless = call->function.text == "struct" && name->value.empty();
    type.mutable_struct_()->add_fields()->set_name(nameless ? spark_field_name(*arguments[i + 1], i / 2)
                                                            : name->value);
  }
  return type;
}

}  // namespace

std::vector<std::string> generated_columns(const Call& generator, const Scope& scope) {
  if (generator.arguments.size() != 1) return {};
  const std::string& function = generator.function.text;
  const std::optional<DataType> type = type_of(*generator.arguments[0], scope);
  std::vector<std::string> names;
  if (!type) return names;
  if (function.starts_with("inline")) {
    for (const auto& field : type->array().element_type().struct_().fields()) names.push_back(field.name());
  } else if (type->has_map()) {
    names = {"key", "value"};
    if (function.starts_with("posexplode")) names.insert(names.begin(), "pos");
  }
  return names;
}

}  // namespace sql
