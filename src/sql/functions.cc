#include "sql/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/operators.h"

namespace sql {
namespace {

// What one argument of an overload may be. A kind further down takes the ones above it by coercion, where
// Trino does.
enum class Takes { Nothing, Any, Boolean, Text, Integral, Decimal, Real, Double, Date, Timestamp };

using Types = std::span<const Type>;
using Arguments = std::vector<Typed>;
using Rewrite = base::Result<PlanExpression> (*)(Arguments arguments, Position position);

struct Function {
  std::string_view name;
  std::array<Takes, 3> takes;
  int optional;  // how many of the last arguments may be left out
  Type (*gives)(Types arguments);
  std::string_view plan_name;  // of the plan's function; empty: `rewrite` makes the expression
  bool convert = false;        // the plan's function gives another type than Trino's: cast it
  Rewrite rewrite = nullptr;
};

Type first(Types arguments) {
  return arguments[0];
}
Type bigint(Types) {
  return {TypeKind::Bigint};
}
Type boolean(Types) {
  return {TypeKind::Boolean};
}
Type real(Types) {
  return {TypeKind::Real};
}
Type floating(Types) {
  return {TypeKind::Double};
}
Type text(Types) {
  return varchar_type();
}
Type whole_decimal(Types arguments) {
  const auto& [kind, precision, scale] = arguments[0];
  return decimal_type(std::min(kMaxDecimalPrecision, precision - scale + std::min(scale, 1)), 0);
}
Type rounded_decimal(Types arguments) {
  return decimal_type(std::min(kMaxDecimalPrecision, arguments[0].precision + 1), arguments[0].scale);
}
Type summed_decimal(Types arguments) {
  return decimal_type(kMaxDecimalPrecision, arguments[0].scale);
}

const std::string* constant_text(const Typed& argument) {
  const bool text = argument.plan.has_literal() && argument.plan.literal().has_string();
  return text ? &argument.plan.literal().string() : nullptr;
}

base::Result<PlanExpression> unchanged(Arguments arguments, Position) {
  return std::move(arguments[0].plan);
}

// Trino trims every white space, Spark's trim only blanks.
base::Result<PlanExpression> trim(Arguments arguments, Position) {
  static constexpr std::string_view kWhiteSpace =
      " \t\n\v\f\r\x1c\x1d\x1e\x1f\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028"
      "\u2029\u205f\u3000";
  return plan::call("btrim", {std::move(arguments[0].plan), plan::literal(kWhiteSpace)});
}

// An empty text to search for: Trino inserts between all characters, Spark changes nothing.
base::Result<PlanExpression> replace(Arguments arguments, Position position) {
  const std::string* search = constant_text(arguments[1]);
  if (search == nullptr || search->empty()) {
    return not_supported_yet(position, "replace with a search that is not a constant, or empty,");
  }
  PlanExpression with = arguments.size() > 2 ? std::move(arguments[2].plan) : plan::literal("");
  return plan::call("replace", {std::move(arguments[0].plan), std::move(arguments[1].plan), std::move(with)});
}

base::Result<PlanExpression> replace_matches(Arguments arguments, Position) {
  PlanExpression with = arguments.size() > 2 ? std::move(arguments[2].plan) : plan::literal("");
  return plan::call("regexp_replace",
                    {std::move(arguments[0].plan), std::move(arguments[1].plan), std::move(with)});
}

base::Result<std::string> unit_of_time(const Typed& argument, bool is_date, Position position) {
  static constexpr std::array kDateUnits =
      std::to_array<std::string_view>({"day", "week", "month", "quarter", "year"});
  static constexpr std::array kTimeUnits =
      std::to_array<std::string_view>({"millisecond", "second", "minute", "hour"});
  const std::string* given = constant_text(argument);
  if (given == nullptr) return not_supported_yet(position, "a unit of time that is not a constant");
  const std::string unit = base::to_lower(*given);
  const bool known = std::ranges::find(kDateUnits, unit) != kDateUnits.end() ||
                     (!is_date && std::ranges::find(kTimeUnits, unit) != kTimeUnits.end());
  if (known) return unit;
  return error_at(position, "INVALID_FUNCTION_ARGUMENT",
                  fmt::format("'{}' is not a valid {} field", *given, is_date ? "DATE" : "TIMESTAMP"));
}

base::Result<PlanExpression> date_trunc(Arguments arguments, Position position) {
  const bool is_date = arguments[1].type.kind == TypeKind::Date;
  std::string unit = TRY(unit_of_time(arguments[0], is_date, position));
  return plan::call("date_trunc", {plan::literal(unit), std::move(arguments[1].plan)});
}

base::Result<PlanExpression> date_add(Arguments arguments, Position position) {
  const bool is_date = arguments[2].type.kind == TypeKind::Date;
  std::string unit = TRY(unit_of_time(arguments[0], is_date, position));
  return plan::call("trino.date_add",
                    {plan::literal(unit), std::move(arguments[1].plan), std::move(arguments[2].plan)});
}

base::Result<PlanExpression> date_diff(Arguments arguments, Position position) {
  const bool is_date = arguments[1].type.kind == TypeKind::Date;
  std::string unit = TRY(unit_of_time(arguments[0], is_date, position));
  for (std::string_view later : {"month", "quarter", "year"}) {
    if (unit == later) return not_supported_yet(position, "date_diff in units of a " + unit);
  }
  return plan::call("trino.date_diff",
                    {plan::literal(unit), std::move(arguments[1].plan), std::move(arguments[2].plan)});
}

base::Result<PlanExpression> pi(Arguments, Position) {
  return plan::literal(3.141592653589793);
}
base::Result<PlanExpression> euler(Arguments, Position) {
  return plan::literal(2.718281828459045);
}
base::Result<PlanExpression> nan(Arguments, Position) {
  return plan::literal(std::numeric_limits<double>::quiet_NaN());
}
base::Result<PlanExpression> infinity(Arguments, Position) {
  return plan::literal(std::numeric_limits<double>::infinity());
}

Type date(Types) {
  return {TypeKind::Date};
}
Type third(Types arguments) {
  return arguments[2];
}
Type boolean_of(Types) {
  return {TypeKind::Boolean};
}
Type second(Types arguments) {
  return arguments[1];
}

constexpr Takes kNone = Takes::Nothing;

constexpr std::array kScalars = std::to_array<Function>({
    {"lower", {Takes::Text}, 0, first, "lower"},
    {"upper", {Takes::Text}, 0, first, "upper"},
    {"length", {Takes::Text}, 0, bigint, "length", true},
    {"trim", {Takes::Text}, 0, first, "", false, trim},
    {"substr", {Takes::Text, Takes::Integral, Takes::Integral}, 1, first, "trino.substr"},
    {"substring", {Takes::Text, Takes::Integral, Takes::Integral}, 1, first, "trino.substr"},
    {"replace", {Takes::Text, Takes::Text, Takes::Text}, 1, text, "", false, replace},
    {"abs", {Takes::Integral}, 0, first, "trino.abs"},
    {"abs", {Takes::Decimal}, 0, first, "abs"},
    {"abs", {Takes::Real}, 0, first, "abs"},
    {"abs", {Takes::Double}, 0, first, "abs"},
    {"round", {Takes::Integral}, 0, first, "", false, unchanged},
    {"round", {Takes::Decimal}, 0, whole_decimal, "round", true},
    {"round", {Takes::Real}, 0, first, "trino.round"},
    {"round", {Takes::Double}, 0, first, "trino.round"},
    {"round", {Takes::Integral, Takes::Integral}, 0, first, "trino.round"},
    {"round", {Takes::Decimal, Takes::Integral}, 0, rounded_decimal, "trino.round"},
    {"round", {Takes::Real, Takes::Integral}, 0, first, "trino.round"},
    {"round", {Takes::Double, Takes::Integral}, 0, first, "trino.round"},
    {"floor", {Takes::Integral}, 0, first, "", false, unchanged},
    {"floor", {Takes::Decimal}, 0, whole_decimal, "floor", true},
    {"floor", {Takes::Real}, 0, first, "trino.floor"},
    {"floor", {Takes::Double}, 0, first, "trino.floor"},
    {"ceil", {Takes::Integral}, 0, first, "", false, unchanged},
    {"ceil", {Takes::Decimal}, 0, whole_decimal, "ceil", true},
    {"ceil", {Takes::Real}, 0, first, "trino.ceil"},
    {"ceil", {Takes::Double}, 0, first, "trino.ceil"},
    {"ceiling", {Takes::Integral}, 0, first, "", false, unchanged},
    {"ceiling", {Takes::Decimal}, 0, whole_decimal, "ceil", true},
    {"ceiling", {Takes::Real}, 0, first, "trino.ceil"},
    {"ceiling", {Takes::Double}, 0, first, "trino.ceil"},
    {"year", {Takes::Date}, 0, bigint, "year", true},
    {"year", {Takes::Timestamp}, 0, bigint, "year", true},
    {"month", {Takes::Date}, 0, bigint, "month", true},
    {"month", {Takes::Timestamp}, 0, bigint, "month", true},
    {"day", {Takes::Date}, 0, bigint, "dayofmonth", true},
    {"day", {Takes::Timestamp}, 0, bigint, "dayofmonth", true},
    {"sqrt", {Takes::Double}, 0, floating, "sqrt"},
    {"power", {Takes::Double, Takes::Double}, 0, floating, "power"},
    {"pow", {Takes::Double, Takes::Double}, 0, floating, "power"},
    {"exp", {Takes::Double}, 0, floating, "exp"},
    {"ln", {Takes::Double}, 0, floating, "trino.ln"},
    {"log2", {Takes::Double}, 0, floating, "trino.log2"},
    {"log10", {Takes::Double}, 0, floating, "trino.log10"},
    {"sin", {Takes::Double}, 0, floating, "sin"},
    {"cos", {Takes::Double}, 0, floating, "cos"},
    {"tan", {Takes::Double}, 0, floating, "tan"},
    {"asin", {Takes::Double}, 0, floating, "asin"},
    {"acos", {Takes::Double}, 0, floating, "acos"},
    {"atan", {Takes::Double}, 0, floating, "atan"},
    {"atan2", {Takes::Double, Takes::Double}, 0, floating, "atan2"},
    {"sinh", {Takes::Double}, 0, floating, "sinh"},
    {"cosh", {Takes::Double}, 0, floating, "cosh"},
    {"tanh", {Takes::Double}, 0, floating, "tanh"},
    {"cbrt", {Takes::Double}, 0, floating, "cbrt"},
    {"degrees", {Takes::Double}, 0, floating, "degrees"},
    {"radians", {Takes::Double}, 0, floating, "radians"},
    {"pi", {}, 0, floating, "", false, pi},
    {"e", {}, 0, floating, "", false, euler},
    {"nan", {}, 0, floating, "", false, nan},
    {"infinity", {}, 0, floating, "", false, infinity},
    {"reverse", {Takes::Text}, 0, first, "reverse"},
    {"strpos", {Takes::Text, Takes::Text}, 0, bigint, "instr", true},
    {"starts_with", {Takes::Text, Takes::Text}, 0, boolean_of, "startswith"},
    {"translate", {Takes::Text, Takes::Text, Takes::Text}, 0, text, "translate"},
    {"lpad", {Takes::Text, Takes::Integral, Takes::Text}, 0, text, "lpad"},
    {"rpad", {Takes::Text, Takes::Integral, Takes::Text}, 0, text, "rpad"},
    {"regexp_like", {Takes::Text, Takes::Text}, 0, boolean_of, "rlike"},
    {"regexp_replace", {Takes::Text, Takes::Text, Takes::Text}, 1, text, "", false, replace_matches},
    {"hour", {Takes::Timestamp}, 0, bigint, "hour", true},
    {"minute", {Takes::Timestamp}, 0, bigint, "minute", true},
    {"second", {Takes::Timestamp}, 0, bigint, "second", true},
    {"quarter", {Takes::Date}, 0, bigint, "quarter", true},
    {"quarter", {Takes::Timestamp}, 0, bigint, "quarter", true},
    {"week", {Takes::Date}, 0, bigint, "weekofyear", true},
    {"week", {Takes::Timestamp}, 0, bigint, "weekofyear", true},
    {"week_of_year", {Takes::Date}, 0, bigint, "weekofyear", true},
    {"week_of_year", {Takes::Timestamp}, 0, bigint, "weekofyear", true},
    {"day_of_month", {Takes::Date}, 0, bigint, "dayofmonth", true},
    {"day_of_month", {Takes::Timestamp}, 0, bigint, "dayofmonth", true},
    {"day_of_week", {Takes::Date}, 0, bigint, "trino.day_of_week", true},
    {"day_of_week", {Takes::Timestamp}, 0, bigint, "trino.day_of_week", true},
    {"dow", {Takes::Date}, 0, bigint, "trino.day_of_week", true},
    {"dow", {Takes::Timestamp}, 0, bigint, "trino.day_of_week", true},
    {"day_of_year", {Takes::Date}, 0, bigint, "dayofyear", true},
    {"day_of_year", {Takes::Timestamp}, 0, bigint, "dayofyear", true},
    {"doy", {Takes::Date}, 0, bigint, "dayofyear", true},
    {"doy", {Takes::Timestamp}, 0, bigint, "dayofyear", true},
    {"date_add", {Takes::Text, Takes::Integral, Takes::Date}, 0, third, "", false, date_add},
    {"date_add", {Takes::Text, Takes::Integral, Takes::Timestamp}, 0, third, "", false, date_add},
    {"date_diff", {Takes::Text, Takes::Date, Takes::Date}, 0, bigint, "", false, date_diff},
    {"date_diff", {Takes::Text, Takes::Timestamp, Takes::Timestamp}, 0, bigint, "", false, date_diff},
    {"current_date", {}, 0, date, "current_date"},
    {"date_trunc", {Takes::Text, Takes::Date}, 0, second, "", true, date_trunc},
    {"date_trunc", {Takes::Text, Takes::Timestamp}, 0, second, "", false, date_trunc},
});

// Spark's sum wraps around where Trino's fails.
constexpr std::array kAggregates = std::to_array<Function>({
    {"count", {Takes::Any}, 0, bigint, "count"},
    {"sum", {Takes::Integral}, 0, bigint, "trino.sum"},
    {"sum", {Takes::Decimal}, 0, summed_decimal, "trino.sum"},
    {"sum", {Takes::Real}, 0, real, "sum", true},
    {"sum", {Takes::Double}, 0, floating, "sum"},
    {"avg", {Takes::Integral}, 0, floating, "avg"},
    {"avg", {Takes::Decimal}, 0, first, "trino.avg"},
    {"avg", {Takes::Real}, 0, real, "avg", true},
    {"avg", {Takes::Double}, 0, floating, "avg"},
    {"min", {Takes::Any}, 0, first, "min"},
    {"max", {Takes::Any}, 0, first, "max"},
    {"approx_distinct", {Takes::Any}, 0, bigint, "approx_count_distinct"},
    {"arbitrary", {Takes::Any}, 0, first, "trino.arbitrary"},
    {"any_value", {Takes::Any}, 0, first, "trino.arbitrary"},
    {"bool_and", {Takes::Boolean}, 0, boolean, "bool_and"},
    {"bool_or", {Takes::Boolean}, 0, boolean, "bool_or"},
    {"every", {Takes::Boolean}, 0, boolean, "bool_and"},
    {"count_if", {Takes::Boolean}, 0, bigint, "count_if"},
    {"min_by", {Takes::Any, Takes::Any}, 0, first, "min_by"},
    {"max_by", {Takes::Any, Takes::Any}, 0, first, "max_by"},
    {"stddev", {Takes::Double}, 0, floating, "stddev_samp"},
    {"stddev_samp", {Takes::Double}, 0, floating, "stddev_samp"},
    {"stddev_pop", {Takes::Double}, 0, floating, "stddev_pop"},
    {"variance", {Takes::Double}, 0, floating, "var_samp"},
    {"var_samp", {Takes::Double}, 0, floating, "var_samp"},
    {"var_pop", {Takes::Double}, 0, floating, "var_pop"},
    {"corr", {Takes::Double, Takes::Double}, 0, floating, "corr"},
    {"covar_pop", {Takes::Double, Takes::Double}, 0, floating, "covar_pop"},
    {"covar_samp", {Takes::Double, Takes::Double}, 0, floating, "covar_samp"},
    {"regr_slope", {Takes::Double, Takes::Double}, 0, floating, "regr_slope"},
    {"regr_intercept", {Takes::Double, Takes::Double}, 0, floating, "regr_intercept"},
});

// https://trino.io/docs/current/functions/window.html. Spark counts in 32 bits.
constexpr std::array kWindowFunctions = std::to_array<Function>({
    {"row_number", {}, 0, bigint, "row_number", true},
    {"rank", {}, 0, bigint, "rank", true},
    {"dense_rank", {}, 0, bigint, "dense_rank", true},
    {"percent_rank", {}, 0, floating, "percent_rank"},
    {"cume_dist", {}, 0, floating, "cume_dist"},
    {"ntile", {Takes::Integral}, 0, bigint, "ntile", true},
    {"lag", {Takes::Any, Takes::Integral, Takes::Any}, 2, first, "lag"},
    {"lead", {Takes::Any, Takes::Integral, Takes::Any}, 2, first, "lead"},
    {"first_value", {Takes::Any}, 0, first, "first_value"},
    {"last_value", {Takes::Any}, 0, first, "last_value"},
    {"nth_value", {Takes::Any, Takes::Integral}, 0, first, "nth_value"},
});

bool is_exactly(Takes takes, const Type& type) {
  switch (takes) {
    case Takes::Nothing:
      return false;
    case Takes::Any:
      return true;
    case Takes::Boolean:
      return type.kind == TypeKind::Boolean;
    case Takes::Text:
      return is_text(type);
    case Takes::Integral:
      return is_integral(type);
    case Takes::Decimal:
      return type.kind == TypeKind::Decimal;
    case Takes::Real:
      return type.kind == TypeKind::Real;
    case Takes::Double:
      return type.kind == TypeKind::Double;
    case Takes::Date:
      return type.kind == TypeKind::Date;
    case Takes::Timestamp:
      return type.kind == TypeKind::Timestamp;
  }
  return false;
}

// The type that an argument is coerced to when it is not of the kind itself.
std::optional<Type> coerced(Takes takes, const Type& type) {
  const bool null = type.kind == TypeKind::Unknown;
  switch (takes) {
    case Takes::Boolean:
      return null ? std::optional(Type{TypeKind::Boolean}) : std::nullopt;
    case Takes::Text:
      return null ? std::optional(varchar_type()) : std::nullopt;
    case Takes::Integral:
      return null ? std::optional(Type{TypeKind::Bigint}) : std::nullopt;
    case Takes::Double:
      return null || is_numeric(type) ? std::optional(Type{TypeKind::Double}) : std::nullopt;
    case Takes::Date:
      return null ? std::optional(Type{TypeKind::Date}) : std::nullopt;
    case Takes::Timestamp:
      return null || type.kind == TypeKind::Date ? std::optional(timestamp_type()) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::size_t most(const Function& function) {
  return static_cast<std::size_t>(std::ranges::count_if(function.takes, [](Takes t) { return t != kNone; }));
}

bool takes_count(const Function& function, std::size_t count) {
  return count <= most(function) && count + static_cast<std::size_t>(function.optional) >= most(function);
}

bool fits(const Function& function, const Arguments& arguments, bool coercing) {
  if (!takes_count(function, arguments.size())) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type& type = arguments[i].type;
    if (!is_exactly(function.takes[i], type) && !(coercing && coerced(function.takes[i], type))) return false;
  }
  return true;
}

std::string signature_error(const std::string& name, const Arguments& arguments) {
  std::vector<std::string> types;
  for (const Typed& argument : arguments) types.push_back(to_string(argument.type));
  return fmt::format("Unexpected parameters ({}) for function {}", base::join(types, ", "), name);
}

base::Result<const Function*> find(std::span<const Function> table, const Name& name, Arguments& arguments) {
  bool known = false;
  for (const bool coercing : {false, true}) {
    for (const Function& function : table) {
      known = known || function.name == name.text;
      if (function.name != name.text || !fits(function, arguments, coercing)) continue;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!is_exactly(function.takes[i], arguments[i].type)) {
          arguments[i] = coerce(std::move(arguments[i]), *coerced(function.takes[i], arguments[i].type));
        }
      }
      return &function;
    }
  }
  return error_at(
      name.position, "FUNCTION_NOT_FOUND",
      known ? signature_error(name.text, arguments) : fmt::format("Function '{}' not registered", name.text));
}

Type result_of(const Function& function, const Arguments& arguments) {
  std::vector<Type> types;
  for (const Typed& argument : arguments) types.push_back(argument.type);
  return function.gives(types);
}

base::Result<Typed> concatenate(const Name& name, Arguments arguments) {
  if (arguments.size() < 2) {
    return error_at(name.position, "INVALID_FUNCTION_ARGUMENT",
                    "There must be two or more concatenation arguments");
  }
  for (Typed& argument : arguments) {
    if (argument.type.kind == TypeKind::Unknown) argument = null_of(varchar_type());
    if (!is_text(argument.type)) {
      return error_at(name.position, "FUNCTION_NOT_FOUND", signature_error(name.text, arguments));
    }
  }
  return Typed{plan::call("concat", plans(std::move(arguments))), varchar_type()};
}

// A value and the default beside it become one type.
base::Result<void> unify_default(const Name& name, Arguments& arguments) {
  if (arguments.size() != 3) return {};
  const std::optional<Type> type = common_type(arguments[0].type, arguments[2].type);
  if (!type) return error_at(name.position, "FUNCTION_NOT_FOUND", signature_error(name.text, arguments));
  arguments[0] = coerce(std::move(arguments[0]), *type);
  arguments[2] = coerce(std::move(arguments[2]), *type);
  return {};
}

}  // namespace

