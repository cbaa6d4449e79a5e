#include "engine/functions/collections.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "base/text.h"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/lambda_expression.hpp"
#include "engine/functions/nested.h"
#include "engine/functions/registry.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"

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

Tree number(std::int64_t value) {
  return constant_tree(duckdb::Value::BIGINT(value));
}
Tree boolean(bool value) {
  return constant_tree(duckdb::Value::BOOLEAN(value));
}
Tree is_null(Tree value) {
  return operator_tree(ExpressionType::OPERATOR_IS_NULL, trees(std::move(value)));
}
Tree when(Tree condition, Tree then, Tree otherwise) {
  std::vector<std::pair<Tree, Tree>> branches;
  branches.emplace_back(std::move(condition), std::move(then));
  return case_tree(std::move(branches), std::move(otherwise));
}
Tree size_of(const Tree& list) {
  return call_tree("len", trees(list->Copy()));
}

// How many items are NULL.
Tree unknown_items(const Tree& list) {
  auto unknown = lambda_tree({"dovetail_item"}, is_null(column_tree("dovetail_item")));
  return call_tree("len", call_tree("list_filter", trees(list->Copy(), std::move(unknown))));
}
Tree has_unknown_items(const Tree& list) {
  return compare_tree(ExpressionType::COMPARE_GREATERTHAN, unknown_items(list), number(0));
}

// What an index into an array must be, checked when the query runs; NULL beyond the end only for element_at.
base::Result<Typed> element_of_list(Call& call, bool strict) {
  const Type type = item_of(call.arguments[0].type);
  std::string name = call_name(call);
  auto index = TRY(argument_as(call, 1, Type::BIGINT));
  const char* check = strict ? "dovetail_checked_subscript" : "dovetail_checked_element";
  auto found = let_tree(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto checked = call_tree(check, trees(std::move(index), size_of(list)));
    return call_tree("list_extract", trees(list->Copy(), std::move(checked)));
  });
  return Typed{std::move(found), type, std::move(name)};
}

base::Result<Typed> element_of_map(Call& call, bool strict) {
  const Type map = call.arguments[0].type, type = duckdb::MapType::ValueType(map);
  const Type key_type = duckdb::MapType::KeyType(map);
  if (holds_zoned(key_type)) return unsupported("a map whose keys are timestamps with time zone");
  std::string name = call_name(call);
  auto key = TRY(argument_as(call, 1, key_type));
  if (!strict)
    return Typed{call_tree("map_extract_value", trees(std::move(call.arguments[0].tree), std::move(key))),
                 type, std::move(name)};
  TRY(cast({column_tree("key"), key_type, ""}, Type::VARCHAR, CastMode::Trino, call.session));
  auto found = let_tree(std::move(call.arguments[0].tree), [&](const Tree& entries) {
    return let_tree(std::move(key), [&](const Tree& wanted) {
      auto shown = cast({wanted->Copy(), key_type, ""}, Type::VARCHAR, CastMode::Trino, call.session);
      auto present = call_tree("map_contains", trees(entries->Copy(), wanted->Copy()));
      auto checked = call_tree("dovetail_has_key", trees(std::move(present), std::move(shown->tree)));
      return when(std::move(checked), call_tree("map_extract_value", trees(entries->Copy(), wanted->Copy())),
                  null_tree(type));
    });
  });
  return Typed{std::move(found), type, std::move(name)};
}

template <bool strict>
base::Result<Typed> element(Call& call) {
  if (call.arguments[0].type.id() == Id::MAP) return element_of_map(call, strict);
  TRY(check_list(call, 0));
  return element_of_list(call, strict);
}

// NULL when any is NULL.
base::Result<Typed> array_concat(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  Tree result = std::move(call.arguments[0].tree);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    auto next = TRY(argument_as(call, i, type));
    result = unless_null(std::move(result), [&](const Tree& before) {
      return unless_null(std::move(next), [&](const Tree& behind) {
        return call_tree("list_concat", trees(before->Copy(), behind->Copy()));
      });
    });
  }
  return Typed{std::move(result), type, std::move(name)};
}

