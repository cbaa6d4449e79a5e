#include "plan/expression_text.h"

#include <fmt/format.h>

#include <chrono>
#include <set>
#include <vector>

#include "base/text.h"
#include "plan/types.h"

namespace plan {
namespace {

using spark::connect::Expression;
using Literal = Expression::Literal;

// Functions that are shown between their two arguments, by the names that Spark Connect sends. Names are
// compared as they are: a client's AND is shown as a call, for a text that tests compare must not hide what
// was sent. With one argument they stay calls as well: -(a).
const std::set<std::string_view> kInfix = {"+",  "-", "*",  "/",   "%",  "==", "!=", "<=>", "<",
                                           "<=", ">", ">=", "and", "or", "&",  "|",  "^",   "="};

template <typename Messages>
std::string list_of(const Messages& expressions) {
  std::vector<std::string> texts;
  for (const auto& expression : expressions) texts.push_back(expression_text(expression));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string function_text(const Expression::UnresolvedFunction& call) {
  if (kInfix.contains(call.function_name()) && call.arguments_size() == 2 && !call.is_distinct())
    return fmt::format("({} {} {})", expression_text(call.arguments(0)), call.function_name(),
                       expression_text(call.arguments(1)));
  return fmt::format("{}({}{}){}", call.function_name(), call.is_distinct() ? "distinct " : "",
                     list_of(call.arguments()), call.is_user_defined_function() ? " user-defined" : "");
}

std::string cast_text(const Expression::Cast& cast) {
  static const char* const kNames[] = {"cast", "legacy_cast", "ansi_cast", "try_cast"};
  const int mode = cast.eval_mode();
  return fmt::format("{}({} as {})", mode >= 0 && mode < 4 ? kNames[mode] : fmt::format("cast<{}>", mode),
                     expression_text(cast.expr()),
                     cast.has_type() ? type_text(cast.type()) : cast.type_str());
}

// The plan id behind # is that of the relation whose output is meant: it tells df1.a from df2.a.
std::string attribute_text(const Expression::UnresolvedAttribute& attribute) {
  std::string out = attribute.unparsed_identifier();
  if (attribute.has_plan_id()) out += fmt::format("#{}", attribute.plan_id());
  if (attribute.is_metadata_column()) out += " metadata";
  return out;
}

std::string star_text(const Expression::UnresolvedStar& star) {
  std::string out = star.unparsed_target() + '*';
  if (star.has_plan_id()) out += fmt::format("#{}", star.plan_id());
  return out;
}

std::string alias_text(const Expression::Alias& alias) {
  std::string out = fmt::format("{} as {}", expression_text(alias.expr()), fmt::join(alias.name(), ", "));
  if (alias.has_metadata()) out += " metadata " + quoted_text(alias.metadata());
  return out;
}

// An instant ends in Z; a time of a wall clock, which is in no zone, in nothing.
std::string time_text(const char* kind, std::int64_t micros, const char* zone) {
  return fmt::format("{} '{}{}'", kind, iso_timestamp(micros), zone);
}

std::string decimal_text(const Literal::Decimal& decimal) {
  std::string out = decimal.value() + "BD";
  if (decimal.has_precision() || decimal.has_scale())
    out += fmt::format("({},{})", decimal.precision(), decimal.scale());
  return out;
}

// The suffixes of Spark's literals, so that a plan's text tells 5 from 5L; a NULL says its type, for plans
// differ in that alone. https://spark.apache.org/docs/latest/sql-ref-literals.html
std::string literal_text(const Literal& literal) {
  switch (literal.literal_type_case()) {
    case Literal::kNull:
      return fmt::format("null:{}", type_text(literal.null()));
    case Literal::kBinary:
      return fmt::format("X'{}'", base::to_hex(literal.binary()));
    case Literal::kBoolean:
      return literal.boolean() ? "true" : "false";
    case Literal::kByte:
      return fmt::format("{}Y", literal.byte());
    case Literal::kShort:
      return fmt::format("{}S", literal.short_());
    case Literal::kInteger:
      return fmt::to_string(literal.integer());
    case Literal::kLong:
      return fmt::format("{}L", literal.long_());
    case Literal::kFloat:
      return fmt::format("{}F", literal.float_());
    case Literal::kDouble:
      return fmt::format("{}D", literal.double_());
    case Literal::kDecimal:
      return decimal_text(literal.decimal());
    case Literal::kString:
      return quoted_text(literal.string());
    case Literal::kDate:
      return fmt::format("date '{}'", iso_date(literal.date()));
    case Literal::kTimestamp:
      return time_text("timestamp", literal.timestamp(), "Z");
    case Literal::kTimestampNtz:
      return time_text("timestamp_ntz", literal.timestamp_ntz(), "");
    default:
      return fmt::format("literal{{{}}}", literal.ShortDebugString());
  }
}

// Only the id of the query: its relation stands in the WithRelations around, and is printed there once.
std::string subquery_text(const spark::connect::SubqueryExpression& subquery) {
  using Node = spark::connect::SubqueryExpression;
  const std::string query = fmt::format("subquery(#{})", subquery.plan_id());
  if (subquery.subquery_type() == Node::SUBQUERY_TYPE_EXISTS) return "exists " + query;
  if (subquery.subquery_type() != Node::SUBQUERY_TYPE_IN) return query;
  std::vector<std::string> values;
  for (const Expression& value : subquery.in_subquery_values()) values.push_back(expression_text(value));
  return fmt::format("{} in {}", fmt::join(values, ", "), query);
}

std::string boundary_text(const Expression::Window::WindowFrame::FrameBoundary& boundary, bool upper) {
  if (boundary.current_row()) return "current row";
  if (boundary.unbounded()) return upper ? "unbounded following" : "unbounded preceding";
  return expression_text(boundary.value());
}

std::string window_text(const Expression::Window& window) {
  using Frame = Expression::Window::WindowFrame;
  std::vector<std::string> parts;
  std::vector<std::string> keys;
  for (const Expression& key : window.partition_spec()) keys.push_back(expression_text(key));
  if (!keys.empty()) parts.push_back(fmt::format("partition by {}", fmt::join(keys, ", ")));
  keys.clear();
  for (const auto& order : window.order_spec()) keys.push_back(sort_order_text(order));
  if (!keys.empty()) parts.push_back(fmt::format("order by {}", fmt::join(keys, ", ")));
  if (window.has_frame_spec()) {
    const Frame& frame = window.frame_spec();
    parts.push_back(fmt::format("{} between {} and {}",
                                frame.frame_type() == Frame::FRAME_TYPE_ROW ? "rows" : "range",
                                boundary_text(frame.lower(), false), boundary_text(frame.upper(), true)));
  }
  return fmt::format("{} over ({})", expression_text(window.window_function()), fmt::join(parts, " "));
}

}  // namespace

// Floored to the day, not cut off: a moment before 1970 belongs to the day before, and its clock counts up.
std::string iso_timestamp(std::int64_t micros_since_epoch) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(micros_since_epoch)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format(
      "{} {:02}:{:02}:{:02}.{:06}", iso_date(static_cast<std::int32_t>(day.time_since_epoch().count())),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::string iso_date(std::int32_t days_since_epoch) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days_since_epoch))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

// Escaped so far that a relation stays one line of printer.h's text; a backslash is not, as nobody reads it
// back.
std::string quoted_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + '\'';
}

