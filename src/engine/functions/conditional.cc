#include <fmt/format.h>

#include <limits>

#include "engine/functions/call_errors.h"
#include "engine/functions/collections.h"
#include "engine/functions/common_type.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_functions.h"
#include "engine/functions/registry.h"

namespace engine {
namespace {

using duckdb::ExpressionType;

// The type that the arguments from `first` on, in steps, share.
base::Result<Type> shared_type(const Call& call, std::size_t first, std::size_t step, bool with_last) {
  Type type = Type::SQLNULL;
  for (std::size_t i = first; i < call.arguments.size(); i += step) {
    const auto common = common_type(type, call.arguments[i].type, call.session);
    if (!common) return wrong_type(call, i, sql_name(type));
    type = *common;
  }
  if (with_last) {
    const auto common = common_type(type, call.arguments.back().type, call.session);
    if (!common) return wrong_type(call, call.arguments.size() - 1, sql_name(type));
    type = *common;
  }
  return type;
}

base::Result<Typed> coalesce(Call& call) {
  std::string name = call_name(call);
  const auto type = TRY(shared_type(call, 0, 1, false));
  Trees operands;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) operands.push_back(TRY(argument_as(call, i, type)));
  return Typed{operator_tree(ExpressionType::OPERATOR_COALESCE, std::move(operands)), type, std::move(name)};
}

base::Result<Typed> choose(Call& call, std::string name) {
  const bool has_else = call.arguments.size() % 2 == 1;
  const auto type = TRY(shared_type(call, 1, 2, has_else));
  std::vector<std::pair<Tree, Tree>> branches;
  for (std::size_t i = 0; i + 1 < call.arguments.size(); i += 2) {
    auto& when = call.arguments[i];
    if (when.type.id() != duckdb::LogicalTypeId::BOOLEAN && !is_null_type(when.type))
      return wrong_type(call, i, "BOOLEAN");
    auto condition = TRY(argument_as(call, i, Type::BOOLEAN));
    auto value = TRY(argument_as(call, i + 1, type));
    branches.emplace_back(std::move(condition), std::move(value));
  }
  auto otherwise = has_else ? TRY(argument_as(call, call.arguments.size() - 1, type)) : null_tree(type);
  return Typed{case_tree(std::move(branches), std::move(otherwise)), type, std::move(name)};
}

base::Result<Typed> when(Call& call) {
  std::string name = "CASE";
  for (std::size_t i = 0; i + 1 < call.arguments.size(); i += 2)
    name += fmt::format(" WHEN {} THEN {}", call.arguments[i].name, call.arguments[i + 1].name);
  if (call.arguments.size() % 2 == 1) name += fmt::format(" ELSE {}", call.arguments.back().name);
  return choose(call, name + " END");
}

base::Result<Typed> if_then_else(Call& call) {
  std::string name =
      fmt::format("(IF({}, {}, {}))", call.arguments[0].name, call.arguments[1].name, call.arguments[2].name);
  return choose(call, std::move(name));
}

// nullif(a, b): NULL when they are equal, else a.
base::Result<Typed> nullif(Call& call) {
  std::string name = call_name(call);
  const auto& value = call.arguments[0];
  const Type type = value.type;
  auto kept = value.tree->Copy();
  Call equal{.name = "==", .arguments = std::move(call.arguments), .session = call.session};
  auto same = TRY(call_function(std::move(equal)));
  return Typed{if_tree(std::move(same.tree), null_tree(type), std::move(kept)), type, std::move(name)};
}

// What the call of another function gives, under this one's name.
base::Result<Typed> rewritten(std::string name, std::string_view function, std::vector<Typed> arguments,
                              const Session& session) {
  Call call{.name = function, .arguments = std::move(arguments), .session = session};
  auto result = TRY(call_function(std::move(call)));
  result.name = std::move(name);
  return result;
}

// nvl2(a, b, c): c where a is NULL, else b.
base::Result<Typed> nvl2(Call& call) {
  std::string name = call_name(call);
  auto& given = call.arguments;
  given[0] = {present_tree(given[0].tree), Type::BOOLEAN, given[0].name};
  return rewritten(std::move(name), "if", std::move(given), call.session);
}

base::Result<Typed> equal_null(Call& call) {
  std::string name = call_name(call);
  return rewritten(std::move(name), "<=>", std::move(call.arguments), call.session);
}

Typed zero() {
  return {constant_tree(duckdb::Value::INTEGER(0)), Type::INTEGER, "0", false, 1};
}
base::Result<Typed> nullifzero(Call& call) {
  std::string name = call_name(call);
  call.arguments.push_back(zero());
  return rewritten(std::move(name), "nullif", std::move(call.arguments), call.session);
}
base::Result<Typed> zeroifnull(Call& call) {
  std::string name = call_name(call);
  call.arguments.push_back(zero());
  return rewritten(std::move(name), "coalesce", std::move(call.arguments), call.session);
}

// The greatest (or least) of all, NULL when any is: Trino's. A NaN gives way to a number.
base::Result<Typed> extreme(Call& call, const char* function) {
  std::string name = call_name(call);
  const Type type = TRY(shared_type(call, 0, 1, false));
  const auto number_or_null = [&](const Tree& value) {
    if (!is_fractional(type)) return value->Copy();
    return if_tree(call_tree("isnan", trees(value->Copy())), null_tree(type), value->Copy());
  };
  const auto best_of = [&](Trees values) {
    if (type.IsNested() || type.HasAlias()) return extreme_tree(std::move(values), function[0] == 'g');
    auto best = call_tree(function, std::move(values));
    if (!is_fractional(type)) return best;
    auto nan =
        cast_tree(constant_tree(duckdb::Value::DOUBLE(std::numeric_limits<double>::quiet_NaN())), type);
    return operator_tree(ExpressionType::OPERATOR_COALESCE, trees(std::move(best), std::move(nan)));
  };
  Trees given, values;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) given.push_back(TRY(argument_as(call, i, type)));
  std::function<Tree(std::size_t)> beside = [&](std::size_t i) -> Tree {
    if (i == given.size()) return best_of(std::move(values));
    return unless_null(std::move(given[i]), [&](const Tree& value) {
      values.push_back(number_or_null(value));
      return beside(i + 1);
    });
  };
  return Typed{beside(0), type, std::move(name)};
}
// Spark's pass over NULLs, and have NaN above all numbers, as DuckDB's do. No text becomes a number for them.
base::Result<Typed> spark_extreme(Call& call, const char* function) {
  std::string name = call_name(call);
  Type type = Type::SQLNULL;
  for (const Typed& argument : call.arguments) {
    const auto common = common_type_beside_texts(type, argument.type);
    if (!common) return types_differ(call, call.arguments, "[]", ", ");
    type = *common;
  }
  Trees values;
  if (has_map(type)) return not_ordered(call, call.name, type);
  for (std::size_t i = 0; i < call.arguments.size(); ++i) values.push_back(TRY(argument_as(call, i, type)));
  if (!type.IsNested()) return Typed{call_tree(function, std::move(values)), type, std::move(name)};
  const SortOrder order = function[0] == 'g' ? SortOrder::Down : SortOrder::Up;
  auto sorted = sorted_tree(call_tree("list_value", std::move(values)), Type::LIST(type), order);
  return Typed{call_tree("list_extract", std::move(sorted), number_tree(1)), type, std::move(name)};
}
base::Result<Typed> spark_greatest(Call& call) {
  return spark_extreme(call, "greatest");
}
base::Result<Typed> spark_least(Call& call) {
  return spark_extreme(call, "least");
}
base::Result<Typed> trino_greatest(Call& call) {
  return extreme(call, "greatest");
}
base::Result<Typed> trino_least(Call& call) {
  return extreme(call, "least");
}

