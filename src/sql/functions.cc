#include "sql/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/function_row.h"
#include "sql/operators.h"
#include "sql/signature.h"

namespace sql {
namespace {

using Tables = std::span<const std::span<const Function>>;

Tables scalars() {
  static const std::array tables = {number_functions(), text_functions(),        binary_functions(),
                                    time_functions(),   collection_functions(),  json_functions(),
                                    zoned_functions(),  time_of_day_functions(), sketch_functions(),
                                    color_functions()};
  return tables;
}
Tables aggregates() {
  static const std::array tables = {aggregate_functions(), sketch_aggregates()};
  return tables;
}
Tables windows() {
  static const std::array tables = {window_functions()};
  return tables;
}

std::vector<const Function*> overloads(Tables tables, std::string_view name) {
  std::vector<const Function*> found;
  for (const std::span<const Function> table : tables) {
    for (const Function& function : table) {
      if (function_name(function.signature) == name) found.push_back(&function);
    }
  }
  return found;
}

std::string signature_error(const std::string& name, const std::vector<Argument>& arguments) {
  std::vector<std::string> types;
  for (const Argument& argument : arguments)
    types.push_back(argument.lambda == nullptr ? to_string(argument.value.type) : "<function>");
  return fmt::format("Unexpected parameters ({}) for function {}", base::join(types, ", "), name);
}

base::Error not_found(const Name& name, const std::vector<Argument>& arguments, bool known) {
  return error_at(
      name.position, "FUNCTION_NOT_FOUND",
      known ? signature_error(name.text, arguments) : fmt::format("Function '{}' not registered", name.text));
}

// An overload that the arguments fit, with what its letters stand for so far: lambdas come later.
struct Match {
  const Function* function = nullptr;
  Signature signature;
  Bindings bindings;
};

std::optional<Match> match(const Function& function, const std::vector<Argument>& arguments, bool coercing) {
  Match match{.function = &function, .signature = Signature::parse(function.signature)};
  if (!match.signature.takes_count(arguments.size())) return std::nullopt;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const TypePattern& pattern = match.signature.argument(i);
    if ((arguments[i].lambda != nullptr) != (pattern.name == "function")) return std::nullopt;
    if (arguments[i].lambda == nullptr && !match.bindings.bind(pattern, arguments[i].value.type, coercing))
      return std::nullopt;
  }
  return match;
}

base::Result<Match> find(Tables tables, const Name& name, const std::vector<Argument>& arguments) {
  const std::vector<const Function*> candidates = overloads(tables, name.text);
  for (const bool coercing : {false, true}) {
    for (const Function* function : candidates) {
      if (std::optional<Match> found = match(*function, arguments, coercing)) return *std::move(found);
    }
  }
  return not_found(name, arguments, !candidates.empty());
}

// The last part of a function's pattern is what it gives; those before it are its parameters.
base::Result<void> plan_lambdas(Match& match, std::vector<Argument>& arguments,
                                const LambdaPlanner& plan_lambda) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].lambda == nullptr) continue;
    const std::vector<TypePattern>& parts = match.signature.argument(i).parts;
    const auto parameters = [&] {
      std::vector<Type> types;
      for (std::size_t part = 0; part + 1 < parts.size(); ++part)
        types.push_back(match.bindings.resolve(parts[part], {}));
      return types;
    };
    std::vector<Type> types = parameters();
    constexpr int kMostRounds =
        3;  // of a state that widens by each: reduce(a, ARRAY[], (s, x) -> ARRAY[s], ...)
    for (int round = 0;; ++round) {
      if (round == kMostRounds) {
        return error_at(arguments[i].position, "TYPE_MISMATCH",
                        "What the lambda gives is never of the type that it is handed");
      }
      arguments[i].value = TRY(plan_lambda(arguments[i], types));
      if (!match.bindings.bind(parts.back(), arguments[i].value.type, true)) {
        return error_at(arguments[i].position, "TYPE_MISMATCH",
                        fmt::format("Expected the lambda to give {}, and it gives {}", parts.back().name,
                                    to_string(arguments[i].value.type)));
      }
      std::vector<Type> wider = parameters();  // what it gives may be what it is handed again: reduce's state
      if (wider == types) break;
      types = std::move(wider);
    }
  }
  return {};
}

