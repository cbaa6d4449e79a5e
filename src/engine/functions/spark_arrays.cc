#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/expression/lambda_expression.hpp"
#include "engine/functions/call_errors.h"
#include "engine/functions/collections.h"
#include "engine/functions/common_type.h"
#include "engine/functions/items.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_collections.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using duckdb::ExpressionType;
using Id = duckdb::LogicalTypeId;

base::Error unlike_types(const Call& call, const std::string& code, std::size_t other) {
  return base::refusal(
      code, 400,
      fmt::format(
          "[{}] Cannot resolve \"{}\" due to data type mismatch: the arguments are \"{}\" and \"{}\", "
          "whose items have no type in common.",
          code, call_name(call), sql_name(call.arguments[0].type), sql_name(call.arguments[other].type)));
}

// An array and an item, brought to one type, which is the array's then.
base::Result<Type> join_types(Call& call, std::size_t item) {
  TRY(check_list(call, 0));
  const auto common = common_type_beside_texts(item_of(call.arguments[0].type), call.arguments[item].type);
  if (!common) return unlike_types(call, "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES", item);
  const Type list = Type::LIST(*common);
  call.arguments[0] = TRY(coerce(std::move(call.arguments[0]), list, call.session));
  call.arguments[item] = TRY(coerce(std::move(call.arguments[item]), *common, call.session));
  return list;
}

template <bool front>
base::Result<Typed> add_item(Call& call) {
  std::string name = call_name(call);
  const Type type = TRY(join_types(call, 1));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto item = call_tree("list_value", std::move(call.arguments[1].tree));
    return front ? call_tree("list_concat", std::move(item), list->Copy())
                 : call_tree("list_concat", list->Copy(), std::move(item));
  });
  return Typed{std::move(made), type, std::move(name)};
}

// array_contains, array_position, array_remove: items are equal as Spark compares values, NaN to NaN.
base::Result<Typed> search(Call& call, const char* kernel, std::optional<Type> gives) {
  std::string name = call_name(call);
  if (is_null_type(call.arguments[1].type)) return null_type(call);
  const Type type = TRY(join_types(call, 1));
  return Typed{call_tree(kernel, all_trees(call)), gives.value_or(type), std::move(name)};
}
base::Result<Typed> contains(Call& call) {
  return search(call, "dovetail_contains_same", Type(Type::BOOLEAN));
}
base::Result<Typed> position(Call& call) {
  return search(call, "dovetail_position_same", Type(Type::BIGINT));
}
base::Result<Typed> remove(Call& call) {
  return search(call, "dovetail_list_remove_same", std::nullopt);
}

// The kernel picks from the array, the item and a NULL behind each other.
base::Result<Typed> insert_item(Call& call) {
  std::string name = call_name(call);
  const Type type = TRY(join_types(call, 2));
  if (!is_integral(call.arguments[1].type)) return wrong_type(call, 1, "INT");
  auto place = TRY(argument_as(call, 1, Type::BIGINT));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& list) {
    auto more = call_tree("list_value", std::move(call.arguments[2].tree), null_tree(item_of(type)));
    return call_tree("dovetail_list_insert", call_tree("list_concat", list->Copy(), std::move(more)),
                     std::move(place), number_tree(0));
  });
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> compact(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto known = lambda_tree({"dovetail_item"}, present_tree(column_tree("dovetail_item")));
  return Typed{call_tree("list_filter", std::move(call.arguments[0].tree), std::move(known)), type,
               std::move(name)};
}

// Two arrays of one type, for a function that does the same in Trino.
base::Result<Typed> of_alike(Call& call, std::string_view function) {
  std::string name = call_name(call);
  for (const std::size_t i : {0, 1}) TRY(check_list(call, i));
  const auto common = common_type_beside_texts(call.arguments[0].type, call.arguments[1].type);
  if (!common) return unlike_types(call, "DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES", 1);
  Call alike{.name = function, .session = call.session};
  for (auto& argument : call.arguments)
    alike.arguments.push_back(TRY(coerce(std::move(argument), *common, call.session)));
  auto made = TRY(call_function(std::move(alike)));
  made.name = std::move(name);
  return made;
}
base::Result<Typed> except(Call& call) {
  return of_alike(call, "trino.array_except");
}
base::Result<Typed> intersect(Call& call) {
  return of_alike(call, "trino.array_intersect");
}
base::Result<Typed> unite(Call& call) {
  return of_alike(call, "trino.array_union");
}
base::Result<Typed> overlap(Call& call) {
  return of_alike(call, "trino.arrays_overlap");
}

