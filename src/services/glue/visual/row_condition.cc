#include "services/glue/visual/row_condition.h"

#include <limits>

#include "api/glue/errors.h"
#include "base/text.h"
#include "engine/functions/conversions.h"
#include "engine/patterns/python_match.h"
#include "services/glue/visual/number_literal.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::FilterExpression;
using api::glue::FilterValue;

struct Ordering {
  std::string_view operation;
  std::string_view function;
  bool left_is_above;  // when it holds, and the two are not equal
};
constexpr Ordering kOrderings[] = {
    {"LT", "<", false}, {"GT", ">", true}, {"LTE", "<=", false}, {"GTE", ">=", true}};

bool is_column(const FilterValue& value) {
  return value.type == "COLUMNEXTRACTED";
}

base::Result<void> check_regex(const FilterExpression& filter) {
  if (!is_column(filter.values[0]) || is_column(filter.values[1]))
    return errors::invalid_input_exception("REGEX takes a column and then a constant pattern.");
  const auto checked = engine::patterns::check_python_match(filter.values[1].value.front());
  if (!checked.ok()) return errors::invalid_input_exception(checked.error().message);
  return {};
}

base::Result<void> check_filter(const FilterExpression& filter) {
  const std::size_t wanted = filter.operation == "ISNULL" ? 1 : 2;
  if (filter.values.size() != wanted)
    return errors::invalid_input_exception(fmt::format("{} takes {} value{}, not {}.", filter.operation,
                                                       wanted, wanted == 1 ? "" : "s", filter.values.size()));
  bool has_column = false;
  for (const FilterValue& value : filter.values) {
    has_column |= is_column(value);
    if (is_column(value)) TRY(check_paths("Filters", {value.value}));
    if (!is_column(value) && value.value.size() != 1)
      return errors::invalid_input_exception(
          fmt::format("{}: a constant is one value, not {}.", filter.operation, value.value.size()));
  }
  if (!has_column)
    return errors::invalid_input_exception(fmt::format("{} takes a column.", filter.operation));
  return filter.operation == "REGEX" ? check_regex(filter) : base::Result<void>();
}

// What may be compared with each other.
enum class Family { Number, Text, Boolean, Date, Timestamp, Other };

Family family_of(std::string_view type) {
  static const std::map<std::string_view, Family> kFamilies = {
      {"tinyint", Family::Number},     {"smallint", Family::Number}, {"int", Family::Number},
      {"bigint", Family::Number},      {"float", Family::Number},    {"double", Family::Number},
      {"string", Family::Text},        {"boolean", Family::Boolean}, {"date", Family::Date},
      {"timestamp", Family::Timestamp}};
  const auto found = kFamilies.find(type.substr(0, type.find('(')));
  if (found != kFamilies.end()) return found->second;
  if (type.starts_with("decimal")) return Family::Number;
  return type.starts_with("varchar") || type.starts_with("char") ? Family::Text : Family::Other;
}

bool is_fractional(std::string_view type) {
  return type == "float" || type == "double";
}

base::Result<plan::Expression> constant(const std::string& text, const std::string& type) {
  const auto no_such = [&] {
    return base::refusal("TypeMismatch", 400, fmt::format("the constant '{}' is no {}", text, type));
  };
  switch (family_of(type)) {
    case Family::Text:
      return plan::literal(text);
    case Family::Number: {
      auto value = number_literal(std::string(base::trim(text)), is_fractional(type));
      if (!value) return no_such();
      return *std::move(value);
    }
    case Family::Boolean:
      if (base::iequals(text, "true") || base::iequals(text, "false"))
        return plan::literal(base::iequals(text, "true"));
      return no_such();
    case Family::Date:
      if (!engine::text_to_days(text)) return no_such();
      return plan::cast(plan::literal(text), type, plan::CastMode::Ansi);
    case Family::Timestamp:
      if (!engine::text_to_timestamp(text)) return no_such();
      return plan::cast(plan::literal(text), type, plan::CastMode::Ansi);
    default:
      return base::refusal("TypeMismatch", 400, fmt::format("a value of the type {} is not compared", type));
  }
}

base::Result<void> check_families(const FilterExpression& filter, const std::string& left,
                                  const std::string& right) {
  if (family_of(left) == family_of(right) && family_of(left) != Family::Other) return {};
  return base::refusal("TypeMismatch", 400,
                       fmt::format("'{}' is {} and '{}' is {}, which are not compared",
                                   base::join(filter.values[0].value, "."), left,
                                   base::join(filter.values[1].value, "."), right));
}

