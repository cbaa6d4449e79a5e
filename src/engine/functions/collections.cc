#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/expression/lambda_expression.hpp"
#include "engine/functions/nested.h"
#include "engine/functions/registry.h"

// Arrays, maps and rows: https://trino.io/docs/435/functions/array.html, map.html
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::ExpressionType;

Type item_of(const Type& list) {
  return duckdb::ListType::GetChildType(list);
}

Trees all_trees(Call& call) {
  Trees result;
  for (auto& argument : call.arguments) result.push_back(std::move(argument.tree));
  return result;
}

base::Result<void> check_list(const Call& call, std::size_t index) {
  if (call.arguments[index].type.id() != Id::LIST) return wrong_type(call, index, "ARRAY");
  return {};
}
base::Result<void> check_map(const Call& call, std::size_t index) {
  if (call.arguments[index].type.id() != Id::MAP) return wrong_type(call, index, "MAP");
  return {};
}

// array(a, b, ...): the types are one already, or become it.
base::Result<Typed> array(Call& call) {
  std::string name = call_name(call);
  Type item = Type::SQLNULL;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto common = common_type(item, call.arguments[i].type);
    if (!common) return wrong_type(call, i, sql_name(item));
    item = *common;
  }
  Trees items;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) items.push_back(TRY(argument_as(call, i, item)));
  return Typed{call_tree("list_value", std::move(items)), Type::LIST(item), std::move(name)};
}

// Of an array or a map.
base::Result<Typed> cardinality(Call& call) {
  const bool map = call.arguments[0].type.id() == Id::MAP;
  if (!map) TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto size = call_tree(map ? "cardinality" : "len", all_trees(call));
  return Typed{cast_tree(std::move(size), Type::BIGINT), Type::BIGINT, std::move(name)};
}

// What an index into an array must be, checked when the query runs; NULL beyond the end only for element_at.
base::Result<Typed> element_of_list(Call& call, bool strict) {
  const Type type = item_of(call.arguments[0].type);
  std::string name = call_name(call);
  auto index = TRY(argument_as(call, 1, Type::BIGINT));
  auto size = call_tree("len", call.arguments[0].tree->Copy());
  auto checked = call_tree(strict ? "dovetail_checked_subscript" : "dovetail_checked_element",
                           trees(std::move(index), std::move(size)));
  return Typed{call_tree("list_extract", trees(std::move(call.arguments[0].tree), std::move(checked))), type,
               std::move(name)};
}

base::Result<Typed> element_of_map(Call& call, bool strict) {
  const Type map = call.arguments[0].type, type = duckdb::MapType::ValueType(map);
  std::string name = call_name(call);
  auto key = TRY(argument_as(call, 1, duckdb::MapType::KeyType(map)));
  auto value = call_tree("map_extract_value", trees(call.arguments[0].tree->Copy(), key->Copy()));
  if (!strict) return Typed{std::move(value), type, std::move(name)};
  auto present = call_tree("map_contains", trees(call.arguments[0].tree->Copy(), key->Copy()));
  auto shown = TRY(cast({std::move(key), duckdb::MapType::KeyType(map), ""}, Type::VARCHAR, CastMode::Trino,
                        call.session));
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(call_tree("dovetail_has_key", trees(std::move(present), std::move(shown.tree))),
                        std::move(value));
  return Typed{case_tree(std::move(branches), null_tree(type)), type, std::move(name)};
}

template <bool strict>
base::Result<Typed> element(Call& call) {
  if (call.arguments[0].type.id() == Id::MAP) return element_of_map(call, strict);
  TRY(check_list(call, 0));
  return element_of_list(call, strict);
}

// NULL where the item is not there, but something unknown is.
Tree unless_unknown(Tree found, const Tree& list, Tree none) {
  auto size = call_tree("len", list->Copy());
  auto known = call_tree(
      "len",
      call_tree("list_filter",
                trees(list->Copy(),
                      lambda_tree({"dovetail_known"}, operator_tree(ExpressionType::OPERATOR_IS_NOT_NULL,
                                                                    trees(column_tree("dovetail_known")))))));
  auto some_unknown = compare_tree(ExpressionType::COMPARE_NOTEQUAL, std::move(size), std::move(known));
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(found->Copy(), std::move(found));
  branches.emplace_back(std::move(some_unknown), null_tree(Type::BOOLEAN));
  return case_tree(std::move(branches), std::move(none));
}