Typed coerced_lambda(Typed lambda, const Type& type) {
  PlanExpression& body = *lambda.plan.mutable_lambda_function()->mutable_function();
  body = coerce({std::move(body), lambda.type}, type).plan;
  return {std::move(lambda.plan), type};
}

std::vector<Typed> coerced(const Match& match, std::vector<Argument> arguments) {
  std::vector<Typed> values;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    Typed value = std::move(arguments[i].value);
    const TypePattern& pattern = match.signature.argument(i);
    if (arguments[i].lambda == nullptr)
      value = coerce(std::move(value), match.bindings.resolve(pattern, value.type));
    else
      value = coerced_lambda(std::move(value), match.bindings.resolve(pattern.parts.back(), value.type));
    values.push_back(std::move(value));
  }
  return values;
}

Type result_of(const Match& match, const std::vector<Typed>& arguments) {
  if (match.function->gives == nullptr) return match.bindings.resolve(match.signature.gives, {});
  std::vector<Type> types;
  for (const Typed& argument : arguments) types.push_back(argument.type);
  return match.function->gives(types);
}

std::vector<Argument> as_arguments(std::vector<Typed> values) {
  std::vector<Argument> arguments;
  for (Typed& value : values) arguments.push_back({.value = std::move(value)});
  return arguments;
}

bool is_nested_call(std::string_view name) {
  return name == "concat" || name == "greatest" || name == "least";
}

// Beside an array, an item is an array of one.
void append_items(std::vector<Argument>& arguments) {
  const auto is_array = [](const Argument& argument) { return argument.value.type.kind == TypeKind::Array; };
  if (std::ranges::none_of(arguments, is_array)) return;
  for (Argument& argument : arguments) {
    if (is_array(argument) || argument.value.type.kind == TypeKind::Unknown) continue;
    argument.value = {plan::call("array", {std::move(argument.value.plan)}), array_type(argument.value.type)};
  }
}

// The blanks that a char ends with stay inside.
Typed concatenate_chars(std::vector<Argument> arguments) {
  std::vector<PlanExpression> values;
  int length = 0;
  for (Argument& argument : arguments) {
    const Type type = *common_type(argument.value.type, char_type(0));
    length = std::min(kMaxCharLength, length + type.precision);
    values.push_back(std::move(argument.value.plan));
  }
  return coerce({plan::call("concat", std::move(values)), varchar_type()}, char_type(length));
}

// Of texts, of bytes or of arrays, all of one kind.
base::Result<Typed> concatenate(const Name& name, std::vector<Argument> arguments) {
  if (arguments.size() < 2) {
    const bool array = !arguments.empty() && arguments[0].value.type.kind == TypeKind::Array;
    return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                         array ? "There must be two or more arguments to concat"
                               : "There must be two or more concatenation arguments");
  }
  append_items(arguments);
  Type type;
  for (const Argument& argument : arguments) {
    const std::optional<Type> common =
        argument.lambda == nullptr ? common_type(type, argument.value.type) : std::nullopt;
    if (!common) return not_found(name, arguments, true);
    type = *common;
  }
  if (type.kind == TypeKind::Unknown || type.kind == TypeKind::Varchar) type = varchar_type();
  const bool fits =
      type.kind == TypeKind::Varchar || type.kind == TypeKind::Varbinary || type.kind == TypeKind::Array;
  if (is_char(type) && arguments.size() == 2 && !would_fill_long(type))
    return concatenate_chars(std::move(arguments));
  if (!fits) return not_found(name, arguments, true);
  std::vector<PlanExpression> values;
  for (Argument& argument : arguments) values.push_back(coerce(std::move(argument.value), type).plan);
  const char* function = type.kind == TypeKind::Varchar     ? "concat"
                         : type.kind == TypeKind::Varbinary ? "trino.concat_bytes"
                                                            : "trino.array_concat";
  return Typed{plan::call(function, std::move(values)), type};
}