std::string expression_text(const Expression& expression) {
  switch (expression.expr_type_case()) {
    case Expression::kLiteral:
      return literal_text(expression.literal());
    case Expression::kUnresolvedAttribute:
      return attribute_text(expression.unresolved_attribute());
    case Expression::kUnresolvedFunction:
      return function_text(expression.unresolved_function());
    case Expression::kUnresolvedStar:
      return star_text(expression.unresolved_star());
    case Expression::kAlias:
      return alias_text(expression.alias());
    case Expression::kCast:
      return cast_text(expression.cast());
    case Expression::kSortOrder:
      return sort_order_text(expression.sort_order());
    case Expression::kWindow:
      return window_text(expression.window());
    case Expression::kSubqueryExpression:
      return subquery_text(expression.subquery_expression());
    case Expression::kExpressionString:
      return fmt::format("expr({})", quoted_text(expression.expression_string().expression()));
    default:
      return expression.ShortDebugString();
  }
}

std::string sort_order_text(const Expression::SortOrder& order) {
  static const char* const kDirections[] = {"", " asc", " desc"};
  static const char* const kNulls[] = {"", " nulls first", " nulls last"};
  const auto name = [](const char* const(&names)[3], int value) {
    return value >= 0 && value < 3 ? std::string(names[value]) : fmt::format(" ?{}", value);
  };
  return expression_text(order.child()) + name(kDirections, order.direction()) +
         name(kNulls, order.null_ordering());
}

}  // namespace plan