// trino.cast(value, 'type as Spark spells it'): fails in Trino's words; trino.try_cast gives NULL.
base::Result<Typed> trino_cast_in(Call& call, CastMode mode) {
  const auto text = constant_text(call.arguments[1]);
  if (!text) return wrong_type(call, 1, "a constant STRING");
  const auto type = TRY(parse_type(*text));
  return cast(std::move(call.arguments[0]), type, mode, call.session);
}
base::Result<Typed> trino_cast(Call& call) {
  return trino_cast_in(call, CastMode::Trino);
}
base::Result<Typed> trino_try_cast(Call& call) {
  return trino_cast_in(call, CastMode::TrinoTry);
}

constexpr FunctionRow kRows[] = {
    {"greatest", 2, FunctionRow::kAnyNumber, spark_greatest},
    {"least", 2, FunctionRow::kAnyNumber, spark_least},
    {"coalesce", 1, FunctionRow::kAnyNumber, coalesce},
    {"ifnull", 2, 2, coalesce},
    {"nvl", 2, 2, coalesce},
    {"nvl2", 3, 3, nvl2},
    {"equal_null", 2, 2, equal_null},
    {"nullifzero", 1, 1, nullifzero},
    {"zeroifnull", 1, 1, zeroifnull},
    {"when", 2, FunctionRow::kAnyNumber, when},
    {"if", 3, 3, if_then_else},
    {"nullif", 2, 2, nullif},
    {"trino.greatest", 1, FunctionRow::kAnyNumber, trino_greatest},
    {"trino.least", 1, FunctionRow::kAnyNumber, trino_least},
    {"trino.cast", 2, 2, trino_cast},
    {"trino.try_cast", 2, 2, trino_try_cast},
};

}  // namespace

std::span<const FunctionRow> conditional_functions() {
  return kRows;
}

}  // namespace engine
