#include "engine/functions/nested_functions.h"

#include "engine/functions/collections.h"
#include "engine/functions/nested.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

// Of two values of one type.
base::Result<Typed> of_both(Call& call, const char* kernel, const Type& type) {
  std::string name = call_name(call);
  auto right = TRY(argument_as(call, 1, call.arguments[0].type));
  return Typed{call_tree(kernel, std::move(call.arguments[0].tree), std::move(right)), type, std::move(name)};
}

base::Result<Typed> equal(Call& call) {
  return of_both(call, "dovetail_equal", Type::BOOLEAN);
}
base::Result<Typed> same(Call& call) {
  return of_both(call, "dovetail_same", Type::BOOLEAN);
}

base::Result<Typed> whole(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{call_tree("dovetail_whole", std::move(call.arguments[0].tree)), type, std::move(name)};
}

template <ExpressionType comparison>
base::Result<Typed> compare(Call& call) {
  auto order = TRY(of_both(call, "dovetail_order", Type::INTEGER));
  return Typed{compare_tree(comparison, std::move(order.tree), constant_tree(duckdb::Value::INTEGER(0))),
               Type::BOOLEAN, std::move(order.name)};
}

// Of an array and an item.
base::Result<Typed> of_item(Call& call, const std::string& kernel, const Type& type) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  auto item = TRY(argument_as(call, 1, item_of(call.arguments[0].type)));
  return Typed{call_tree(kernel, std::move(call.arguments[0].tree), std::move(item)), type, std::move(name)};
}

base::Result<Typed> contains(Call& call) {
  return of_item(call, "dovetail_contains", Type::BOOLEAN);
}
base::Result<Typed> position(Call& call) {
  return of_item(call, "dovetail_position", Type::BIGINT);
}
base::Result<Typed> remove(Call& call) {
  const Type type = call.arguments[0].type;
  return of_item(call, "dovetail_list_remove", type);
}

base::Result<Typed> of_list(Call& call, const char* kernel) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  return Typed{call_tree(kernel, std::move(call.arguments[0].tree)), type, std::move(name)};
}
base::Result<Typed> distinct(Call& call) {
  return of_list(call, "dovetail_list_distinct");
}

// DuckDB's own sorts what it compares as Trino does.
base::Result<Typed> sort(Call& call) {
  TRY(check_list(call, 0));
  const Type item = item_of(call.arguments[0].type);
  return of_list(call, item.IsNested() || item.HasAlias() ? "dovetail_list_sort" : "list_sort");
}

template <bool greatest>
base::Result<Typed> extreme(Call& call) {
  TRY(check_list(call, 0));
  const Type type = item_of(call.arguments[0].type);
  auto best = TRY(of_list(call, greatest ? "dovetail_list_greatest" : "dovetail_list_least"));
  return Typed{call_tree("list_extract", std::move(best.tree), constant_tree(duckdb::Value::BIGINT(1))), type,
               std::move(best.name)};
}

// What a kernel makes of two lists behind each other and the length of the first; NULL where one of them is.
base::Result<Typed> of_lists(Call& call, const char* kernel, const std::optional<Type>& gives) {
  TRY(check_list(call, 0));
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto second = TRY(argument_as(call, 1, type));
  auto made = unless_null(std::move(call.arguments[0].tree), [&](const Tree& left) {
    return unless_null(std::move(second), [&](const Tree& right) {
      auto both = call_tree("list_concat", left->Copy(), right->Copy());
      if (kernel == nullptr) return call_tree("dovetail_list_distinct", std::move(both));
      return call_tree(kernel, std::move(both), cast_tree(call_tree("len", left->Copy()), Type::BIGINT));
    });
  });
  return Typed{std::move(made), gives.value_or(type), std::move(name)};
}
base::Result<Typed> array_union(Call& call) {
  return of_lists(call, nullptr, std::nullopt);
}
base::Result<Typed> intersect(Call& call) {
  return of_lists(call, "dovetail_list_intersect", std::nullopt);
}
base::Result<Typed> except(Call& call) {
  return of_lists(call, "dovetail_list_except", std::nullopt);
}
base::Result<Typed> overlap(Call& call) {
  return of_lists(call, "dovetail_lists_overlap", Type(Type::BOOLEAN));
}
base::Result<Typed> contains_sequence(Call& call) {
  return of_lists(call, "dovetail_contains_sequence", Type(Type::BOOLEAN));
}

constexpr FunctionRow kRows[] = {
    {"array_distinct", 1, 1, distinct},
    {"trino.nested_equal", 2, 2, equal},
    {"trino.nested_same", 2, 2, same},
    {"trino.whole", 1, 1, whole},
    {"trino.nested_less", 2, 2, compare<ExpressionType::COMPARE_LESSTHAN>},
    {"trino.nested_less_or_equal", 2, 2, compare<ExpressionType::COMPARE_LESSTHANOREQUALTO>},
    {"trino.nested_greater", 2, 2, compare<ExpressionType::COMPARE_GREATERTHAN>},
    {"trino.nested_greater_or_equal", 2, 2, compare<ExpressionType::COMPARE_GREATERTHANOREQUALTO>},
    {"trino.contains", 2, 2, contains},
    {"trino.array_position", 2, 2, position},
    {"trino.array_remove", 2, 2, remove},
    {"trino.array_distinct", 1, 1, distinct},
    {"trino.array_sort", 1, 1, sort},
    {"trino.array_min", 1, 1, extreme<false>},
    {"trino.array_max", 1, 1, extreme<true>},
    {"trino.array_union", 2, 2, array_union},
    {"trino.array_intersect", 2, 2, intersect},
    {"trino.array_except", 2, 2, except},
    {"trino.arrays_overlap", 2, 2, overlap},
    {"trino.contains_sequence", 2, 2, contains_sequence},
};

}  // namespace

Tree extreme_tree(Trees values, bool greatest) {
  auto best = call_tree(greatest ? "dovetail_list_greatest" : "dovetail_list_least",
                        call_tree("list_value", std::move(values)));
  return call_tree("list_extract", std::move(best), constant_tree(duckdb::Value::BIGINT(1)));
}

std::span<const FunctionRow> nested_functions() {
  return kRows;
}

}  // namespace engine
