#include "engine/functions/collections.h"

#include <fmt/format.h>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/balanced_tree.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/nested.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"

// Arrays: https://trino.io/docs/435/functions/array.html
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using duckdb::ExpressionType;

// array(a, b, ...): the types are one already, or become it.
base::Result<Typed> array(Call& call) {
  std::string name = call_name(call);
  Type item = Type::SQLNULL;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const auto common = common_type(item, call.arguments[i].type, call.session);
    if (!common) return types_differ(call, call.arguments, "()", " or ");
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
      return if_tree(std::move(checked),
                     call_tree("map_extract_value", trees(entries->Copy(), wanted->Copy())), null_tree(type));
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
  Trees lists;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) lists.push_back(TRY(argument_as(call, i, type)));
  auto all = balanced_tree(std::move(lists), [](Tree left, Tree right) {
    return unless_null(std::move(left), [&](const Tree& before) {
      return unless_null(std::move(right), [&](const Tree& behind) {
        return call_tree("list_concat", before->Copy(), behind->Copy());
      });
    });
  });
  return Typed{std::move(all), type, std::move(name)};
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
    fields.emplace_back(field,
                        call_tree("struct_extract", trees(column_tree("dovetail_zipped"),
                                                          number_tree(static_cast<std::int64_t>(i) + 1))));
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

// Spark's size(): of NULL it is -1.
base::Result<Typed> spark_size(Call& call) {
  std::string name = call_name(call);
  auto size = TRY(cardinality(call));
  auto known = call.session.ansi ? std::move(size.tree)
                                 : operator_tree(ExpressionType::OPERATOR_COALESCE,
                                                 trees(std::move(size.tree), number_tree(-1)));
  return Typed{cast_tree(std::move(known), Type::INTEGER), Type::INTEGER, std::move(name)};
}

// Spark's pass over NULLs.
base::Result<Typed> spark_best(Call& call, const char* function, SortOrder order) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type list = call.arguments[0].type, type = item_of(list);
  if (has_map(type)) return not_ordered(call, call.name, type);
  if (type.IsNested()) {
    auto all = sorted_tree(std::move(call.arguments[0].tree), list, order);
    return Typed{call_tree("list_extract", std::move(all), number_tree(1)), type, std::move(name)};
  }
  return Typed{call_tree(function, all_trees(call)), type, std::move(name)};
}
base::Result<Typed> spark_array_min(Call& call) {
  return spark_best(call, "list_min", SortOrder::Up);
}
base::Result<Typed> spark_array_max(Call& call) {
  return spark_best(call, "list_max", SortOrder::Down);
}

base::Result<Typed> sorted(Call& call, SortOrder order) {
  TRY(check_list(call, 0));
  const Type type = call.arguments[0].type;
  if (has_map(type)) return not_ordered(call, call.name, type);
  std::string name = call_name(call);
  return Typed{sorted_tree(std::move(call.arguments[0].tree), type, order), type, std::move(name)};
}
// sort_array(array [, ascending]): NULLs first, or last where it descends.
base::Result<Typed> sort_array(Call& call) {
  if (call.arguments.size() == 1) return sorted(call, SortOrder::UpNullsFirst);
  const auto& order = call.arguments[1].tree;
  if (order->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT ||
      call.arguments[1].type.id() != Id::BOOLEAN)
    return wrong_type(call, 1, "a constant BOOLEAN");
  const bool ascending = order->Cast<duckdb::ConstantExpression>().value.GetValue<bool>();
  return sorted(call, ascending ? SortOrder::UpNullsFirst : SortOrder::Down);
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
    {"sort_array", 1, 2, sort_array},
    {"trino.cardinality", 1, 1, cardinality},
    {"trino.subscript", 2, 2, element<true>},
    {"trino.element_at", 2, 2, element<false>},
    {"trino.array_concat", 2, FunctionRow::kAnyNumber, array_concat},
    {"trino.array_join", 2, 3, array_join},
    {"trino.array_reverse", 1, 1, array_reverse},
    {"trino.slice", 3, 3, slice},
    {"trino.flatten", 1, 1, flatten},
    {"trino.repeat", 2, 2, repeat},
    {"trino.zip", 2, FunctionRow::kAnyNumber, zip},
    {"trino.try", 1, 1, attempt},
};

}  // namespace

base::Error null_type(const Call& call) {
  return base::refusal(
      "DATATYPE_MISMATCH.NULL_TYPE", 400,
      fmt::format("[DATATYPE_MISMATCH.NULL_TYPE] Cannot resolve \"{}\" due to data type mismatch: Null typed "
                  "values cannot be used as arguments of `{}`.",
                  call_name(call), call.name));
}

Tree sorted_tree(Tree list, const Type& type, SortOrder order) {
  const bool nulls_first = order == SortOrder::UpNullsFirst;
  if (item_of(type).IsNested())
    return call_tree(nulls_first                ? "dovetail_spark_sort_nulls_first"
                     : order == SortOrder::Down ? "dovetail_spark_sort_down"
                                                : "dovetail_spark_sort",
                     std::move(list));
  const auto word = [](const char* text) { return constant_tree(duckdb::Value(text)); };
  return call_tree("list_sort", std::move(list), word(order == SortOrder::Down ? "DESC" : "ASC"),
                   word(nulls_first ? "NULLS FIRST" : "NULLS LAST"));
}

base::Result<void> check_list(const Call& call, std::size_t index) {
  if (call.arguments[index].type.id() != Id::LIST) return wrong_type(call, index, "ARRAY");
  return {};
}
base::Result<void> check_map(const Call& call, std::size_t index) {
  if (call.arguments[index].type.id() != Id::MAP) return wrong_type(call, index, "MAP");
  return {};
}

Type item_of(const Type& list) {
  return duckdb::ListType::GetChildType(list);
}

Trees all_trees(Call& call) {
  Trees result;
  for (auto& argument : call.arguments) result.push_back(std::move(argument.tree));
  return result;
}

Tree size_of(const Tree& list) {
  return call_tree("len", trees(list->Copy()));
}

std::span<const FunctionRow> collection_functions() {
  return kRows;
}

}  // namespace engine