base::Result<Typed> contains(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto item = TRY(argument_as(call, 1, item_of(call.arguments[0].type)));
  auto found = call_tree("list_contains", trees(call.arguments[0].tree->Copy(), item->Copy()));
  auto answer =
      unless_unknown(std::move(found), call.arguments[0].tree, constant_tree(duckdb::Value::BOOLEAN(false)));
  auto known = unless_null(item, std::move(answer));
  return Typed{unless_null(call.arguments[0].tree, std::move(known)), Type::BOOLEAN, std::move(name)};
}

// From 1; 0: it is not there.
base::Result<Typed> array_position(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto item = TRY(argument_as(call, 1, item_of(call.arguments[0].type)));
  auto place =
      operator_tree(ExpressionType::OPERATOR_COALESCE,
                    trees(call_tree("list_position", trees(call.arguments[0].tree->Copy(), item->Copy())),
                          constant_tree(duckdb::Value::INTEGER(0))));
  auto known = unless_null(item, cast_tree(std::move(place), Type::BIGINT));
  return Typed{unless_null(call.arguments[0].tree, std::move(known)), Type::BIGINT, std::move(name)};
}

// NULL when any is NULL.
base::Result<Typed> array_concat(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  Tree result = std::move(call.arguments[0].tree);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    auto next = TRY(argument_as(call, i, type));
    auto both = call_tree("list_concat", trees(result->Copy(), next->Copy()));
    result = unless_null(result, unless_null(next, std::move(both)));
  }
  return Typed{std::move(result), type, std::move(name)};
}

// array_join(array, separator [, what stands for NULL]): NULLs are left out without it.
base::Result<Typed> array_join(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type item = item_of(call.arguments[0].type);
  const std::string parameter = "dovetail_joined";
  Tree shown = std::move(
      TRY(cast({column_tree(parameter), item, ""}, Type::VARCHAR, CastMode::Trino, call.session)).tree);
  if (call.arguments.size() > 2)
    shown = operator_tree(ExpressionType::OPERATOR_COALESCE,
                          trees(std::move(shown), TRY(argument_as(call, 2, Type::VARCHAR))));
  auto texts = transform_tree(std::move(call.arguments[0].tree), parameter, std::move(shown));
  auto separator = TRY(argument_as(call, 1, Type::VARCHAR));
  auto nothing = call_tree("array_to_string", trees(texts->Copy(), separator->Copy()));
  auto joined = operator_tree(ExpressionType::OPERATOR_COALESCE,
                              trees(std::move(nothing), constant_tree(duckdb::Value(""))));
  return Typed{unless_null(separator, unless_null(texts, std::move(joined))), Type::VARCHAR, std::move(name)};
}

// The least or greatest item; NULL as soon as one is NULL.
template <bool greatest>
base::Result<Typed> extreme(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = item_of(call.arguments[0].type);
  auto& list = call.arguments[0].tree;
  auto known = lambda_tree({"dovetail_known"}, operator_tree(ExpressionType::OPERATOR_IS_NULL,
                                                             trees(column_tree("dovetail_known"))));
  auto unknown = call_tree("len", call_tree("list_filter", trees(list->Copy(), std::move(known))));
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(compare_tree(ExpressionType::COMPARE_EQUAL, std::move(unknown),
                                     constant_tree(duckdb::Value::BIGINT(0))),
                        call_tree(greatest ? "list_max" : "list_min", list->Copy()));
  return Typed{case_tree(std::move(branches), null_tree(type)), type, std::move(name)};
}

base::Result<Typed> same_list(Call& call, const char* function) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{call_tree(function, all_trees(call)), type, std::move(name)};
}
base::Result<Typed> array_sort(Call& call) {
  return same_list(call, "list_sort");
}
base::Result<Typed> array_reverse(Call& call) {
  return same_list(call, "list_reverse");
}

// In the order in which they come first; NULL is a value like any other.
base::Result<Typed> array_distinct(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto& list = call.arguments[0].tree;
  auto first = call_tree("list_position", trees(list->Copy(), column_tree("dovetail_value")));
  auto is_first =
      compare_tree(ExpressionType::COMPARE_EQUAL, std::move(first), column_tree("dovetail_place"));
  auto lambda = lambda_tree({"dovetail_value", "dovetail_place"}, std::move(is_first));
  return Typed{call_tree("list_filter", trees(list->Copy(), std::move(lambda))), type, std::move(name)};
}

base::Result<Typed> array_remove(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto item = TRY(argument_as(call, 1, item_of(type)));
  auto differs =
      compare_tree(ExpressionType::COMPARE_DISTINCT_FROM, column_tree("dovetail_value"), item->Copy());
  auto kept = call_tree("list_filter", trees(std::move(call.arguments[0].tree),
                                             lambda_tree({"dovetail_value"}, std::move(differs))));
  return Typed{unless_null(item, std::move(kept)), type, std::move(name)};
}

