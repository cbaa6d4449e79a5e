#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "plan/builders.h"

namespace plan {
namespace {

using Literal = Expression::Literal;

template <typename Setter>
Expression make_literal(Setter set) {
  Expression expression;
  set(*expression.mutable_literal());
  return expression;
}

// Whether Spark takes a name without backticks for one: ASCII letters, digits and _, but no digit first, with
// which 1e3 would be a number. Words that SQL reserves are plain here, as Spark reserves none by default.
bool is_plain_word(std::string_view name) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), is_word);
}

Expression function(std::string_view name, std::vector<Expression> arguments, bool is_distinct) {
  Expression expression;
  auto& call = *expression.mutable_unresolved_function();
  call.set_function_name(std::string(name));
  for (Expression& argument : arguments) *call.add_arguments() = std::move(argument);
  call.set_is_distinct(is_distinct);
  return expression;
}

Expression::Cast::EvalMode eval_mode(CastMode mode) {
  switch (mode) {
    case CastMode::Unspecified:
      return Expression::Cast::EVAL_MODE_UNSPECIFIED;
    case CastMode::Legacy:
      return Expression::Cast::EVAL_MODE_LEGACY;
    case CastMode::Ansi:
      return Expression::Cast::EVAL_MODE_ANSI;
    case CastMode::Try:
      return Expression::Cast::EVAL_MODE_TRY;
  }
  UNREACHABLE("every cast mode has its message");
}

}  // namespace

std::string quoted(std::string_view name) {
  if (is_plain_word(name)) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out + '`';
}

Expression column(std::string_view identifier) {
  Expression expression;
  expression.mutable_unresolved_attribute()->set_unparsed_identifier(std::string(identifier));
  return expression;
}

Expression star() {
  Expression expression;
  expression.mutable_unresolved_star();
  return expression;
}

Expression literal(bool value) {
  return make_literal([&](Literal& out) { out.set_boolean(value); });
}
Expression literal(std::int32_t value) {
  return make_literal([&](Literal& out) { out.set_integer(value); });
}
Expression literal(std::int64_t value) {
  return make_literal([&](Literal& out) { out.set_long_(value); });
}
Expression literal(float value) {
  return make_literal([&](Literal& out) { out.set_float_(value); });
}
Expression literal(double value) {
  return make_literal([&](Literal& out) { out.set_double_(value); });
}
Expression literal(std::string_view value) {
  return make_literal([&](Literal& out) { out.set_string(std::string(value)); });
}
Expression literal(const std::string& value) {
  return literal(std::string_view(value));
}
Expression literal(const char* value) {
  return literal(std::string_view(value));
}
Expression byte_literal(std::int8_t value) {
  return make_literal([&](Literal& out) { out.set_byte(value); });
}
Expression short_literal(std::int16_t value) {
  return make_literal([&](Literal& out) { out.set_short_(value); });
}
Expression binary_literal(std::string_view value) {
  return make_literal([&](Literal& out) { out.set_binary(std::string(value)); });
}
Expression date_literal(std::int32_t days_since_epoch) {
  return make_literal([&](Literal& out) { out.set_date(days_since_epoch); });
}
Expression timestamp_literal(std::int64_t micros_since_epoch) {
  return make_literal([&](Literal& out) { out.set_timestamp(micros_since_epoch); });
}
Expression timestamp_ntz_literal(std::int64_t micros_since_epoch) {
  return make_literal([&](Literal& out) { out.set_timestamp_ntz(micros_since_epoch); });
}

Expression day_time_literal(std::int64_t micros) {
  return make_literal([&](Literal& out) { out.set_day_time_interval(micros); });
}

Expression year_month_literal(std::int32_t months) {
  return make_literal([&](Literal& out) { out.set_year_month_interval(months); });
}

Expression decimal_literal(std::string_view digits, int precision, int scale) {
  return make_literal([&](Literal& out) {
    out.mutable_decimal()->set_value(std::string(digits));
    out.mutable_decimal()->set_precision(precision);
    out.mutable_decimal()->set_scale(scale);
  });
}