// array_join(array of texts, separator [, what stands for NULL]): NULLs are left out without it.
base::Result<Typed> array_join(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto separator = TRY(argument_as(call, 1, Type::VARCHAR));
  Tree texts = std::move(call.arguments[0].tree);
  if (call.arguments.size() > 2) {
    auto shown = operator_tree(ExpressionType::OPERATOR_COALESCE,
                               trees(column_tree("dovetail_item"), TRY(argument_as(call, 2, Type::VARCHAR))));
    texts = transform_tree(std::move(texts), "dovetail_item", std::move(shown));
  }
  auto joined = unless_null(std::move(texts), [&](const Tree& list) {
    return unless_null(std::move(separator), [&](const Tree& between) {
      auto text = call_tree("array_to_string", trees(list->Copy(), between->Copy()));
      return operator_tree(ExpressionType::OPERATOR_COALESCE,
                           trees(std::move(text), constant_tree(duckdb::Value(""))));
    });
  });
  return Typed{std::move(joined), Type::VARCHAR, std::move(name)};
}

base::Result<Typed> same_list(Call& call, const char* function) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{call_tree(function, all_trees(call)), type, std::move(name)};
}
base::Result<Typed> array_reverse(Call& call) {
  return same_list(call, "list_reverse");
}

// slice(array, start, length): from 1, or from the end below 0.
base::Result<Typed> slice(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto start = TRY(argument_as(call, 1, Type::BIGINT));
  auto length = TRY(argument_as(call, 2, Type::BIGINT));
  auto part = let_tree(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto first = call_tree("dovetail_slice_begin", trees(std::move(start), size_of(list)));
    return let_tree(std::move(first), [&](const Tree& begin) {
      auto end = call_tree("dovetail_slice_end", trees(begin->Copy(), std::move(length), size_of(list)));
      return call_tree("list_slice", trees(list->Copy(), begin->Copy(), std::move(end)));
    });
  });
  return Typed{std::move(part), type, std::move(name)};
}

base::Result<Typed> flatten(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = item_of(call.arguments[0].type);
  return Typed{call_tree("flatten", all_trees(call)), type, std::move(name)};
}

// sequence(from, to [, step]), both ends included; without a step one by one, up or down.
base::Result<Typed> sequence(Call& call) {
  std::string name = call_name(call);
  auto from = TRY(argument_as(call, 0, Type::BIGINT));
  auto to = TRY(argument_as(call, 1, Type::BIGINT));
  Tree step = call.arguments.size() > 2 ? TRY(argument_as(call, 2, Type::BIGINT)) : nullptr;
  auto numbers = let_tree(std::move(from), [&](const Tree& first) {
    return let_tree(std::move(to), [&](const Tree& last) {
      const auto down = compare_tree(ExpressionType::COMPARE_LESSTHAN, last->Copy(), first->Copy());
      auto by = step ? std::move(step) : when(down->Copy(), number(-1), number(1));
      auto checked = call_tree("dovetail_checked_step", trees(first->Copy(), last->Copy(), std::move(by)));
      return call_tree("generate_series", trees(first->Copy(), last->Copy(), std::move(checked)));
    });
  });
  return Typed{std::move(numbers), Type::LIST(Type::BIGINT), std::move(name)};
}