base::Result<Typed> repeat(Call& call) {
  std::string name = call_name(call);
  const Type type = Type::LIST(call.arguments[0].type);
  auto count = TRY(argument_as(call, 1, Type::INTEGER));
  auto once = call_tree("list_value", std::move(call.arguments[0].tree));
  return Typed{call_tree("dovetail_list_repeat", std::move(once), cast_tree(std::move(count), Type::BIGINT),
                         number_tree(0)),
               type, std::move(name)};
}

base::Result<Typed> size(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  return Typed{cast_tree(call_tree("len", all_trees(call)), Type::INTEGER), Type::INTEGER, std::move(name)};
}

base::Result<Typed> slice(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto start = cast_tree(TRY(argument_as(call, 1, Type::INTEGER)), Type::BIGINT);
  auto length = cast_tree(TRY(argument_as(call, 2, Type::INTEGER)), Type::BIGINT);
  return Typed{call_tree("dovetail_spark_slice", std::move(call.arguments[0].tree), std::move(start),
                         std::move(length)),
               type, std::move(name)};
}

// A struct of the nth items of each, as long as the longest: fields have the names of columns, or numbers.
base::Result<Typed> zip(Call& call) {
  std::string name = call_name(call);
  duckdb::child_list_t<Type> types;
  bool has_untyped = false;  // a NULL, of which all is NULL
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Typed& list = call.arguments[i];
    const bool untyped = is_null_type(list.type);
    has_untyped |= untyped;
    if (!untyped) TRY(check_list(call, i));
    const std::string field = (list.column_name ? list.column_name : field_name(list)).value_or(std::to_string(i));
    if (std::ranges::any_of(types, [&](const auto& other) { return base::iequals(other.first, field); }))
      return unsupported("arrays_zip of two arrays of one name, " + field);
    types.emplace_back(field, untyped ? list.type : item_of(list.type));
  }
  const Type type = Type::LIST(Type::STRUCT(types));
  if (has_untyped) return Typed{null_tree(type), type, std::move(name)};
  std::vector<std::pair<std::string, Tree>> fields;
  for (std::size_t i = 0; i < types.size(); ++i)
    fields.emplace_back(types[i].first, call_tree("struct_extract", column_tree("dovetail_zipped"),
                                                  number_tree(static_cast<std::int64_t>(i) + 1)));
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
  return Typed{beside(0), type, std::move(name)};
}

// NULL where one of the arrays is.
base::Result<Typed> flatten(Call& call) {
  TRY(check_list(call, 0));
  const Type type = item_of(call.arguments[0].type);
  if (type.id() != Id::LIST) return wrong_type(call, 0, "ARRAY of ARRAY");
  std::string name = call_name(call);
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& lists) {
    auto known = call_tree("list_filter", lists->Copy(),
                           lambda_tree({"dovetail_item"}, present_tree(column_tree("dovetail_item"))));
    auto all = compare_tree(ExpressionType::COMPARE_EQUAL, call_tree("len", std::move(known)),
                            call_tree("len", lists->Copy()));
    return if_tree(std::move(all), call_tree("flatten", lists->Copy()), null_tree(type));
  });
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> get(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  Session lenient = call.session;  // it never fails
  lenient.ansi = false;
  auto item = TRY(item_of(std::move(call.arguments[0]), std::move(call.arguments[1]), lenient));
  item.name = std::move(name);
  return item;
}

// From 1, or from the end below 0; of a map, the value of a key.
base::Result<Typed> element_at(Call& call) {
  std::string name = call_name(call);
  Typed found;
  if (call.arguments[0].type.id() == Id::MAP) {
    found = TRY(item_of(std::move(call.arguments[0]), std::move(call.arguments[1]), call.session));
  } else {
    TRY(check_list(call, 0));
    if (!is_integral(call.arguments[1].type) && !is_null_type(call.arguments[1].type))
      return wrong_type(call, 1, "INT");
    const Type type = item_of(call.arguments[0].type);
    auto place = TRY(argument_as(call, 1, Type::BIGINT));
    auto element = [&](const Tree& items) {
      auto size = cast_tree(call_tree("len", items->Copy()), Type::BIGINT);
      auto checked = call_tree("dovetail_element_within", std::move(place), std::move(size));
      return call_tree("list_extract", items->Copy(), std::move(checked));
    };
    found = {call.session.ansi ? let_tree(std::move(call.arguments[0].tree), element)
                               : call_tree("list_extract", std::move(call.arguments[0].tree),
                                           call_tree("dovetail_nonzero_index", std::move(place))),
             type, ""};
  }
  found.name = std::move(name);
  return found;
}