// slice(array, start, length): from 1, or from the end below 0.
base::Result<Typed> slice(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto start = TRY(argument_as(call, 1, Type::BIGINT));
  auto length = TRY(argument_as(call, 2, Type::BIGINT));
  auto size = call_tree("len", call.arguments[0].tree->Copy());
  auto begin = call_tree("dovetail_slice_begin", trees(std::move(start), size->Copy()));
  auto end = call_tree("dovetail_slice_end", trees(begin->Copy(), std::move(length), std::move(size)));
  return Typed{
      call_tree("list_slice", trees(std::move(call.arguments[0].tree), std::move(begin), std::move(end))),
      type, std::move(name)};
}

base::Result<Typed> flatten(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = item_of(call.arguments[0].type);
  return Typed{call_tree("flatten", all_trees(call)), type, std::move(name)};
}

// sequence(from, to, step), both ends included.
base::Result<Typed> sequence(Call& call) {
  std::string name = call_name(call);
  auto from = TRY(argument_as(call, 0, Type::BIGINT));
  auto to = TRY(argument_as(call, 1, Type::BIGINT));
  auto step = TRY(argument_as(call, 2, Type::BIGINT));
  auto checked = call_tree("dovetail_checked_step", trees(from->Copy(), to->Copy(), std::move(step)));
  return Typed{call_tree("generate_series", trees(std::move(from), std::move(to), std::move(checked))),
               Type::LIST(Type::BIGINT), std::move(name)};
}

base::Result<Typed> repeat(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto count = TRY(argument_as(call, 1, Type::BIGINT));
  auto places = call_tree("range", trees(std::move(count)));
  return Typed{transform_tree(std::move(places), "dovetail_place", std::move(call.arguments[0].tree)), type,
               std::move(name)};
}

// A struct of the nth items of each, as long as the longest.
base::Result<Typed> zip(Call& call) {
  std::string name = call_name(call);
  duckdb::child_list_t<Type> types;
  std::vector<std::pair<std::string, Tree>> fields;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    TRY(check_list(call, i));
    const std::string field = fmt::format("field{}", i);
    types.emplace_back(field, item_of(call.arguments[i].type));
    fields.emplace_back(
        field, call_tree("struct_extract",
                         trees(column_tree("dovetail_zipped"),
                               constant_tree(duckdb::Value::BIGINT(static_cast<std::int64_t>(i) + 1)))));
  }
  Trees lists;
  for (const auto& argument : call.arguments) lists.push_back(argument.tree->Copy());
  auto zipped = transform_tree(call_tree("list_zip", std::move(lists)), "dovetail_zipped",
                               struct_tree(std::move(fields)));
  for (const auto& argument : call.arguments) zipped = unless_null(argument.tree, std::move(zipped));
  return Typed{std::move(zipped), Type::LIST(Type::STRUCT(std::move(types))), std::move(name)};
}

base::Result<Typed> transform(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[1].type);
  return Typed{call_tree("list_transform", all_trees(call)), type, std::move(name)};
}
base::Result<Typed> filter(Call& call) {
  return same_list(call, "list_filter");
}

// Whether it holds of all, some or none: as AND and OR say it of NULLs.
base::Result<Typed> match(Call& call, bool all, bool negated) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto answers = call_tree("list_transform", all_trees(call));
  const auto has = [&](const Tree& list, bool value) {
    return call_tree("list_contains", trees(list->Copy(), constant_tree(duckdb::Value::BOOLEAN(value))));
  };
  auto known = lambda_tree({"dovetail_known"}, operator_tree(ExpressionType::OPERATOR_IS_NULL,
                                                             trees(column_tree("dovetail_known"))));
  auto unknown = call_tree("len", call_tree("list_filter", trees(answers->Copy(), std::move(known))));
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(operator_tree(ExpressionType::OPERATOR_IS_NULL, trees(answers->Copy())),
                        null_tree(Type::BOOLEAN));
  branches.emplace_back(has(answers, !all), constant_tree(duckdb::Value::BOOLEAN(!all)));
  branches.emplace_back(compare_tree(ExpressionType::COMPARE_GREATERTHAN, std::move(unknown),
                                     constant_tree(duckdb::Value::BIGINT(0))),
                        null_tree(Type::BOOLEAN));
  auto answer = case_tree(std::move(branches), constant_tree(duckdb::Value::BOOLEAN(all)));
  if (negated) answer = operator_tree(ExpressionType::OPERATOR_NOT, trees(std::move(answer)));
  return Typed{std::move(answer), Type::BOOLEAN, std::move(name)};
}
base::Result<Typed> all_match(Call& call) {
  return match(call, true, false);
}
base::Result<Typed> any_match(Call& call) {
  return match(call, false, false);
}
base::Result<Typed> none_match(Call& call) {
  return match(call, false, true);
}

