#include "sql/spark_label.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/durations.h"
#include "sql/spark_functions.h"
#include "sql/spark_labels.h"
#include "sql/spark_literal_label.h"

namespace sql {

std::string SparkLabels::label(const Expression& expression) const {
  return std::visit(*this, expression.node);
}

std::string SparkLabels::operator()(const NullLiteral&) const {
  return "NULL";
}

std::string SparkLabels::operator()(const BooleanLiteral& node) const {
  return node.value ? "true" : "false";
}

std::string SparkLabels::operator()(const NumberLiteral& node) const {
  return spark_literal_label(node);
}

std::string SparkLabels::operator()(const StringLiteral& node) const {
  return node.value;
}

std::string SparkLabels::operator()(const BinaryLiteral& node) const {
  return fmt::format("X'{}'", upper_case(base::to_hex(node.bytes)));
}

std::string SparkLabels::operator()(const TypedLiteral& node) const {
  return spark_literal_label(node);
}

// A column without its table, and the fields behind it; a parameter of a lambda has no name.
std::string SparkLabels::operator()(const ColumnName& node) const {
  std::size_t first = node.parts.size() - 1;
  if (node.parts.size() == 1 && is_parameter(node.parts[0])) return "namedlambdavariable()";
  std::string table;
  for (ColumnName column = node;; column.parts.pop_back()) {
    const base::Result<const Field*> field = scope_.resolve(column, {});
    if (field.ok() && qualified_ && !(*field)->table.empty()) table = (*field)->table + ".";
    if (field.ok()) break;
    if (first-- > 0) continue;
    if (const auto function = called_by_name(node)) return *function + "()";
    return fmt::format("lateralAliasReference({})", node.parts[0].text);
  }
  std::string text = table + node.parts[first].text;
  for (std::size_t i = first + 1; i < node.parts.size(); ++i) text += "." + node.parts[i].text;
  return text;
}

std::string SparkLabels::operator()(const Negation& node) const {
  const std::string operand = label(*node.operand);
  const bool literal = std::holds_alternative<NumberLiteral>(node.operand->node);
  return literal ? "-" + operand : fmt::format("(- {})", operand);
}

std::string SparkLabels::operator()(const Not& node) const {
  return negated_label(true, label(*node.operand));
}

std::string SparkLabels::operator()(const Binary& node) const {
  if (const std::optional<std::string> moved = moved_text(node)) return *moved;
  if (node.op == BinaryOperator::Multiply && interval_type(*node.right))
    return fmt::format("({} * {})", label(*node.right), label(*node.left));
  const bool negated = node.op == BinaryOperator::NotEqual;
  return negated_label(negated, fmt::format("({} {} {})", label(*node.left), negated ? "=" : symbol(node.op),
                                            label(*node.right)));
}

std::string SparkLabels::operator()(const Logical& node) const {
  const char* word = node.kind == Logical::Kind::And ? "AND" : "OR";
  return folded(node.terms, "(", fmt::format(" {} ", word));
}

std::string SparkLabels::operator()(const Concatenation& node) const {
  return folded(node.terms, "concat(", ", ");
}

std::string SparkLabels::operator()(const IsNull& node) const {
  return fmt::format("({} IS {}NULL)", label(*node.operand), node.negated ? "NOT " : "");
}

std::string SparkLabels::operator()(const Between& node) const {
  return negated_label(node.negated, fmt::format("between({}, {}, {})", label(*node.value), label(*node.low),
                                                 label(*node.high)));
}

std::string SparkLabels::operator()(const InList& node) const {
  return negated_label(node.negated, fmt::format("({} IN ({}))", label(*node.value), labels(node.list)));
}

std::string SparkLabels::operator()(const Like& node) const {
  std::string escape = node.escape ? fmt::format(" ESCAPE '{}'", label(*node.escape)) : "";
  const std::string text = fmt::format("{} LIKE {}{}", label(*node.value), label(*node.pattern), escape);
  return negated_label(node.negated, text);
}

std::string SparkLabels::operator()(const Case& node) const {
  std::string text = "CASE";
  for (const Case::When& when : node.whens) {
    std::string condition = label(*when.condition);
    if (node.operand) condition = fmt::format("({} = {})", label(*node.operand), condition);
    text += fmt::format(" WHEN {} THEN {}", condition, label(*when.result));
  }
  if (node.otherwise) text += " ELSE " + label(*node.otherwise);
  return text + " END";
}

std::string SparkLabels::operator()(const Cast& node) const {
  // Of a NULL that becomes an array, a map or a struct nothing else is shown.
  const bool nested = node.type.name.find('<') != std::string::npos;
  if (nested && std::holds_alternative<NullLiteral>(node.operand->node)) return "NULL";
  return fmt::format("{}CAST({} AS {})", node.safe ? "TRY_" : "", label(*node.operand),
                     spark_type_label(node.type));
}

std::string SparkLabels::operator()(const Call& node) const {
  std::string text = call_text(node);
  if (node.ignore_nulls && node.function.text == "nth_value") text += " ignore nulls";
  if (node.filter) text += fmt::format(" FILTER (WHERE {})", label(*node.filter));
  return node.over ? fmt::format("{} OVER ({})", text, window_text(node)) : text;
}

std::string SparkLabels::operator()(const AtTimeZone&) const {
  return "AT TIME ZONE";
}

std::string SparkLabels::operator()(const Interval&) const {
  return "INTERVAL";
}

std::string SparkLabels::operator()(const Row& node) const {
  std::vector<std::string> fields;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const auto* column = std::get_if<ColumnName>(&node.items[i]->node);
    fields.push_back(column != nullptr ? column->parts.back().text : fmt::format("col{}", i + 1));
    fields.push_back(label(*node.items[i]));
  }
  return fmt::format("named_struct({})", base::join(fields, ", "));
}

