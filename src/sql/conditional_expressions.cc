#include <fmt/format.h>

#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/operators.h"

// CASE, IF, NULLIF and COALESCE.
namespace sql {

base::Result<Typed> ExpressionAnalyzer::case_when(const Case& node) const {
  std::vector<Typed> results;
  std::vector<PlanExpression> conditions;
  const Typed operand = node.operand ? TRY(part(*node.operand)) : Typed{};
  for (const Case::When& when : node.whens) {
    const Position position = when.condition->position;
    if (node.operand) {
      Typed copy = TRY(context_.budget.copy(operand, position));
      Typed value = TRY(part(*when.condition));
      conditions.push_back(
          TRY(comparison(BinaryOperator::Equal, std::move(copy), std::move(value), position)).plan);
    } else {
      conditions.push_back(TRY(condition(*when.condition, "CASE WHEN clause")).plan);
    }
    results.push_back(TRY(part(*when.result)));
  }
  results.push_back(node.otherwise ? TRY(part(*node.otherwise)) : null_of({TypeKind::Unknown}));
  const Type type = TRY(unify(results, "CASE results", node.whens.front().result->position));
  std::vector<PlanExpression> arguments;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i < conditions.size()) arguments.push_back(std::move(conditions[i]));
    arguments.push_back(std::move(results[i].plan));
  }
  return Typed{plan::call("when", std::move(arguments)), type};
}

base::Result<Typed> ExpressionAnalyzer::conditional(const Call& node, Position position) const {
  const std::size_t count = node.arguments.size();
  if (count != 2 && count != 3)
    return syntax_error(position, "Invalid number of arguments for 'if' function");
  Typed test = TRY(condition(*node.arguments[0], "IF condition"));
  std::vector<Typed> results;
  results.push_back(TRY(part(*node.arguments[1])));
  results.push_back(count == 3 ? TRY(part(*node.arguments[2])) : null_of({TypeKind::Unknown}));
  const Type type = TRY(unify(results, "results of IF", position));
  return Typed{
      plan::call("when", {std::move(test.plan), std::move(results[0].plan), std::move(results[1].plan)}),
      type};
}

base::Result<Typed> ExpressionAnalyzer::null_if(const Call& node, Position position) const {
  if (node.arguments.size() != 2)
    return syntax_error(position, "Invalid number of arguments for 'nullif' function");
  Typed value = TRY(part(*node.arguments[0]));
  Typed other = TRY(part(*node.arguments[1]));
  if (!common_type(value.type, other.type)) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Types are not comparable with NULLIF: {} vs {}", to_string(value.type),
                                to_string(other.type)));
  }
  Typed copy = TRY(context_.budget.copy(value, position));
  Typed equal = TRY(comparison(BinaryOperator::Equal, std::move(copy), std::move(other), position));
  const Type type = value.type;
  return Typed{plan::call("when", {std::move(equal.plan), null_of(type).plan, std::move(value.plan)}), type};
}

base::Result<Typed> ExpressionAnalyzer::coalesce(const Call& node, Position position) const {
  if (node.arguments.size() < 2)
    return syntax_error(position, "The 'coalesce' function must have at least two arguments");
  std::vector<Typed> values = TRY(parts(node.arguments));
  const Type type = TRY(unify(values, "COALESCE operands", position));
  return Typed{plan::call("coalesce", plans(std::move(values))), type};
}

}  // namespace sql
