#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"

// Generators: a row for each item. explode(array or map), posexplode with the place, from 0, before it,
// inline(array of structs) with the fields as columns; what ends in _outer keeps a row that has no items.
// stack(n, a, b, ...) makes n rows of its values, json_tuple(text, name, ...) columns of an object's fields.
namespace engine {
namespace {

using Values = std::vector<std::pair<Typed, OutputColumn>>;

// One column of a generator: a list as long as the others'.
struct Generated {
  std::string name;
  Tree list;
  Type type;
};
using GeneratedColumns = std::vector<Generated>;

Tree size_of(const Tree& list) {
  return cast_tree(call_tree("len", list->Copy()), Type::BIGINT);
}

// Without an item, one that is NULL.
Tree never_empty(Tree list, const Type& item) {
  return let_tree(std::move(list), [&](const Tree& items) {
    return if_tree(compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHAN, size_of(items), number_tree(0)),
                   items->Copy(), call_tree("list_value", null_tree(item)));
  });
}

GeneratedColumns items_of(const std::string& function, const Typed& value) {
  GeneratedColumns columns;
  const auto add = [&](std::string name, Tree list, const Type& type) {
    columns.push_back({std::move(name), std::move(list), type});
  };
  const bool map = value.type.id() == duckdb::LogicalTypeId::MAP;
  if (function.starts_with("posexplode")) {
    auto range =
        call_tree("range", trees(map ? cast_tree(call_tree("cardinality", value.tree->Copy()), Type::BIGINT)
                                     : size_of(value.tree)));
    add("pos", cast_tree(std::move(range), Type::LIST(Type::INTEGER)), Type::INTEGER);
  }
  if (map) {
    add("key", call_tree("map_keys", value.tree->Copy()), duckdb::MapType::KeyType(value.type));
    add("value", call_tree("map_values", value.tree->Copy()), duckdb::MapType::ValueType(value.type));
    return columns;
  }
  const Type item = duckdb::ListType::GetChildType(value.type);
  if (!function.starts_with("inline")) {
    add("col", value.tree->Copy(), item);
    return columns;
  }
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(item))
    add(name,
        transform_tree(value.tree->Copy(), "dovetail_row", field_tree(column_tree("dovetail_row"), name)),
        type);
  return columns;
}

bool takes(const std::string& function, const Type& type) {
  const bool list = type.id() == duckdb::LogicalTypeId::LIST;
  if (!function.starts_with("inline")) return list || type.id() == duckdb::LogicalTypeId::MAP;
  return list && duckdb::ListType::GetChildType(type).id() == duckdb::LogicalTypeId::STRUCT;
}

base::Result<GeneratedColumns> exploded(const Call& call, const std::string& function) {
  if (call.arguments.size() != 1)
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         fmt::format("[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `{}` requires 1 parameters but "
                                     "the actual number is {}.",
                                     function, call.arguments.size()));
  const bool of_rows = function.starts_with("inline");
  if (!takes(function, call.arguments[0].type))
    return wrong_type(call, 0, of_rows ? "ARRAY<STRUCT>" : R"(("ARRAY" or "MAP"))");
  return items_of(function, call.arguments[0]);
}

// The values of a column have one type; the last ones may be missing.
base::Result<GeneratedColumns> stacked(Call& call) {
  const auto rows = call.arguments.empty() ? std::nullopt : constant_integer(call.arguments[0]);
  if (!rows || *rows <= 0)
    return base::refusal(
        "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", 400,
        fmt::format("[DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE] Cannot resolve \"{}\" due to data "
                    "type mismatch: The `n` must be between (0, 2147483647].",
                    call_name(call)));
  const std::size_t values = call.arguments.size() - 1, count = static_cast<std::size_t>(*rows);
  if (values == 0)
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `stack` requires > 1 parameters but the "
                         "actual number is 1.");
  const std::size_t width = (values + count - 1) / count;
  GeneratedColumns columns;
  for (std::size_t column = 0; column < width; ++column) {
    Type type = Type::SQLNULL;
    for (std::size_t i = column; i < values; i += width) {
      const Type& given = call.arguments[i + 1].type;
      if (is_null_type(type)) type = given;
      if (given != type && !is_null_type(given))
        return base::refusal(
            "DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES", 400,
            fmt::format("[DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES] Cannot resolve \"{}\" due "
                        "to data type mismatch: The data type of the column ({}) do not have "
                        "the same type: \"{}\" <> \"{}\".",
                        call_name(call), column, sql_name(type), sql_name(given)));
    }
    Trees items;
    for (std::size_t row = 0; row < count; ++row) {
      const std::size_t i = row * width + column;
      items.push_back(i < values ? cast_tree(std::move(call.arguments[i + 1].tree), type) : null_tree(type));
    }
    columns.push_back({fmt::format("col{}", column), call_tree("list_value", std::move(items)), type});
  }
  return columns;
}

base::Result<GeneratedColumns> json_fields(Call& call) {
  if (call.arguments.size() < 2)
    return base::refusal(
        "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
        "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `json_tuple` requires > 1 parameters but the "
        "actual number is 1.");
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    if (!is_string(call.arguments[i].type) && !is_null_type(call.arguments[i].type))
      return base::refusal(
          "DATATYPE_MISMATCH.NON_STRING_TYPE", 400,
          fmt::format("[DATATYPE_MISMATCH.NON_STRING_TYPE] Cannot resolve \"{}\" due to data "
                      "type mismatch: all of its arguments must be of the \"STRING\" type.",
                      call_name(call)));
  Trees names;
  for (std::size_t i = 1; i < call.arguments.size(); ++i)
    names.push_back(cast_tree(std::move(call.arguments[i].tree), Type::VARCHAR));
  const Tree fields =
      call_tree("dovetail_json_tuple", cast_tree(std::move(call.arguments[0].tree), Type::VARCHAR),
                call_tree("list_value", std::move(names)));
  GeneratedColumns columns;
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    auto field = call_tree("list_extract", fields->Copy(), number_tree(static_cast<std::int64_t>(i)));
    columns.push_back({fmt::format("c{}", i - 1), call_tree("list_value", std::move(field)), Type::VARCHAR});
  }
  return columns;
}