base::Result<Typed> repeat(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto count = call_tree("dovetail_checked_count", trees(TRY(argument_as(call, 1, Type::BIGINT))));
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
    fields.emplace_back(field, call_tree("struct_extract", trees(column_tree("dovetail_zipped"),
                                                                 number(static_cast<std::int64_t>(i) + 1))));
  }
  Tree made = struct_tree(std::move(fields));
  Trees lists;
  std::function<Tree(std::size_t)> beside = [&](std::size_t i) -> Tree {
    if (i == call.arguments.size())
      return transform_tree(call_tree("list_zip", std::move(lists)), "dovetail_zipped", std::move(made));
    return unless_null(std::move(call.arguments[i].tree), [&](const Tree& list) {
      lists.push_back(list->Copy());
      return beside(i + 1);
    });
  };
  return Typed{beside(0), Type::LIST(Type::STRUCT(std::move(types))), std::move(name)};
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
  auto answer = unless_null(call_tree("list_transform", all_trees(call)), [&](const Tree& answers) {
    auto decided = call_tree("list_contains", trees(answers->Copy(), boolean(!all)));
    return when(std::move(decided), boolean(!all),
                when(has_unknown_items(answers), null_tree(Type::BOOLEAN), boolean(all)));
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

// reduce(array, state, (state, item) -> state, state -> result)
base::Result<Typed> reduce(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type item = item_of(call.arguments[0].type), state = call.arguments[1].type,
             type = call.arguments[3].type;
  auto result = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto reduced =
        reduced_tree(list, item, std::move(call.arguments[1].tree), state, std::move(call.arguments[2].tree));
    auto states = call_tree("list_value", trees(std::move(reduced)));
    auto results = call_tree("list_transform", trees(std::move(states), std::move(call.arguments[3].tree)));
    return call_tree("list_extract", trees(std::move(results), number(1)));
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

// A map of entries, structs of `key` and `value`, whose keys must be unlike each other.
Tree map_of(Tree entries) {
  return unless_null(std::move(entries), [&](const Tree& list) {
    auto keys =
        transform_tree(list->Copy(), "dovetail_entry", field_tree(column_tree("dovetail_entry"), "key"));
    auto differ = let_tree(std::move(keys), [&](const Tree& known) {
      auto different = call_tree("len", call_tree("list_distinct", trees(known->Copy())));
      return call_tree("dovetail_keys_differ", trees(size_of(known), std::move(different)));
    });
    return when(std::move(differ), call_tree("map_from_entries", trees(list->Copy())),
                null_tree(Type::SQLNULL));
  });
}

base::Result<Typed> transform_entries(Call& call, bool keys) {
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
  return Typed{map_of(std::move(changed)), type, std::move(name)};
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
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& keys) {
    return unless_null(std::move(call.arguments[1].tree), [&](const Tree& values) {
      auto different = call_tree("len", call_tree("list_distinct", trees(keys->Copy())));
      auto differ = call_tree("dovetail_keys_differ", trees(size_of(keys), std::move(different)));
      auto fit = call_tree("dovetail_as_many", trees(size_of(keys), size_of(values)));
      auto both = conjunction_tree(ExpressionType::CONJUNCTION_AND, trees(std::move(fit), std::move(differ)));
      return when(std::move(both), call_tree("map", trees(keys->Copy(), values->Copy())), null_tree(type));
    });
  });
  return Typed{std::move(made), type, std::move(name)};
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
  const auto& fields = duckdb::StructType::GetChildTypes(entry);
  std::vector<std::pair<std::string, Tree>> parts;
  parts.emplace_back("key", field_tree(column_tree("dovetail_pair"), fields[0].first));
  parts.emplace_back("value", field_tree(column_tree("dovetail_pair"), fields[1].first));
  auto entries =
      transform_tree(std::move(call.arguments[0].tree), "dovetail_pair", struct_tree(std::move(parts)));
  return Typed{map_of(std::move(entries)), type, std::move(name)};
}

// Later maps win; NULL when any is NULL.
base::Result<Typed> map_concat(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  TRY(check_map(call, 0));
  Tree result = std::move(call.arguments[0].tree);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    TRY(check_map(call, i));
    auto next = TRY(argument_as(call, i, type));
    result = unless_null(std::move(result), [&](const Tree& before) {
      return unless_null(std::move(next), [&](const Tree& behind) {
        return call_tree("map_concat", trees(before->Copy(), behind->Copy()));
      });
    });
  }
  return Typed{std::move(result), type, std::move(name)};
}

// Spark's size(): of NULL it is -1.
base::Result<Typed> spark_size(Call& call) {
  std::string name = call_name(call);
  auto size = TRY(cardinality(call));
  auto known = operator_tree(ExpressionType::OPERATOR_COALESCE, trees(std::move(size.tree), number(-1)));
  return Typed{cast_tree(std::move(known), Type::INTEGER), Type::INTEGER, std::move(name)};
}

// Spark's pass over NULLs.
base::Result<Typed> spark_best(Call& call, const char* function) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = item_of(call.arguments[0].type);
  return Typed{call_tree(function, all_trees(call)), type, std::move(name)};
}
base::Result<Typed> spark_array_min(Call& call) {
  return spark_best(call, "list_min");
}
base::Result<Typed> spark_array_max(Call& call) {
  return spark_best(call, "list_max");
}

