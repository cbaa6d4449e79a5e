#include "sql/expression_analyzer.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/functions.h"
#include "sql/like_pattern.h"
#include "sql/literals.h"
#include "sql/operators.h"

namespace sql {
namespace {

constexpr Type kBoolean{TypeKind::Boolean};

base::Error type_mismatch(Position position, const std::string& message) {
  return error_at(position, "TYPE_MISMATCH", message);
}

Typed negated_if(bool negated, PlanExpression condition) {
  if (negated) condition = plan::call("not", {std::move(condition)});
  return {std::move(condition), kBoolean};
}

// The one type of several values, each then coerced to it; `what` names the place in the message.
base::Result<Type> unify(std::vector<Typed>& values, std::string_view what, Position position) {
  Type type;
  for (const Typed& value : values) {
    const std::optional<Type> common = common_type(type, value.type);
    if (!common)
      return type_mismatch(position, fmt::format("All {} must be the same type: {}", what, to_string(type)));
    type = *common;
  }
  for (Typed& value : values) value = coerce(std::move(value), type);
  return type;
}

std::vector<PlanExpression> plans(std::vector<Typed> values) {
  std::vector<PlanExpression> result;
  for (Typed& value : values) result.push_back(std::move(value.plan));
  return result;
}

bool is_constant(const Expression& expression) {
  return std::holds_alternative<NumberLiteral>(expression.node) ||
         std::holds_alternative<StringLiteral>(expression.node) ||
         std::holds_alternative<NullLiteral>(expression.node) ||
         std::holds_alternative<BooleanLiteral>(expression.node);
}

std::string shown(const Call& call) {
  return call.function.text + (call.star ? "(*)" : "(...)");
}

}  // namespace

bool contains_aggregate(const Expression& expression) {
  const Call* call = std::get_if<Call>(&expression.node);
  if (call != nullptr && is_aggregate(call->function.text)) return true;
  bool found = false;
  for_each_child(expression, [&](const Expression& child) { found = found || contains_aggregate(child); });
  return found;
}

struct ExpressionAnalyzer::Visitor {
  const ExpressionAnalyzer& self;
  Position position;

