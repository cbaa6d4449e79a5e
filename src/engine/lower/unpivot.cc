#include "base/text.h"
#include "engine/lower/lowering.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

base::Error no_common_type(const Values& values) {
  std::vector<std::string> types;
  for (const auto& [value, column] : values)
    types.push_back(fmt::format("\"{}\" (`{}`)", sql_name(value.type), column.name));
  return plan::spark_error(
      "UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
      "Unpivot value columns must share a least common type, some types do not: [<types>].",
      {{"types", base::join(types, ", ")}});
}

// No text is made of what is none.
base::Result<Type> shared_type(const Values& values) {
  Type shared = values[0].first.type;
  for (const auto& [value, column] : values) {
    const auto common = common_type(shared, value.type);
    const bool as_text = common && is_string(*common) &&
                         ((!is_string(shared) && !is_null_type(shared)) ||
                          (!is_string(value.type) && !is_null_type(value.type)));
    if (!common || as_text) return no_common_type(values);
    shared = *common;
  }
  return shared;
}

}  // namespace

// A row for each of the values, with the name of its column before it: lists of names and of values, which
// are unnested side by side.
base::Result<Lowered> Lowering::unpivot(const connect::Unpivot& unpivot) {
  TRY(consume_only(unpivot, {"input", "ids", "values", "variable_column_name", "value_column_name"}));
  auto input = TRY(relation(unpivot.input()));
  Values result = TRY(expressions(unpivot.ids(), input.columns));
  Values values;
  if (unpivot.has_values()) {
    TRY(consume_only(unpivot.values(), {"values"}));
    values = TRY(expressions(unpivot.values().values(), input.columns));
  } else {
    for (const auto& column : input.columns) {
      const auto is_id = [&](const auto& id) { return id.first.tree->Equals(*column_tree(column.id)); };
      if (std::ranges::none_of(result, is_id)) values.emplace_back(value_of(column), column);
    }
  }
  if (values.empty())
    return plan::spark_error("UNPIVOT_REQUIRES_VALUE_COLUMNS",
                             "At least one value column needs to be specified for UNPIVOT, all columns "
                             "specified as ids.",
                             {});
  const Type type = TRY(shared_type(values));
  Trees names, items;
  for (auto& [value, column] : values) {
    names.push_back(constant_tree(duckdb::Value(column.name)));
    items.push_back(TRY(coerce(std::move(value), type, session_)).tree);
  }
  const auto unnest = [&](const std::string& name, Trees list, const Type& item) {
    result.emplace_back(Typed{call_tree("unnest", call_tree("list_value", std::move(list))), item, name},
                        new_column(name, item));
  };
  unnest(unpivot.variable_column_name(), std::move(names), Type::VARCHAR);
  unnest(unpivot.value_column_name(), std::move(items), type);
  return select(std::move(input), std::move(result));
}

}  // namespace engine
