#include <fmt/format.h>

#include "sql/durations.h"
#include "sql/spark_functions.h"
#include "sql/spark_labels.h"

// Dates and timestamps that are moved, as Spark's names of columns show them: by the types, as far as they
// can be told before the plan is lowered.
namespace sql {
namespace {

bool is_sum(const Binary& node) {
  return node.op == BinaryOperator::Add || node.op == BinaryOperator::Subtract;
}

std::string interval_type_of(const Duration& duration) {
  static constexpr std::string_view kUnits[] = {"year", "month", "day", "hour", "minute", "second"};
  std::string type = fmt::format("interval {}", kUnits[duration.first]);
  if (duration.first != duration.last) type += fmt::format(" to {}", kUnits[duration.last]);
  return type;
}

bool of_days(const std::string& interval) {
  return interval == "interval day";
}
bool of_months(const std::string& interval) {
  return interval.ends_with("month") || interval.ends_with("year");
}

}  // namespace

// Nothing: it is other arithmetic, or may be.
std::optional<std::string> SparkLabels::moved_text(const Binary& node) const {
  if (!is_sum(node)) return std::nullopt;
  const bool back = node.op == BinaryOperator::Subtract;
  const auto left = interval_type(*node.left), right = interval_type(*node.right);
  const auto is_null = [](const ExpressionPtr& side) {
    return std::holds_alternative<NullLiteral>(side->node);
  };
  if ((left && right) || is_null(node.left) || is_null(node.right)) return std::nullopt;
  if (right) return moved_by(*node.left, *node.right, *right, back);
  if (left) return back ? std::nullopt : std::optional(moved_by(*node.right, *node.left, *left, false));
  if (is_date(*node.right))  // what lies between two dates, or a number of days and a date
    return back || is_date(*node.left)
               ? std::nullopt
               : std::optional(fmt::format("date_add({}, {})", label(*node.right), label(*node.left)));
  if (!is_date(*node.left) || is_timestamp(*node.right)) return std::nullopt;
  return fmt::format("date_{}({}, {})", back ? "sub" : "add", label(*node.left), label(*node.right));
}

std::string SparkLabels::moved_by(const Expression& time, const Expression& by, const std::string& type,
                                  bool back) const {
  if (!of_days(type) || !is_date(time))
    return fmt::format("{} {} {}", label(time), back ? "-" : "+", label(by));
  const std::string days = fmt::format("extractansiintervaldays({})", label(by));
  return fmt::format("date_add({}, {})", label(time), back ? fmt::format("(- {})", days) : days);
}

// `interval day to second`; nothing: it is no interval, or may be none.
std::optional<std::string> SparkLabels::interval_type(const Expression& expression) const {
  const auto known = [](const std::string& type) {
    return type.starts_with("interval ") ? std::optional(type) : std::nullopt;
  };
  if (const auto* literal = std::get_if<Duration>(&expression.node)) return interval_type_of(*literal);
  if (const auto* negation = std::get_if<Negation>(&expression.node))
    return interval_type(*negation->operand);
  if (const auto* cast = std::get_if<Cast>(&expression.node)) return known(cast->type.name);
  if (const auto* call = std::get_if<Call>(&expression.node)) {
    if (call->function.text == "make_dt_interval") return "interval day to second";
    return call->function.text == "make_ym_interval" ? std::optional("interval year to month") : std::nullopt;
  }
  if (const auto* binary = std::get_if<Binary>(&expression.node)) return interval_type_of_binary(*binary);
  const auto* column = std::get_if<ColumnName>(&expression.node);
  if (column == nullptr) return std::nullopt;
  const base::Result<const Field*> field = scope_.resolve(*column, {});
  return field.ok() ? known((*field)->catalog_type) : std::nullopt;
}

std::optional<std::string> SparkLabels::interval_type_of_binary(const Binary& node) const {
  const auto left = interval_type(*node.left), right = interval_type(*node.right);
  if (is_sum(node) && left && right) return left == right ? left : "interval day to second";
  if (node.op == BinaryOperator::Subtract && is_date(*node.left) && is_date(*node.right))
    return "interval day";
  if (node.op != BinaryOperator::Multiply && node.op != BinaryOperator::Divide) return std::nullopt;
  const auto& scaled = left ? left : right;
  if (!scaled) return std::nullopt;
  return of_months(*scaled) ? "interval year to month" : "interval day to second";
}

// Of a literal, of a column whose type is known before the plan is lowered, and of what is made of them.
bool SparkLabels::is_date(const Expression& time) const {
  if (const auto* literal = std::get_if<TypedLiteral>(&time.node)) return literal->type.name == "date";
  if (const auto* cast = std::get_if<Cast>(&time.node)) return cast->type.name == "date";
  if (const auto* call = std::get_if<Call>(&time.node)) return gives_date(call->function.text);
  if (const auto* moved = std::get_if<Binary>(&time.node)) return is_moved_date(*moved);
  const auto* column = std::get_if<ColumnName>(&time.node);
  if (column == nullptr) return false;
  const base::Result<const Field*> field = scope_.resolve(*column, {});
  if (field.ok()) return (*field)->catalog_type == "date";
  const auto function = called_by_name(*column);
  return function && gives_date(*function);
}

bool SparkLabels::is_timestamp(const Expression& time) const {
  const auto named = [](std::string_view type) { return type.starts_with("timestamp"); };
  if (const auto* literal = std::get_if<TypedLiteral>(&time.node)) return named(literal->type.name);
  if (const auto* cast = std::get_if<Cast>(&time.node)) return named(cast->type.name);
  const auto* column = std::get_if<ColumnName>(&time.node);
  if (column == nullptr) return false;
  const base::Result<const Field*> field = scope_.resolve(*column, {});
  return field.ok() && named((*field)->catalog_type);
}

bool SparkLabels::gives_date(std::string_view function) {
  for (std::string_view name :
       {"to_date", "last_day", "date_add", "date_sub", "dateadd", "add_months", "current_date", "curdate"}) {
    if (function == name) return true;
  }
  return false;
}

// A date stays one when it is moved by days or months, and becomes a timestamp by hours.
bool SparkLabels::is_moved_date(const Binary& node) const {
  if (!is_sum(node)) return false;
  const auto left = interval_type(*node.left), right = interval_type(*node.right);
  const auto& by = left ? left : right;
  if (by && !of_days(*by) && !of_months(*by)) return false;
  const bool back = node.op == BinaryOperator::Subtract;
  if (is_date(*node.right)) return !back && !is_date(*node.left);
  return is_date(*node.left);
}

}  // namespace sql