  base::Result<Typed> operator()(const NullLiteral&) const { return null_of({TypeKind::Unknown}); }
  base::Result<Typed> operator()(const BooleanLiteral& node) const {
    return Typed{plan::literal(node.value), kBoolean};
  }
  base::Result<Typed> operator()(const NumberLiteral& node) const {
    return number_literal(node, false, position);
  }
  base::Result<Typed> operator()(const StringLiteral& node) const { return string_literal(node.value); }
  base::Result<Typed> operator()(const BinaryLiteral& node) const {
    return Typed{plan::binary_literal(node.bytes), {TypeKind::Varbinary}};
  }
  base::Result<Typed> operator()(const TypedLiteral& node) const { return typed_literal(node, position); }
  base::Result<Typed> operator()(const ColumnName& node) const { return self.named(node, position); }
  base::Result<Typed> operator()(const Negation& node) const { return self.negation(node, position); }
  base::Result<Typed> operator()(const Not& node) const {
    return negated_if(true, TRY(self.condition(*node.operand, "Value of logical NOT expression")).plan);
  }
  base::Result<Typed> operator()(const Binary& node) const {
    Typed left = TRY(self.analyze(*node.left));
    Typed right = TRY(self.analyze(*node.right));
    const auto apply = is_comparison(node.op) ? comparison : arithmetic;
    return apply(node.op, std::move(left), std::move(right), position);
  }
  base::Result<Typed> operator()(const Logical& node) const { return self.logical(node); }
  base::Result<Typed> operator()(const Concatenation& node) const {
    return self.concatenation(node, position);
  }
  base::Result<Typed> operator()(const IsNull& node) const {
    Typed operand = TRY(self.analyze(*node.operand));
    return Typed{plan::call(node.negated ? "isnotnull" : "isnull", {std::move(operand.plan)}), kBoolean};
  }
  base::Result<Typed> operator()(const Between& node) const { return self.between(node, position); }
  base::Result<Typed> operator()(const InList& node) const { return self.in_list(node, position); }
  base::Result<Typed> operator()(const Like& node) const { return self.like(node, position); }
  base::Result<Typed> operator()(const Case& node) const { return self.case_when(node); }
  base::Result<Typed> operator()(const Cast& node) const {
    Typed operand = TRY(self.analyze(*node.operand));
    const Type type = TRY(resolve_type(node.type));
    return cast(std::move(operand), type, node.safe ? OnFailure::Null : OnFailure::Error, position);
  }
  base::Result<Typed> operator()(const Call& node) const { return self.call(node, position); }
};

base::Result<Typed> ExpressionAnalyzer::analyze(const Expression& expression) const {
  if (context_.aggregation != nullptr) {
    bool found = false;
    Typed key = TRY(grouping_key(expression, found));
    if (found) return key;
  }
  return std::visit(Visitor{*this, expression.position}, expression.node);
}

// In a grouped query, an expression that equals a key is that key's column.
base::Result<Typed> ExpressionAnalyzer::grouping_key(const Expression& expression, bool& found) const {
  const bool candidate =
      context_.aggregation->may_be_key(expression.node.index()) && !is_constant(expression);
  if (!candidate || contains_aggregate(expression)) return Typed{};
  const base::Result<Typed> value = plain(context_.clause).analyze(expression);
  if (!value.ok()) return Typed{};  // its parts may still be keys; what is wrong shows there again
  const Typed* key = context_.aggregation->find_key(value->plan);
  found = key != nullptr;
  return found ? *key : Typed{};
}

ExpressionAnalyzer ExpressionAnalyzer::plain(std::string clause) const {
  return ExpressionAnalyzer({.scope = context_.scope, .clause = std::move(clause)});
}

base::Result<Typed> ExpressionAnalyzer::analyze_boolean(const Expression& expression) const {
  Typed value = TRY(analyze(expression));
  if (value.type.kind == TypeKind::Unknown) return null_of(kBoolean);
  if (value.type == kBoolean) return value;
  return type_mismatch(expression.position, fmt::format("{} must evaluate to a boolean: actual type {}",
                                                        context_.clause, to_string(value.type)));
}

base::Result<Typed> ExpressionAnalyzer::condition(const Expression& expression, std::string_view what) const {
  Typed value = TRY(analyze(expression));
  if (value.type.kind == TypeKind::Unknown) return null_of(kBoolean);
  if (value.type == kBoolean) return value;
  return type_mismatch(expression.position, fmt::format("{} must evaluate to a boolean (actual: {})", what,
                                                        to_string(value.type)));
}

base::Result<Typed> ExpressionAnalyzer::column(const Field& field, Position position) const {
  const Type type = TRY(type_of(field, position));
  PlanExpression value = plan::column(field.plan_name);
  if (context_.aggregation == nullptr) return Typed{std::move(value), type};
  if (const Typed* key = context_.aggregation->find_key(value)) return *key;
  return error_at(
      position, "EXPRESSION_NOT_AGGREGATE",
      fmt::format("'{}' must be an aggregate expression or appear in GROUP BY clause", field.name));
}

base::Result<Typed> ExpressionAnalyzer::named(const ColumnName& name, Position position) const {
  if (context_.aliases != nullptr && name.parts.size() == 1) {
    const auto item = context_.aliases->find(base::to_lower(name.parts[0].text));
    if (item != context_.aliases->end()) {
      Context without_aliases = context_;
      without_aliases.aliases = nullptr;
      return ExpressionAnalyzer(std::move(without_aliases)).analyze(*item->second);
    }
  }
  const Field* field = TRY(context_.scope.resolve(name, position));
  return column(*field, position);
}

base::Result<Typed> ExpressionAnalyzer::negation(const Negation& node, Position position) const {
  if (const auto* literal = std::get_if<NumberLiteral>(&node.operand->node)) {
    return number_literal(*literal, true, position);
  }
  return negate(TRY(analyze(*node.operand)), position);
}

base::Result<Typed> ExpressionAnalyzer::logical(const Logical& node) const {
  std::vector<PlanExpression> terms;
  for (const ExpressionPtr& term : node.terms) {
    terms.push_back(TRY(condition(*term, "Logical expression term")).plan);
  }
  return Typed{combine(node.kind == Logical::Kind::And ? "and" : "or", std::move(terms)), kBoolean};
}

base::Result<Typed> ExpressionAnalyzer::concatenation(const Concatenation& node, Position position) const {
  return call_scalar(Name{"concat", position}, TRY(analyze_all(node.terms)));
}

base::Result<Typed> ExpressionAnalyzer::between(const Between& node, Position position) const {
  Typed value = TRY(analyze(*node.value));
  Typed above = TRY(comparison(BinaryOperator::GreaterOrEqual, value, TRY(analyze(*node.low)), position));
  Typed below =
      TRY(comparison(BinaryOperator::LessOrEqual, std::move(value), TRY(analyze(*node.high)), position));
  return negated_if(node.negated, plan::call("and", {std::move(above.plan), std::move(below.plan)}));
}

base::Result<Typed> ExpressionAnalyzer::in_list(const InList& node, Position position) const {
  std::vector<Typed> values = TRY(analyze_all(node.list));
  values.insert(values.begin(), TRY(analyze(*node.value)));
  const Type type = TRY(unify(values, "IN value and list items", position));
  if (type.kind == TypeKind::Unknown) return null_of(kBoolean);
  return negated_if(node.negated, plan::call("in", plans(std::move(values))));
}

base::Result<Typed> ExpressionAnalyzer::like(const Like& node, Position position) const {
  Typed value = TRY(analyze(*node.value));
  Typed pattern = TRY(analyze(*node.pattern));
  if (value.type.kind == TypeKind::Unknown || pattern.type.kind == TypeKind::Unknown)
    return null_of(kBoolean);
  for (const auto& [side, operand] :
       {std::pair("Left side of LIKE expression", &value), {"Pattern for LIKE expression", &pattern}}) {
    if (is_text(operand->type)) continue;
    return type_mismatch(
        position, fmt::format("{} must evaluate to a varchar (actual: {})", side, to_string(operand->type)));
  }
  PlanExpression spark_pattern =
      TRY(to_spark_pattern(*node.pattern, std::move(pattern.plan), node.escape.get()));
  return negated_if(node.negated, plan::call("like", {std::move(value.plan), std::move(spark_pattern)}));
}

base::Result<Typed> ExpressionAnalyzer::case_when(const Case& node) const {
  std::vector<Typed> results;
  std::vector<PlanExpression> conditions;
  for (const Case::When& when : node.whens) {
    const Position position = when.condition->position;
    if (node.operand) {
      Typed operand = TRY(analyze(*node.operand));
      Typed value = TRY(analyze(*when.condition));
      conditions.push_back(
          TRY(comparison(BinaryOperator::Equal, std::move(operand), std::move(value), position)).plan);
    } else {
      conditions.push_back(TRY(condition(*when.condition, "CASE WHEN clause")).plan);
    }
    results.push_back(TRY(analyze(*when.result)));
  }
  results.push_back(node.otherwise ? TRY(analyze(*node.otherwise)) : null_of({TypeKind::Unknown}));
  const Type type = TRY(unify(results, "CASE results", node.whens.front().result->position));
  std::vector<PlanExpression> arguments;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i < conditions.size()) arguments.push_back(std::move(conditions[i]));
    arguments.push_back(std::move(results[i].plan));
  }
  return Typed{plan::call("when", std::move(arguments)), type};
}