base::Result<GeneratedColumns> columns_of(Call& call, const std::string& function) {
  if (function == "stack") return stacked(call);
  if (function == "json_tuple") return json_fields(call);
  return exploded(call, function);
}

}  // namespace

base::Error several_generators() {
  return base::refusal(
      "UNSUPPORTED_GENERATOR.MULTI_GENERATOR", 400,
      "[UNSUPPORTED_GENERATOR.MULTI_GENERATOR] Only one generator is allowed per select clause.");
}

const connect::Expression* generator(const connect::Expression& expression) {
  const auto& inner = expression.has_alias() ? expression.alias().expr() : expression;
  if (!inner.has_unresolved_function()) return nullptr;
  for (const auto* name : {"explode", "explode_outer", "posexplode", "posexplode_outer", "inline",
                           "inline_outer", "stack", "json_tuple"})
    if (base::iequals(inner.unresolved_function().function_name(), name)) return &inner;
  return nullptr;
}

// Several columns are made of what a generator takes first, which may be another at each look: it is made
// once, in a select below.
base::Result<Lowered> Lowering::below_generators(
    Lowered input, const google::protobuf::RepeatedPtrField<connect::Expression>& list) {
  for (const auto& item : list) {
    const auto* call = generator(item);
    if (call == nullptr || call->unresolved_function().arguments().empty() || generated_below_.contains(call))
      continue;
    const auto& argument = call->unresolved_function().arguments(0);
    Typed value = TRY(expression(argument, input.columns));
    const auto kind = value.tree->GetExpressionClass();
    if (kind == duckdb::ExpressionClass::COLUMN_REF || kind == duckdb::ExpressionClass::CONSTANT) continue;
    const auto column = new_column(value.name, value.type);
    auto node = select_from(std::move(input.table));
    select_reachable(*node, input);
    // Columns of below_windows(), which are none of the input's.
    for (const auto& [text, made] : made_windows_) node->select_list.push_back(made.tree->Copy());
    select_value(*node, std::move(value.tree), column);
    input.table = as_table(std::move(node));
    value.tree = column_tree(column.id);
    made_below_.insert_or_assign(&argument, std::move(value));
  }
  return input;
}

// Windows beside a generator are of the rows that it gives: those are made first, in a select below, and are
// left out under a name that nobody has.
base::Result<Lowered> Lowering::generated_below_windows(
    Lowered input, const google::protobuf::RepeatedPtrField<connect::Expression>& list) {
  const auto item = std::ranges::find_if(list, [](const auto& each) { return generator(each) != nullptr; });
  if (item == list.end() || plan::has_window(*item) || std::ranges::none_of(list, plan::has_window))
    return input;
  input = TRY(below_generators(std::move(input), list));
  const connect::Expression& call = *generator(*item);
  Values values;
  TRY(generate(*item, call, input.columns, values));
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  Columns& columns = generated_below_[&call];
  for (auto& [value, column] : values) {
    select_value(*node, std::move(value.tree), column);
    columns.push_back(column);
    column.name = "\x01generated";
    column.left_out = 1;
    input.left_out.push_back(std::move(column));
  }
  input.table = as_table(std::move(node));
  return input;
}

// The one column that it gives.
base::Result<Typed> Lowering::generated(const connect::Expression& item, const Columns& columns) {
  std::vector<std::pair<Typed, OutputColumn>> values;
  TRY(generate(item, *generator(item), columns, values));
  return std::move(values.front().first);
}

base::Result<void> Lowering::generate(const connect::Expression& item, const connect::Expression& call,
                                      const Columns& columns, Values& values) {
  if (const auto below = generated_below_.extract(&call)) {
    for (const auto& column : below.mapped())
      values.emplace_back(value_of(column), new_column(column.name, column.type));
    return {};
  }
  const auto& function = call.unresolved_function();
  TRY(consume_only(call, {"unresolved_function", "common"}));
  TRY(consume_only(function, {"function_name", "arguments", "is_distinct", "is_internal"}));
  const std::string name = base::to_lower(function.function_name());
  Call made{.name = function.function_name(), .session = session_};
  for (const auto& argument : function.arguments()) {
    auto below = made_below_.extract(&argument);
    made.arguments.push_back(below ? std::move(below.mapped()) : TRY(expression(argument, columns)));
  }
  auto generated = TRY(columns_of(made, name));
  if (item.has_alias()) {
    TRY(consume_only(item, {"alias", "common"}));
    TRY(consume_only(item.alias(), {"expr", "name"}));
    if (item.alias().name_size() != static_cast<int>(generated.size()))
      return base::refusal(
          "UDTF_ALIAS_NUMBER_MISMATCH", 400,
          fmt::format("[UDTF_ALIAS_NUMBER_MISMATCH] The number of aliases supplied in the AS "
                      "clause does not match the number of columns output by {}. Expected {} "
                      "aliases, but got {}.",
                      name, generated.size(), item.alias().name_size()));
    for (std::size_t i = 0; i < generated.size(); ++i)
      generated[i].name = item.alias().name(static_cast<int>(i));
  }
  for (auto& [label, list, type] : generated) {
    if (name.ends_with("_outer")) list = never_empty(std::move(list), type);
    values.emplace_back(Typed{call_tree("unnest", std::move(list)), type, label}, new_column(label, type));
  }
  return {};
}

}  // namespace engine