base::Result<Typed> sorted(Call& call, bool ascending, bool nulls_first) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  const auto word = [](const char* text) { return constant_tree(duckdb::Value(text)); };
  return Typed{
      call_tree("list_sort", trees(std::move(call.arguments[0].tree), word(ascending ? "ASC" : "DESC"),
                                   word(nulls_first ? "NULLS FIRST" : "NULLS LAST"))),
      type, std::move(name)};
}
base::Result<Typed> spark_array_sort(Call& call) {
  return sorted(call, true, false);
}
// sort_array(array [, ascending]): NULLs first, or last where it descends.
base::Result<Typed> sort_array(Call& call) {
  if (call.arguments.size() == 1) return sorted(call, true, true);
  const auto& order = call.arguments[1].tree;
  if (order->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT ||
      call.arguments[1].type.id() != Id::BOOLEAN)
    return wrong_type(call, 1, "a constant BOOLEAN");
  const bool ascending = order->Cast<duckdb::ConstantExpression>().value.GetValue<bool>();
  return sorted(call, ascending, ascending);
}

// map(key, value, ...)
base::Result<Typed> spark_map(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() % 2 != 0)
    return base::refusal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", 400,
                         "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `map` requires 2n (n > 0) parameters.");
  Call keys{.name = "array", .session = call.session}, values{.name = "array", .session = call.session};
  for (std::size_t i = 0; i < call.arguments.size(); i += 2) {
    keys.arguments.push_back(std::move(call.arguments[i]));
    values.arguments.push_back(std::move(call.arguments[i + 1]));
  }
  Call map{.name = "map_from_arrays", .session = call.session};
  map.arguments.push_back(TRY(array(keys)));
  map.arguments.push_back(TRY(array(values)));
  auto made = TRY(map_of_arrays(map));
  made.name = std::move(name);
  return made;
}

base::Result<Typed> spark_map_entries(Call& call) {
  TRY(check_map(call, 0));
  std::string name = call_name(call);
  const Type map = call.arguments[0].type;
  const Type entry =
      Type::STRUCT({{"key", duckdb::MapType::KeyType(map)}, {"value", duckdb::MapType::ValueType(map)}});
  return Typed{call_tree("map_entries", all_trees(call)), Type::LIST(entry), std::move(name)};
}

// NULL where the value fails.
base::Result<Typed> attempt(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{operator_tree(ExpressionType::OPERATOR_TRY, all_trees(call)), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"array", 0, FunctionRow::kAnyNumber, array},
    {"size", 1, 1, spark_size},
    {"cardinality", 1, 1, spark_size},
    {"array_min", 1, 1, spark_array_min},
    {"array_max", 1, 1, spark_array_max},
    {"array_sort", 1, 1, spark_array_sort},
    {"sort_array", 1, 2, sort_array},
    {"array_join", 2, 3, array_join},
    {"element_at", 2, 2, element<false>},
    {"transform", 2, 2, transform},
    {"filter", 2, 2, filter},
    {"exists", 2, 2, any_match},
    {"forall", 2, 2, all_match},
    {"zip_with", 3, 3, zip_with},
    {"aggregate", 4, 4, reduce},
    {"reduce", 4, 4, reduce},
    {"map", 2, FunctionRow::kAnyNumber, spark_map},
    {"map_from_arrays", 2, 2, map_of_arrays},
    {"map_keys", 1, 1, map_keys},
    {"map_values", 1, 1, map_values},
    {"map_entries", 1, 1, spark_map_entries},
    {"map_filter", 2, 2, map_filter},
    {"transform_keys", 2, 2, transform_keys},
    {"transform_values", 2, 2, transform_values},
    {"trino.cardinality", 1, 1, cardinality},
    {"trino.subscript", 2, 2, element<true>},
    {"trino.element_at", 2, 2, element<false>},
    {"trino.array_concat", 2, FunctionRow::kAnyNumber, array_concat},
    {"trino.array_join", 2, 3, array_join},
    {"trino.array_reverse", 1, 1, array_reverse},
    {"trino.slice", 3, 3, slice},
    {"trino.flatten", 1, 1, flatten},
    {"trino.sequence", 2, 3, sequence},
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

Tree reduce_tree(Tree list, const Type& item, Tree start, const Type& state, Tree step) {
  return unless_null(std::move(list), [&](const Tree& known) {
    return reduced_tree(known, item, std::move(start), state, std::move(step));
  });
}

std::span<const FunctionRow> collection_functions() {
  return kRows;
}

}  // namespace engine