std::string SparkLabels::operator()(const ArrayOf& node) const {
  return fmt::format("array({})", labels(node.items));
}

std::string SparkLabels::operator()(const Subscript& node) const {
  return fmt::format("{}[{}]", label(*node.value), label(*node.index));
}

std::string SparkLabels::operator()(const FieldAccess& node) const {
  return fmt::format("{}.{}", label(*node.value), node.name.text);
}

std::string SparkLabels::operator()(const Lambda& node) const {
  std::string parameters;
  for (std::size_t i = 0; i < node.parameters.size(); ++i) parameters += ", namedlambdavariable()";
  SparkLabels inside = *this;
  inside.lambda_ = &node;
  inside.outer_ = this;
  return fmt::format("lambdafunction({}{})", inside.label(*node.body), parameters);
}

std::string SparkLabels::operator()(const Try& node) const {
  return label(*node.value);
}

std::string SparkLabels::operator()(const IsDistinct& node) const {
  return negated_label(!node.negated, fmt::format("({} <=> {})", label(*node.left), label(*node.right)));
}

std::string SparkLabels::operator()(const Subquery&) const {
  return "scalarsubquery()";
}

std::string SparkLabels::operator()(const InSubquery& node) const {
  return negated_label(node.negated, fmt::format("({} IN (listquery()))", label(*node.value)));
}

std::string SparkLabels::operator()(const Exists&) const {
  return "exists()";
}

std::string SparkLabels::operator()(const Quantified&) const {
  return "";
}  // which Spark has not

std::string SparkLabels::operator()(const JsonForm&) const {
  return "";
}  // likewise

std::string SparkLabels::operator()(const Duration& node) const {
  return sql::to_string(node);
}

// Each term but the first closes what is opened before all of them: ((a OR b) OR c).
std::string SparkLabels::folded(const Expressions& terms, std::string_view open,
                                std::string_view between) const {
  std::string text;
  for (std::size_t i = 1; i < terms.size(); ++i) text += open;
  text += label(*terms.front());
  for (std::size_t i = 1; i < terms.size(); ++i) text += fmt::format("{}{})", between, label(*terms[i]));
  return text;
}

bool SparkLabels::is_parameter(const Name& name) const {
  const auto is_it = [&](const Name& parameter) { return base::iequals(parameter.text, name.text); };
  if (lambda_ != nullptr && std::ranges::any_of(lambda_->parameters, is_it)) return true;
  return outer_ != nullptr && outer_->is_parameter(name);
}

std::string SparkLabels::labels(const Expressions& expressions) const {
  std::vector<std::string> texts;
  for (const ExpressionPtr& expression : expressions) texts.push_back(label(*expression));
  return base::join(texts, ", ");
}

std::string spark_qualified_label(const Expression& expression, const Scope& scope) {
  const std::vector<NamedWindow> no_windows;
  return SparkLabels(scope, no_windows, true).label(expression);
}

std::string spark_call_label(const Call& call, const Scope& scope) {
  const std::vector<NamedWindow> no_windows;
  return SparkLabels(scope, no_windows, true).call_text(call);
}

std::string spark_label(const Expression& expression, const Scope& scope,
                        const std::vector<NamedWindow>& windows) {
  const auto* cast = std::get_if<Cast>(&expression.node);
  const auto* column = cast != nullptr ? std::get_if<ColumnName>(&cast->operand->node) : nullptr;
  const bool field_or_call = column != nullptr && !scope.resolve(*column, {}).ok() &&
                             (column->parts.size() > 1 || called_by_name(*column));
  if (column != nullptr && !field_or_call) return column->parts.back().text;
  return SparkLabels(scope, windows).label(expression);
}

}  // namespace sql