// NULL when any is NULL, unlike Spark's.
base::Result<Typed> extreme(const Name& name, std::vector<Argument> arguments) {
  Type type;
  for (const Argument& argument : arguments) {
    const std::optional<Type> common =
        argument.lambda == nullptr ? common_type(type, argument.value.type) : std::nullopt;
    if (!common || !is_orderable(*common)) return not_found(name, arguments, true);
    type = *common;
  }
  if (arguments.empty()) return not_found(name, arguments, true);
  std::vector<PlanExpression> values;
  for (Argument& argument : arguments) values.push_back(coerce(std::move(argument.value), type).plan);
  return Typed{plan::call("trino." + name.text, std::move(values)), type};
}

bool is_trinos(std::string_view plan_name) {
  return plan_name.starts_with("trino.");
}
bool is_by(std::string_view plan_name) {
  return plan_name == "min_by" || plan_name == "max_by";
}

// To Spark's other aggregates the order of their rows is nothing.
bool follows_order(std::string_view plan_name) {
  return is_trinos(plan_name) || is_by(plan_name);
}

// A number of a window function that is not seen to be right is checked while the query runs. lag and lead
// refuse NULL too.
void check_number(const std::string& function, std::vector<Typed>& values) {
  const bool neighbour = function == "lag" || function == "lead";
  const std::size_t place = function == "ntile" ? 0 : 1;
  if ((!neighbour && function != "ntile" && function != "nth_value") || values.size() <= place) return;
  PlanExpression& number = values[place].plan;
  const PlanExpression& inner = number.has_cast() ? number.cast().expr() : number;
  const auto& literal = inner.literal();
  if (inner.has_literal() && (literal.integer() > 0 || literal.long_() > 0)) return;
  if (neighbour)
    number =
        plan::call("coalesce", {std::move(number), plan::literal(std::numeric_limits<std::int64_t>::min())});
  number = plan::call("trino.window_argument", {std::move(number), plan::literal(function)});
}

PlanExpression ordering(const RowClauses::Key& key, const std::vector<Typed>& arguments) {
  PlanExpression ordering;
  *ordering.mutable_sort_order() = key.order;
  if (key.argument) *ordering.mutable_sort_order()->mutable_child() = arguments[*key.argument].plan;
  return ordering;
}

// To Spark's aggregates a row that the condition leaves out has a NULL, which all of them pass over: those by
// a key pass over the NULLs of the key.
void keep_rows(spark::connect::Expression_UnresolvedFunction& call, const PlanExpression& condition) {
  if (is_trinos(call.function_name())) {
    *call.add_arguments() = plan::call("trino.rows_where", {condition});
    return;
  }
  PlanExpression& value = *call.mutable_arguments(is_by(call.function_name()) ? 1 : 0);
  value = plan::call("when", {condition, std::move(value)});
}

}  // namespace

const std::string* constant_text(const Typed& argument) {
  const bool text = argument.plan.has_literal() && argument.plan.literal().has_string();
  return text ? &argument.plan.literal().string() : nullptr;
}

bool is_aggregate(std::string_view name) {
  return !overloads(aggregates(), name).empty();
}

bool is_window_function(std::string_view name) {
  return !overloads(windows(), name).empty();
}

bool is_scalar(std::string_view name) {
  for (std::string_view other : {"mod", "if", "nullif", "coalesce", "date", "typeof"}) {
    if (other == name) return true;
  }
  return is_nested_call(name) || !overloads(scalars(), name).empty();
}