// Spark has NaN above all and equal to itself.
plan::Expression is_no_nan(const plan::Expression& value) {
  return plan::call("<=", {value, plan::literal(std::numeric_limits<double>::infinity())});
}

// As Python's ==, which raises on no None: it is equal to itself only.
plan::Expression equal(const Value& a, const Value& b) {
  plan::Expression same = plan::call("<=>", {a.expression, b.expression});
  if (!is_fractional(a.type) || !is_fractional(b.type)) return same;
  return plan::call(
      "and", {std::move(same), plan::call("coalesce", {is_no_nan(a.expression), plan::literal(true)})});
}

// NULL where either value is NULL, even when the other is a NaN.
plan::Expression ordered(const Ordering& ordering, const Value& a, const Value& b) {
  plan::Expression condition = plan::call(ordering.function, {a.expression, b.expression});
  // When it holds of a NaN on the other side, this side is one as well.
  const Value& above = ordering.left_is_above ? a : b;
  if (!is_fractional(above.type)) return condition;
  plan::Expression told = plan::call("isnotnull", {condition});
  condition = plan::call("and", {std::move(condition), is_no_nan(above.expression)});
  const bool are_columns = !a.type.empty() && !b.type.empty();
  return are_columns ? plan::call("when", {std::move(told), std::move(condition)}) : condition;
}

base::Result<plan::Expression> compare(const Frame& frame, const FilterExpression& filter) {
  const FilterValue &left = filter.values[0], &right = filter.values[1];
  Value a, b;  // a constant has no type
  if (is_column(left)) a = TRY(value_at(frame, left.value));
  if (is_column(right)) b = TRY(value_at(frame, right.value));
  if (!is_column(left)) a.expression = TRY(constant(left.value.front(), b.type));
  if (!is_column(right)) b.expression = TRY(constant(right.value.front(), a.type));
  if (is_column(left) && is_column(right)) TRY(check_families(filter, a.type, b.type));
  for (const Ordering& ordering : kOrderings)
    if (ordering.operation == filter.operation) return ordered(ordering, a, b);
  ASSERT(filter.operation == "EQ", "the request's codec knows the operations");
  return equal(a, b);
}

base::Result<plan::Expression> match(const Frame& frame, const FilterExpression& filter) {
  Value value = TRY(value_at(frame, filter.values[0].value));
  if (family_of(value.type) != Family::Text)
    return base::refusal("TypeMismatch", 400,
                         fmt::format("'{}' is {}, and REGEX takes a string",
                                     base::join(filter.values[0].value, "."), value.type));
  return plan::call("python.match",
                    {std::move(value.expression), plan::literal(filter.values[1].value.front())});
}

base::Result<plan::Expression> condition_of(const Frame& frame, const FilterExpression& filter) {
  if (filter.operation == "REGEX") return match(frame, filter);
  if (filter.operation != "ISNULL") return compare(frame, filter);
  Value value = TRY(value_at(frame, filter.values[0].value));
  return plan::call("isnull", {std::move(value.expression)});
}

// Python looks at the second only when the first is false: one that cannot be told ends it all.
plan::Expression either(plan::Expression first, plan::Expression second) {
  plan::Expression told = plan::call("isnotnull", {first});
  return plan::call("or", {std::move(first), plan::call("and", {std::move(told), std::move(second)})});
}

}  // namespace

base::Result<void> check_filters(const Filters& filters) {
  if (filters.empty()) return errors::invalid_input_exception("Filters: there must be one at least.");
  for (const FilterExpression& filter : filters) TRY(check_filter(filter));
  return {};
}

base::Result<plan::Expression> row_condition(const Frame& frame, const std::string& logical_operator,
                                             const Filters& filters) {
  std::optional<plan::Expression> all;
  for (std::size_t i = filters.size(); i-- > 0;) {
    plan::Expression condition = TRY(condition_of(frame, filters[i]));
    if (filters[i].negated.value_or(false)) condition = plan::call("not", {std::move(condition)});
    if (!all)
      all = std::move(condition);
    else if (logical_operator == "OR")
      all = either(std::move(condition), *std::move(all));
    else
      all = plan::call("and", {std::move(condition), *std::move(all)});
  }
  return *std::move(all);
}

}  // namespace services::glue::visual