base::Result<std::vector<Typed>> ExpressionAnalyzer::analyze_all(const Expressions& expressions) const {
  std::vector<Typed> values;
  for (const ExpressionPtr& expression : expressions) values.push_back(TRY(analyze(*expression)));
  return values;
}

base::Result<Typed> ExpressionAnalyzer::call(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (is_aggregate(name)) return aggregate(node, position);
  if (node.distinct) return syntax_error(position, "DISTINCT is not supported for non-aggregation functions");
  if (node.star) return syntax_error(position, "* is an argument of count only");
  if (name == "if") return conditional(node, position);
  if (name == "nullif") return null_if(node, position);
  if (name == "coalesce") return coalesce(node, position);
  return call_scalar(node.function, TRY(analyze_all(node.arguments)));
}

base::Result<Typed> ExpressionAnalyzer::conditional(const Call& node, Position position) const {
  const std::size_t count = node.arguments.size();
  if (count != 2 && count != 3)
    return syntax_error(position, "Invalid number of arguments for 'if' function");
  Typed test = TRY(condition(*node.arguments[0], "IF condition"));
  std::vector<Typed> results;
  results.push_back(TRY(analyze(*node.arguments[1])));
  results.push_back(count == 3 ? TRY(analyze(*node.arguments[2])) : null_of({TypeKind::Unknown}));
  const Type type = TRY(unify(results, "results of IF", position));
  return Typed{
      plan::call("when", {std::move(test.plan), std::move(results[0].plan), std::move(results[1].plan)}),
      type};
}