// The type goes unparsed: builders refuse nothing, so a type that does not exist is found by whoever runs the
// plan.
Expression null_literal(std::string_view type) {
  spark::connect::DataType unparsed;
  unparsed.mutable_unparsed()->set_data_type_string(std::string(type));
  return null_literal(std::move(unparsed));
}

Expression null_literal(spark::connect::DataType type) {
  return make_literal([&](Literal& out) { *out.mutable_null() = std::move(type); });
}

Expression call(std::string_view name, std::vector<Expression> arguments) {
  return function(name, std::move(arguments), false);
}

Expression call_distinct(std::string_view name, std::vector<Expression> arguments) {
  return function(name, std::move(arguments), true);
}

Expression cast(Expression value, std::string_view type, CastMode mode) {
  Expression expression;
  *expression.mutable_cast()->mutable_expr() = std::move(value);
  expression.mutable_cast()->set_type_str(std::string(type));
  expression.mutable_cast()->set_eval_mode(eval_mode(mode));
  return expression;
}

Expression aliases(Expression generator, const std::vector<std::string>& names) {
  Expression expression;
  auto& alias = *expression.mutable_alias();
  *alias.mutable_expr() = std::move(generator);
  for (const std::string& name : names) alias.add_name(name);
  return expression;
}

// Spark Connect has one message for a row's field, an array's element and a map's value; which of them is
// meant depends on the type of what stands in front, which only the engine knows.
Expression field(Expression row, std::string_view name) {
  return item(std::move(row), literal(name));
}

Expression item(Expression value, Expression index) {
  Expression expression;
  auto& extract = *expression.mutable_unresolved_extract_value();
  *extract.mutable_child() = std::move(value);
  *extract.mutable_extraction() = std::move(index);
  return expression;
}

Expression lambda(Expression body, const std::vector<std::string>& parameters) {
  Expression expression;
  auto& lambda = *expression.mutable_lambda_function();
  *lambda.mutable_function() = std::move(body);
  for (const std::string& name : parameters) lambda.add_arguments()->add_name_parts(name);
  return expression;
}

Expression lambda_variable(std::string_view name) {
  Expression expression;
  expression.mutable_unresolved_named_lambda_variable()->add_name_parts(std::string(name));
  return expression;
}

Expression alias(Expression value, std::string_view name) {
  Expression expression;
  *expression.mutable_alias()->mutable_expr() = std::move(value);
  expression.mutable_alias()->add_name(std::string(name));
  return expression;
}

Expression over(Expression function, std::vector<Expression> partition_by, std::vector<SortOrder> order_by,
                std::optional<WindowFrame> frame) {
  Expression expression;
  auto& window = *expression.mutable_window();
  *window.mutable_window_function() = std::move(function);
  for (Expression& key : partition_by) *window.add_partition_spec() = std::move(key);
  for (SortOrder& order : order_by) *window.add_order_spec() = std::move(order);
  if (frame) *window.mutable_frame_spec() = *std::move(frame);
  return expression;
}

Expression subquery(SubqueryType::SubqueryType type, std::int64_t plan_id, std::vector<Expression> values) {
  Expression expression;
  auto& subquery = *expression.mutable_subquery_expression();
  subquery.set_plan_id(plan_id);
  subquery.set_subquery_type(type);
  for (Expression& value : values) *subquery.add_in_subquery_values() = std::move(value);
  return expression;
}

// Always says where NULLs go: what SQL's dialects imply differs, so nothing is left for the engine to guess.
SortOrder sort_order(Expression value, bool descending, bool nulls_first) {
  SortOrder order;
  *order.mutable_child() = std::move(value);
  order.set_direction(descending ? SortOrder::SORT_DIRECTION_DESCENDING
                                 : SortOrder::SORT_DIRECTION_ASCENDING);
  order.set_null_ordering(nulls_first ? SortOrder::SORT_NULLS_FIRST : SortOrder::SORT_NULLS_LAST);
  return order;
}

SortOrder ascending(Expression value) {
  return sort_order(std::move(value), false, true);
}
SortOrder descending(Expression value) {
  return sort_order(std::move(value), true, false);
}

}  // namespace plan