// array_sort(array [, comparison]): NULLs last without one.
base::Result<Typed> sort(Call& call) {
  std::string name = call_name(call);
  TRY(check_list(call, 0));
  const Type type = call.arguments[0].type;
  if (call.arguments.size() == 1 && has_map(type)) return not_ordered(call, call.name, type);
  if (call.arguments.size() == 1)
    return Typed{sorted_tree(std::move(call.arguments[0].tree), type, SortOrder::Up), type, std::move(name)};
  if (!is_integral(call.arguments[1].type))
    return base::refusal(
        "DATATYPE_MISMATCH.UNEXPECTED_RETURN_TYPE", 400,
        fmt::format("[DATATYPE_MISMATCH.UNEXPECTED_RETURN_TYPE] Cannot resolve \"{}\" due to "
                    "data type mismatch: The `array_sort` requires return \"INT\" type, but "
                    "the actual is \"{}\" type.",
                    name, sql_name(call.arguments[1].type)));
  auto& lambda = call.arguments[1].tree->Cast<duckdb::LambdaExpression>();
  auto answer = call_tree("dovetail_comparison", cast_tree(std::move(lambda.expr), Type::BIGINT));
  lambda.expr = cast_tree(call_tree("sign", std::move(answer)), Type::INTEGER);
  Call by{.name = "trino.array_sort_by", .session = call.session};
  by.arguments.push_back({nullptr, type, ""});
  by.arguments.push_back(std::move(call.arguments[1]));
  std::optional<base::Error> error;
  auto made = let_tree(std::move(call.arguments[0].tree), [&](const Tree& list) {
    by.arguments[0].tree = list->Copy();
    auto sorted = call_function(std::move(by));
    if (!sorted.ok()) error = sorted.error();
    if (error) return null_tree(type);
    auto many =
        compare_tree(ExpressionType::COMPARE_GREATERTHAN, call_tree("len", list->Copy()), number_tree(1));
    return if_tree(std::move(many), std::move(sorted->tree), list->Copy());  // of one item nothing is asked
  });
  if (error) return *error;
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> join(Call& call) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  call.arguments[0] = TRY(coerce(std::move(call.arguments[0]), Type::LIST(Type::VARCHAR), call.session));
  Call joined{.name = "trino.array_join", .session = call.session};
  Tree known = call.arguments.size() > 2 ? present_tree(call.arguments[2].tree) : nullptr;
  for (auto& argument : call.arguments) joined.arguments.push_back(std::move(argument));
  auto text = TRY(call_function(std::move(joined)));
  if (known) text.tree = if_tree(std::move(known), std::move(text.tree), null_tree(Type::VARCHAR));
  text.name = std::move(name);
  return text;
}

// Which order Spark's generator of numbers gives is not known here.
base::Result<Typed> shuffle(Call&) {
  return unsupported("shuffle(), whose order is Spark's own");
}

constexpr FunctionRow kRows[] = {
    {"array_append", 2, 2, add_item<false>},
    {"array_prepend", 2, 2, add_item<true>},
    {"array_insert", 3, 3, insert_item},
    {"array_contains", 2, 2, contains},
    {"array_position", 2, 2, position},
    {"array_remove", 2, 2, remove},
    {"array_compact", 1, 1, compact},
    {"array_except", 2, 2, except},
    {"array_intersect", 2, 2, intersect},
    {"array_union", 2, 2, unite},
    {"arrays_overlap", 2, 2, overlap},
    {"array_repeat", 2, 2, repeat},
    {"array_size", 1, 1, size},
    {"arrays_zip", 1, FunctionRow::kAnyNumber, zip},
    {"flatten", 1, 1, flatten},
    {"slice", 3, 3, slice},
    {"get", 2, 2, get},
    {"element_at", 2, 2, element_at},
    {"try_element_at", 2, 2, element_at},
    {"array_sort", 1, 2, sort},
    {"array_join", 2, 3, join},
    {"shuffle", 1, 2, shuffle},
};

}  // namespace

std::span<const FunctionRow> spark_array_functions() {
  return kRows;
}

}  // namespace engine