// The lambda takes what list_zip makes of both.
base::Result<Typed> zip_with(Call& call) {
  TRY(check_list(call, 0));
  TRY(check_list(call, 1));
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[2].type);
  auto zipped = call_tree("list_zip", trees(call.arguments[0].tree->Copy(), call.arguments[1].tree->Copy()));
  auto made = call_tree("list_transform", trees(std::move(zipped), std::move(call.arguments[2].tree)));
  return Typed{unless_null(call.arguments[0].tree, unless_null(call.arguments[1].tree, std::move(made))),
               type, std::move(name)};
}

// reduce(array, state, (state, item) -> state, state -> result). DuckDB wants state and items of one type:
// both stand in a struct.
base::Result<Typed> reduce(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type item = item_of(call.arguments[0].type), state = call.arguments[1].type,
             type = call.arguments[3].type;
  const auto both = [&](Tree of_state, Tree of_item) {
    std::vector<std::pair<std::string, Tree>> fields;
    fields.emplace_back("state", std::move(of_state));
    fields.emplace_back("item", std::move(of_item));
    return struct_tree(std::move(fields));
  };
  auto& step = call.arguments[2].tree->Cast<duckdb::LambdaExpression>();
  step.expr = both(std::move(step.expr), null_tree(item));
  auto items = transform_tree(call.arguments[0].tree->Copy(), "dovetail_reduced",
                              both(null_tree(state), column_tree("dovetail_reduced")));
  auto reduced = call_tree("list_reduce", trees(std::move(items), std::move(call.arguments[2].tree),
                                                both(std::move(call.arguments[1].tree), null_tree(item))));
  auto states = call_tree("list_value", trees(field_tree(std::move(reduced), "state")));
  auto result = call_tree(
      "list_extract",
      trees(call_tree("list_transform", trees(std::move(states), std::move(call.arguments[3].tree))),
            constant_tree(duckdb::Value::BIGINT(1))));
  return Typed{unless_null(call.arguments[0].tree, std::move(result)), type, std::move(name)};
}

// The lambda takes an entry.
base::Result<Typed> map_filter(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto entries = call_tree("map_entries", trees(std::move(call.arguments[0].tree)));
  return Typed{
      call_tree("map_from_entries",
                call_tree("list_filter", trees(std::move(entries), std::move(call.arguments[1].tree)))),
      type, std::move(name)};
}

base::Result<Typed> transform_entries(Call& call, bool keys) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type, made = call.arguments[1].type;
  const Type type = keys ? Type::MAP(made, duckdb::MapType::ValueType(map))
                         : Type::MAP(duckdb::MapType::KeyType(map), made);
  auto& lambda = call.arguments[1].tree->Cast<duckdb::LambdaExpression>();
  std::vector<std::pair<std::string, Tree>> fields;
  auto kept = field_tree(column_tree("dovetail_entry"), keys ? "value" : "key");
  fields.emplace_back("key", keys ? std::move(lambda.expr) : kept->Copy());
  fields.emplace_back("value", keys ? std::move(kept) : std::move(lambda.expr));
  lambda.expr = struct_tree(std::move(fields));
  auto entries = call_tree("map_entries", trees(std::move(call.arguments[0].tree)));
  return Typed{
      call_tree("map_from_entries",
                call_tree("list_transform", trees(std::move(entries), std::move(call.arguments[1].tree)))),
      type, std::move(name)};
}
base::Result<Typed> transform_keys(Call& call) {
  return transform_entries(call, true);
}
base::Result<Typed> transform_values(Call& call) {
  return transform_entries(call, false);
}

// map(keys, values)
base::Result<Typed> map_of_arrays(Call& call) {
  TRY(check_list(call, 0));
  TRY(check_list(call, 1));
  std::string name = call_name(call);
  const Type type = Type::MAP(item_of(call.arguments[0].type), item_of(call.arguments[1].type));
  const auto& keys = call.arguments[0].tree;
  auto known = call_tree("len", keys->Copy());
  auto different = call_tree("len", call_tree("list_distinct", keys->Copy()));
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(call_tree("dovetail_keys_differ", trees(std::move(known), std::move(different))),
                        call_tree("map", all_trees(call)));
  return Typed{case_tree(std::move(branches), null_tree(type)), type, std::move(name)};
}