bool is_aggregate(std::string_view name) {
  return std::ranges::find(kAggregates, name, &Function::name) != kAggregates.end();
}

bool is_window_function(std::string_view name) {
  return std::ranges::find(kWindowFunctions, name, &Function::name) != kWindowFunctions.end();
}

bool is_scalar(std::string_view name) {
  for (std::string_view other : {"concat", "mod", "if", "nullif", "coalesce"}) {
    if (other == name) return true;
  }
  return std::ranges::find(kScalars, name, &Function::name) != kScalars.end();
}

base::Result<Typed> call_scalar(const Name& name, Arguments arguments) {
  if (name.text == "concat") return concatenate(name, std::move(arguments));
  if (name.text == "mod" && arguments.size() == 2) {
    return arithmetic(BinaryOperator::Modulus, std::move(arguments[0]), std::move(arguments[1]),
                      name.position);
  }
  const Function* function = TRY(find(kScalars, name, arguments));
  const Type type = result_of(*function, arguments);
  PlanExpression value = function->rewrite != nullptr
                             ? TRY(function->rewrite(std::move(arguments), name.position))
                             : plan::call(function->plan_name, plans(std::move(arguments)));
  if (function->convert) return checked(std::move(value), type);
  return Typed{std::move(value), type};
}

base::Result<AggregateCall> call_aggregate(const Name& name, Arguments arguments, bool distinct) {
  const Function* function = TRY(find(kAggregates, name, arguments));
  const Type type = result_of(*function, arguments);
  const auto make = distinct ? plan::call_distinct : plan::call;
  PlanExpression call = make(function->plan_name, plans(std::move(arguments)));
  return AggregateCall{std::move(call), type, function->convert};
}

base::Result<AggregateCall> call_window(const Name& name, Arguments arguments, bool ignore_nulls) {
  const Function* function = TRY(find(kWindowFunctions, name, arguments));
  const bool ranks = function->takes[0] != Takes::Any;
  if (ignore_nulls && ranks) {
    return error_at(name.position, "NULL_TREATMENT_NOT_ALLOWED",
                    fmt::format("Cannot specify null treatment clause for {} function", name.text));
  }
  TRY(unify_default(name, arguments));
  const Type type = result_of(*function, arguments);
  if (ignore_nulls) {  // the argument behind all others
    const bool neighbour = most(*function) == 3;
    if (neighbour && arguments.size() < 2)
      arguments.push_back({plan::literal(std::int64_t{1}), {TypeKind::Bigint}});
    if (neighbour && arguments.size() < 3) arguments.push_back(null_of(type));
    arguments.push_back({plan::literal(true), kBoolean});
  }
  return AggregateCall{plan::call(function->plan_name, plans(std::move(arguments))), type, function->convert};
}

}  // namespace sql
