#include "sql/partition_conditions.h"

#include "base/text.h"
#include "sql/literals.h"

namespace sql {
namespace {

using Operator = plan::PartitionCondition::Operator;

std::optional<Operator> operator_of(BinaryOperator op, bool mirrored) {
  switch (op) {
    case BinaryOperator::Equal:
      return Operator::Equal;
    case BinaryOperator::NotEqual:
      return Operator::NotEqual;
    case BinaryOperator::Less:
      return mirrored ? Operator::Greater : Operator::Less;
    case BinaryOperator::LessOrEqual:
      return mirrored ? Operator::GreaterOrEqual : Operator::LessOrEqual;
    case BinaryOperator::Greater:
      return mirrored ? Operator::Less : Operator::Greater;
    case BinaryOperator::GreaterOrEqual:
      return mirrored ? Operator::LessOrEqual : Operator::GreaterOrEqual;
    default:
      return std::nullopt;
  }
}

// The constant as a text in the key's type; nothing: it is no constant, or of another type.
std::optional<std::string> constant(const Expression& expression, const Type& key) {
  if (const auto* text = std::get_if<StringLiteral>(&expression.node)) {
    return key.kind == TypeKind::Varchar ? std::optional(text->value) : std::nullopt;
  }
  if (const auto* negation = std::get_if<Negation>(&expression.node)) {
    if (!std::holds_alternative<NumberLiteral>(negation->operand->node)) return std::nullopt;
    const auto digits = constant(*negation->operand, key);
    return digits ? std::optional("-" + *digits) : std::nullopt;
  }
  if (const auto* number = std::get_if<NumberLiteral>(&expression.node)) {
    const bool fits = is_integral(key) && number->kind == NumberLiteral::Kind::Integer;
    return fits ? std::optional(number->digits) : std::nullopt;
  }
  const auto* typed = std::get_if<TypedLiteral>(&expression.node);
  const bool is_date = typed != nullptr && typed->type.name == "date" && key.kind == TypeKind::Date;
  if (!is_date || !parse_date(base::trim(typed->value))) return std::nullopt;
  return std::string(base::trim(typed->value));
}

class Collector {
 public:
  explicit Collector(const Scope& scope) : scope_(scope) {}

  void collect(const Expression& expression) {
    if (const auto* logical = std::get_if<Logical>(&expression.node)) {
      if (logical->kind != Logical::Kind::And) return;
      for (const ExpressionPtr& term : logical->terms) collect(*term);
    } else if (const auto* binary = std::get_if<Binary>(&expression.node)) {
      compare(binary->op, *binary->left, *binary->right, false);
      compare(binary->op, *binary->right, *binary->left, true);
    } else if (const auto* between = std::get_if<Between>(&expression.node)) {
      if (between->negated) return;
      compare(BinaryOperator::GreaterOrEqual, *between->value, *between->low, false);
      compare(BinaryOperator::LessOrEqual, *between->value, *between->high, false);
    } else if (const auto* list = std::get_if<InList>(&expression.node)) {
      if (!list->negated) in(*list);
    } else if (const auto* null = std::get_if<IsNull>(&expression.node)) {
      if (const Field* field = key(*null->operand)) {
        add(*field, null->negated ? Operator::IsNotNull : Operator::IsNull, {});
      }
    }
  }

  std::map<std::int64_t, std::vector<plan::PartitionCondition>> take() && { return std::move(conditions_); }

 private:
  const Field* key(const Expression& expression) const {
    const auto* name = std::get_if<ColumnName>(&expression.node);
    if (name == nullptr) return nullptr;
    const auto field = scope_.resolve(*name, expression.position);
    return field.ok() && (*field)->partition_key && (*field)->type ? *field : nullptr;
  }

  void compare(BinaryOperator op, const Expression& column, const Expression& value, bool mirrored) {
    const Field* field = key(column);
    const std::optional<Operator> condition = operator_of(op, mirrored);
    if (field == nullptr || !condition) return;
    if (auto text = constant(value, *field->type)) add(*field, *condition, {*std::move(text)});
  }

  void in(const InList& list) {
    const Field* field = key(*list.value);
    if (field == nullptr) return;
    std::vector<std::string> values;
    for (const ExpressionPtr& item : list.list) {
      auto text = constant(*item, *field->type);
      if (!text) return;
      values.push_back(*std::move(text));
    }
    add(*field, Operator::In, std::move(values));
  }

  void add(const Field& field, Operator op, std::vector<std::string> values) {
    conditions_[field.plan_id].push_back({.column = field.name, .op = op, .values = std::move(values)});
  }

  const Scope& scope_;
  std::map<std::int64_t, std::vector<plan::PartitionCondition>> conditions_;
};

}  // namespace

std::map<std::int64_t, std::vector<plan::PartitionCondition>> partition_conditions(const Expression& where,
                                                                                   const Scope& scope) {
  Collector collector(scope);
  collector.collect(where);
  return std::move(collector).take();
}

}  // namespace sql