base::Result<Typed> map_keys(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(duckdb::MapType::KeyType(call.arguments[0].type));
  return Typed{call_tree("map_keys", all_trees(call)), type, std::move(name)};
}
base::Result<Typed> map_values(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(duckdb::MapType::ValueType(call.arguments[0].type));
  return Typed{call_tree("map_values", all_trees(call)), type, std::move(name)};
}

// Each entry a struct, with the names that it is asked for.
base::Result<Typed> map_entries(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type;
  std::vector<std::pair<std::string, Tree>> fields;
  fields.emplace_back("field0", field_tree(column_tree("dovetail_entry"), "key"));
  fields.emplace_back("field1", field_tree(column_tree("dovetail_entry"), "value"));
  const Type entry =
      Type::STRUCT({{"field0", duckdb::MapType::KeyType(map)}, {"field1", duckdb::MapType::ValueType(map)}});
  return Typed{transform_tree(call_tree("map_entries", all_trees(call)), "dovetail_entry",
                              struct_tree(std::move(fields))),
               Type::LIST(entry), std::move(name)};
}

// Of entries that are structs of two fields.
base::Result<Typed> map_from_entries(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type entry = item_of(call.arguments[0].type);
  if (entry.id() != Id::STRUCT || duckdb::StructType::GetChildCount(entry) != 2)
    return wrong_type(call, 0, "ARRAY of rows of two fields");
  const Type type =
      Type::MAP(duckdb::StructType::GetChildType(entry, 0), duckdb::StructType::GetChildType(entry, 1));
  return Typed{call_tree("map_from_entries", all_trees(call)), type, std::move(name)};
}

// Later maps win; NULL when any is NULL.
base::Result<Typed> map_concat(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  Trees maps;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    TRY(check_map(call, i));
    maps.push_back(TRY(argument_as(call, i, type)));
  }
  Trees copies;
  for (const auto& map : maps) copies.push_back(map->Copy());
  auto both = call_tree("map_concat", std::move(copies));
  for (const auto& map : maps) both = unless_null(map, std::move(both));
  return Typed{std::move(both), type, std::move(name)};
}

// NULL where the value fails.
base::Result<Typed> attempt(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{operator_tree(ExpressionType::OPERATOR_TRY, all_trees(call)), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"array", 0, FunctionRow::kAnyNumber, array},
    {"trino.cardinality", 1, 1, cardinality},
    {"trino.subscript", 2, 2, element<true>},
    {"trino.element_at", 2, 2, element<false>},
    {"trino.contains", 2, 2, contains},
    {"trino.array_position", 2, 2, array_position},
    {"trino.array_concat", 2, FunctionRow::kAnyNumber, array_concat},
    {"trino.array_join", 2, 3, array_join},
    {"trino.array_min", 1, 1, extreme<false>},
    {"trino.array_max", 1, 1, extreme<true>},
    {"trino.array_sort", 1, 1, array_sort},
    {"trino.array_reverse", 1, 1, array_reverse},
    {"trino.array_distinct", 1, 1, array_distinct},
    {"trino.array_remove", 2, 2, array_remove},
    {"trino.slice", 3, 3, slice},
    {"trino.flatten", 1, 1, flatten},
    {"trino.sequence", 3, 3, sequence},
    {"trino.repeat", 2, 2, repeat},
    {"trino.zip", 2, FunctionRow::kAnyNumber, zip},
    {"trino.transform", 2, 2, transform},
    {"trino.filter", 2, 2, filter},
    {"trino.all_match", 2, 2, all_match},
    {"trino.any_match", 2, 2, any_match},
    {"trino.none_match", 2, 2, none_match},
    {"trino.zip_with", 3, 3, zip_with},
    {"trino.reduce", 4, 4, reduce},
    {"trino.map_filter", 2, 2, map_filter},
    {"trino.transform_keys", 2, 2, transform_keys},
    {"trino.transform_values", 2, 2, transform_values},
    {"trino.map", 2, 2, map_of_arrays},
    {"trino.map_keys", 1, 1, map_keys},
    {"trino.map_values", 1, 1, map_values},
    {"trino.map_entries", 1, 1, map_entries},
    {"trino.map_from_entries", 1, 1, map_from_entries},
    {"trino.map_concat", 2, FunctionRow::kAnyNumber, map_concat},
    {"trino.try", 1, 1, attempt},
};

}  // namespace

std::span<const FunctionRow> collection_functions() {
  return kRows;
}

}  // namespace engine