base::Result<Typed> call_scalar(const Name& name, std::vector<Argument> arguments,
                                const LambdaPlanner& plan_lambda) {
  if (name.text == "concat") return concatenate(name, std::move(arguments));
  if (name.text == "greatest" || name.text == "least") return extreme(name, std::move(arguments));
  const bool plain =
      std::ranges::all_of(arguments, [](const Argument& argument) { return argument.lambda == nullptr; });
  if (plain && name.text == "mod" && arguments.size() == 2) {
    return arithmetic(BinaryOperator::Modulus, std::move(arguments[0].value), std::move(arguments[1].value),
                      name.position);
  }
  if (plain && name.text == "date" && arguments.size() == 1)
    return cast(std::move(arguments[0].value), {TypeKind::Date}, OnFailure::Error, name.position);
  if (plain && name.text == "typeof" && arguments.size() == 1)
    return Typed{plan::literal(to_string(arguments[0].value.type)), varchar_type()};
  Match match = TRY(find(scalars(), name, arguments));
  TRY(plan_lambdas(match, arguments, plan_lambda));
  const Function& function = *match.function;
  std::vector<Typed> values = coerced(match, std::move(arguments));
  const Type type = result_of(match, values);
  PlanExpression value = function.rewrite != nullptr
                             ? TRY(function.rewrite(std::move(values), name.position))
                             : plan::call(function.plan_name, plans(std::move(values)));
  if (function.convert) return checked(std::move(value), type);
  return Typed{std::move(value), type};
}

base::Result<Typed> call_scalar(const Name& name, std::vector<Typed> arguments) {
  return call_scalar(name, as_arguments(std::move(arguments)), nullptr);
}

base::Result<AggregateCall> call_aggregate(const Name& name, std::vector<Argument> arguments,
                                           const RowClauses& clauses, const LambdaPlanner& plan_lambda) {
  const bool takes_lambda =
      std::ranges::any_of(arguments, [](const Argument& argument) { return argument.lambda != nullptr; });
  if (clauses.distinct && takes_lambda)
    return error_at(name.position, "TYPE_MISMATCH",
                    "DISTINCT can only be applied to comparable types (actual: function)");
  Match match = TRY(find(aggregates(), name, arguments));
  TRY(plan_lambdas(match, arguments, plan_lambda));
  const Function& function = *match.function;
  std::vector<Typed> values = coerced(match, std::move(arguments));
  const Type type = result_of(match, values);
  std::vector<PlanExpression> order;
  for (const RowClauses::Key& key : clauses.order) order.push_back(ordering(key, values));
  PlanExpression call = function.rewrite != nullptr
                            ? TRY(function.rewrite(std::move(values), name.position))
                            : plan::call(function.plan_name, plans(std::move(values)));
  auto& made = *call.mutable_unresolved_function();
  made.set_is_distinct(clauses.distinct);
  if (clauses.filter) keep_rows(made, *clauses.filter);
  if (follows_order(made.function_name())) {
    if (!order.empty() && is_by(made.function_name()))
      made.set_function_name("trino." + made.function_name());
    for (PlanExpression& key : order) *made.add_arguments() = std::move(key);
  }
  return AggregateCall{std::move(call), type, function.convert};
}

base::Result<AggregateCall> call_window(const Name& name, std::vector<Typed> arguments, bool ignore_nulls) {
  std::vector<Argument> given = as_arguments(std::move(arguments));
  const Match match = TRY(find(windows(), name, given));
  const bool ranks = match.signature.takes.empty() || match.signature.takes[0].name != "T";
  if (ignore_nulls && ranks) {
    return error_at(name.position, "NULL_TREATMENT_NOT_ALLOWED",
                    fmt::format("Cannot specify null treatment clause for {} function", name.text));
  }
  std::vector<Typed> values = coerced(match, std::move(given));
  const Type type = result_of(match, values);
  check_number(name.text, values);
  if (ignore_nulls) {  // the argument behind all others
    const bool neighbour = name.text == "lag" || name.text == "lead";
    if (neighbour && values.size() < 2)
      values.push_back({plan::literal(std::int64_t{1}), {TypeKind::Bigint}});
    if (neighbour && values.size() < 3) values.push_back(null_of(type));
    values.push_back({plan::literal(true), kBoolean});
  }
  return AggregateCall{plan::call(match.function->plan_name, plans(std::move(values))), type,
                       match.function->convert};
}

}  // namespace sql
