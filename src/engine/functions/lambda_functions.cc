#include "base/assert.h"
#include "duckdb/parser/expression/lambda_expression.hpp"
#include "engine/functions/collections.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_collections.h"

// Functions that hand the items of arrays and the entries of maps to a lambda:
// https://trino.io/docs/435/functions/lambda.html
namespace engine {
namespace {

using duckdb::ExpressionType;

Tree boolean(bool value) {
  return constant_tree(duckdb::Value::BOOLEAN(value));
}

// How many items are NULL.
Tree unknown_items(const Tree& list) {
  auto unknown = lambda_tree({"dovetail_item"}, operator_tree(ExpressionType::OPERATOR_IS_NULL,
                                                              trees(column_tree("dovetail_item"))));
  return call_tree("len", call_tree("list_filter", trees(list->Copy(), std::move(unknown))));
}
Tree has_unknown_items(const Tree& list) {
  return compare_tree(ExpressionType::COMPARE_GREATERTHAN, unknown_items(list), number_tree(0));
}

base::Result<Typed> transform(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[1].type);
  return Typed{call_tree("list_transform", all_trees(call)), type, std::move(name)};
}
base::Result<Typed> filter(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{call_tree("list_filter", all_trees(call)), type, std::move(name)};
}

// Whether it holds of all, some or none: as AND and OR say it of NULLs.
base::Result<Typed> match(Call& call, bool all, bool negated) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto answer = unless_null(call_tree("list_transform", all_trees(call)), [&](const Tree& answers) {
    auto decided = call_tree("list_contains", trees(answers->Copy(), boolean(!all)));
    return if_tree(std::move(decided), boolean(!all),
                   if_tree(has_unknown_items(answers), null_tree(Type::BOOLEAN), boolean(all)));
  });
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
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& left) {
    return unless_null(std::move(call.arguments[1].tree), [&](const Tree& right) {
      auto zipped = call_tree("list_zip", trees(left->Copy(), right->Copy()));
      return call_tree("list_transform", trees(std::move(zipped), std::move(call.arguments[2].tree)));
    });
  });
  return Typed{std::move(made), type, std::move(name)};
}

Tree state_and_item(Tree state, Tree item) {
  std::vector<std::pair<std::string, Tree>> fields;
  fields.emplace_back("state", std::move(state));
  fields.emplace_back("item", std::move(item));
  return struct_tree(std::move(fields));
}

// Of a list that is not NULL.
Tree reduced_tree(const Tree& list, const Type& item, Tree start, const Type& state, Tree step) {
  auto& lambda = step->Cast<duckdb::LambdaExpression>();
  lambda.expr = state_and_item(std::move(lambda.expr), null_tree(item));
  auto items = transform_tree(list->Copy(), "dovetail_reduced",
                              state_and_item(null_tree(state), column_tree("dovetail_reduced")));
  auto begin = state_and_item(std::move(start), null_tree(item));
  auto reduced = call_tree("list_reduce", trees(std::move(items), std::move(step), std::move(begin)));
  return field_tree(std::move(reduced), "state");
}

// reduce(array, state, (state, item) -> state [, state -> result])
base::Result<Typed> reduce(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type item = item_of(call.arguments[0].type), state = call.arguments[1].type;
  if (call.arguments.size() == 3)
    return Typed{
        reduce_tree(std::move(call.arguments[0].tree), item, std::move(call.arguments[1].tree), state,
                    std::move(call.arguments[2].tree)),
        state,
        name.substr(0, name.size() - 1) + ", lambdafunction(namedlambdavariable(), namedlambdavariable()))"};
  const Type type = call.arguments[3].type;
  auto result = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto reduced =
        reduced_tree(list, item, std::move(call.arguments[1].tree), state, std::move(call.arguments[2].tree));
    auto states = call_tree("list_value", trees(std::move(reduced)));
    auto results = call_tree("list_transform", trees(std::move(states), std::move(call.arguments[3].tree)));
    return call_tree("list_extract", trees(std::move(results), number_tree(1)));
  });
  return Typed{std::move(result), type, std::move(name)};
}

// The lambda takes an entry.
base::Result<Typed> map_filter(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto entries = call_tree("map_entries", trees(std::move(call.arguments[0].tree)));
  auto kept = call_tree("list_filter", trees(std::move(entries), std::move(call.arguments[1].tree)));
  return Typed{call_tree("map_from_entries", trees(std::move(kept))), type, std::move(name)};
}

base::Result<Typed> transform_entries(Call& call, bool keys, Tree (*made_map)(Tree entries)) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type, made = call.arguments[1].type;
  const Type type = keys ? Type::MAP(made, duckdb::MapType::ValueType(map))
                         : Type::MAP(duckdb::MapType::KeyType(map), made);
  auto& lambda = call.arguments[1].tree->Cast<duckdb::LambdaExpression>();
  std::string error;
  const auto entry = lambda.ExtractColumnRefExpressions(error);
  ASSERT(entry.size() == 1, "a lambda over entries takes one");
  auto kept = field_tree(entry[0].get().Copy(), keys ? "value" : "key");
  std::vector<std::pair<std::string, Tree>> fields;
  fields.emplace_back("key", keys ? std::move(lambda.expr) : kept->Copy());
  fields.emplace_back("value", keys ? std::move(kept) : std::move(lambda.expr));
  lambda.expr = struct_tree(std::move(fields));
  auto entries = call_tree("map_entries", trees(std::move(call.arguments[0].tree)));
  auto changed = call_tree("list_transform", trees(std::move(entries), std::move(call.arguments[1].tree)));
  return Typed{made_map(std::move(changed)), type, std::move(name)};
}
base::Result<Typed> transform_keys(Call& call) {
  return transform_entries(call, true, map_of);
}
base::Result<Typed> spark_transform_keys(Call& call) {
  return transform_entries(call, true, call.session.last_key_wins ? spark_map_of_last : spark_map_of);
}
base::Result<Typed> transform_values(Call& call) {
  return transform_entries(call, false, map_of);
}

constexpr FunctionRow kRows[] = {
    {"transform", 2, 2, transform},
    {"filter", 2, 2, filter},
    {"exists", 2, 2, any_match},
    {"forall", 2, 2, all_match},
    {"zip_with", 3, 3, zip_with},
    {"aggregate", 3, 4, reduce},
    {"reduce", 3, 4, reduce},
    {"map_filter", 2, 2, map_filter},
    {"transform_keys", 2, 2, spark_transform_keys},
    {"transform_values", 2, 2, transform_values},
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
};

}  // namespace

Tree reduce_tree(Tree list, const Type& item, Tree start, const Type& state, Tree step) {
  return unless_null(std::move(list), [&](const Tree& known) {
    return reduced_tree(known, item, std::move(start), state, std::move(step));
  });
}

std::span<const FunctionRow> lambda_functions() {
  return kRows;
}

}  // namespace engine