base::Result<Typed> ExpressionAnalyzer::null_if(const Call& node, Position position) const {
  if (node.arguments.size() != 2)
    return syntax_error(position, "Invalid number of arguments for 'nullif' function");
  Typed value = TRY(analyze(*node.arguments[0]));
  Typed other = TRY(analyze(*node.arguments[1]));
  if (!common_type(value.type, other.type)) {
    return type_mismatch(position, fmt::format("Types are not comparable with NULLIF: {} vs {}",
                                               to_string(value.type), to_string(other.type)));
  }
  Typed equal = TRY(comparison(BinaryOperator::Equal, value, std::move(other), position));
  const Type type = value.type;
  return Typed{plan::call("when", {std::move(equal.plan), null_of(type).plan, std::move(value.plan)}), type};
}

base::Result<Typed> ExpressionAnalyzer::coalesce(const Call& node, Position position) const {
  if (node.arguments.size() < 2)
    return syntax_error(position, "The 'coalesce' function must have at least two arguments");
  std::vector<Typed> values = TRY(analyze_all(node.arguments));
  const Type type = TRY(unify(values, "COALESCE operands", position));
  return Typed{plan::call("coalesce", plans(std::move(values))), type};
}

base::Result<Typed> ExpressionAnalyzer::aggregate(const Call& node, Position position) const {
  const std::string& name = node.function.text;
  if (context_.aggregation == nullptr) {
    return error_at(
        position, "EXPRESSION_NOT_SCALAR",
        fmt::format("{} cannot contain aggregations, window functions or grouping operations: [{}]",
                    context_.clause, shown(node)));
  }
  if (node.star && name != "count") return syntax_error(position, "* is an argument of count only");
  std::vector<Typed> arguments;
  if (node.star || (name == "count" && node.arguments.empty())) {
    arguments.push_back({plan::literal(1), {TypeKind::Integer}});
  } else {
    const std::string clause = fmt::format("The arguments of aggregation '{}'", name);
    arguments = TRY(plain(clause).analyze_all(node.arguments));
  }
  AggregateCall call = TRY(call_aggregate(node.function, std::move(arguments), node.distinct));
  PlanExpression column = context_.aggregation->add_call(std::move(call.plan), name);
  if (call.convert) return checked(std::move(column), call.type);
  return Typed{std::move(column), call.type};
}

}  // namespace sql
