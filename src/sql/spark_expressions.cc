#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/expression_analyzer.h"
#include "sql/functions.h"
#include "sql/literals.h"
#include "sql/operators.h"
#include "sql/rules.h"
#include "sql/spark_call_analyzer.h"
#include "sql/spark_errors.h"
#include "sql/spark_field_name.h"
#include "sql/spark_literals.h"
#include "sql/subquery.h"
#include "sql/window.h"

// What Spark makes of expressions but calls: the plan's own functions, which are Spark's. Types, and the
// casts between them, are found where the plan is lowered.
namespace sql {

struct ExpressionAnalyzer::SparkVisitor {
  const ExpressionAnalyzer& self;
  Position position;

  base::Result<PlanExpression> part(const Expression& expression) const {
    return std::move(TRY(self.part(expression)).plan);
  }
  base::Result<std::vector<PlanExpression>> parts(const Expressions& expressions) const {
    return plans(TRY(self.parts(expressions)));
  }

  base::Result<Typed> operator()(const NullLiteral&) const { return deferred(plan::null_literal("void")); }
  base::Result<Typed> operator()(const BooleanLiteral& node) const {
    return deferred(plan::literal(node.value));
  }
  base::Result<Typed> operator()(const NumberLiteral& node) const {
    return deferred(TRY(spark_number(node, false, position)));
  }
  base::Result<Typed> operator()(const StringLiteral& node) const {
    return deferred(plan::literal(node.value));
  }
  base::Result<Typed> operator()(const BinaryLiteral& node) const {
    return deferred(plan::binary_literal(node.bytes));
  }
  base::Result<Typed> operator()(const TypedLiteral& node) const {
    return deferred(TRY(spark_typed_literal(node, position)));
  }
  base::Result<Typed> operator()(const Duration& node) const {
    return deferred(TRY(spark_interval_literal(node, position)));
  }
  base::Result<Typed> operator()(const ColumnName& node) const {
    base::Result<Typed> value = self.named(node, position);
    if (value.ok() || !value.error().code.starts_with("UNRESOLVED_COLUMN")) return value;
    const auto function = called_by_name(node);
    return function ? (*this)(Call{.function = {*function, position}}) : std::move(value);
  }
  base::Result<Typed> operator()(const Negation& node) const {
    if (const auto* number = std::get_if<NumberLiteral>(&node.operand->node))
      return deferred(TRY(spark_number(*number, true, position)));
    return deferred(plan::call("negative", {TRY(part(*node.operand))}));
  }
  base::Result<Typed> operator()(const Not& node) const {
    return deferred(negated_if(true, TRY(part(*node.operand))));
  }
  base::Result<Typed> operator()(const Binary& node) const {
    PlanExpression left = TRY(part(*node.left));
    PlanExpression right = TRY(part(*node.right));
    return sql::deferred(node.op, std::move(left), std::move(right));
  }
  base::Result<Typed> operator()(const Logical& node) const {
    const std::string_view function = node.kind == Logical::Kind::And ? "and" : "or";
    return deferred(combine(function, TRY(parts(node.terms))));
  }
  base::Result<Typed> operator()(const Concatenation& node) const {
    return deferred(plan::call("concat", TRY(parts(node.terms))));
  }
  base::Result<Typed> operator()(const IsNull& node) const {
    return deferred(plan::call(node.negated ? "isnotnull" : "isnull", {TRY(part(*node.operand))}));
  }
  base::Result<Typed> operator()(const Between& node) const {
    PlanExpression value = TRY(part(*node.value));
    PlanExpression low = TRY(part(*node.low));
    PlanExpression high = TRY(part(*node.high));
    return deferred(
        negated_if(node.negated, plan::call("between", {std::move(value), std::move(low), std::move(high)})));
  }
  base::Result<Typed> operator()(const InList& node) const {
    std::vector<PlanExpression> values = TRY(parts(node.list));
    values.insert(values.begin(), TRY(part(*node.value)));
    return deferred(negated_if(node.negated, plan::call("in", std::move(values))));
  }
  base::Result<Typed> operator()(const Like& node) const {
    std::vector<PlanExpression> arguments;
    arguments.push_back(TRY(part(*node.value)));
    arguments.push_back(TRY(part(*node.pattern)));
    if (node.escape) arguments.push_back(TRY(part(*node.escape)));
    return deferred(negated_if(node.negated, plan::call("like", std::move(arguments))));
  }
  base::Result<Typed> operator()(const Case& node) const {
    std::vector<PlanExpression> arguments;
    const Typed operand = node.operand ? TRY(self.part(*node.operand)) : Typed{};
    for (const Case::When& when : node.whens) {
      PlanExpression condition = TRY(part(*when.condition));
      if (node.operand) {
        Typed copy = TRY(self.context_.budget.copy(operand, when.condition->position));
        condition = plan::call("==", {std::move(copy.plan), std::move(condition)});
      }
      arguments.push_back(std::move(condition));
      arguments.push_back(TRY(part(*when.result)));
    }
    if (node.otherwise) arguments.push_back(TRY(part(*node.otherwise)));
    return deferred(plan::call("when", std::move(arguments)));
  }
  base::Result<Typed> operator()(const Cast& node) const {
    PlanExpression operand = TRY(part(*node.operand));
    const auto type = plan::parse_type(node.type.name);
    if (!type.ok())
      return spark_error(node.type.position, "UNSUPPORTED_DATATYPE",
                         fmt::format("Unsupported data type \"{}\".", node.type.name));
    const plan::CastMode mode = node.safe ? plan::CastMode::Try : plan::CastMode::Unspecified;
    return deferred(plan::cast(std::move(operand), plan::type_text(*type), mode));
  }
  base::Result<Typed> operator()(const AtTimeZone&) const {
    return not_supported_yet(position, "AT TIME ZONE");
  }
  base::Result<Typed> operator()(const Interval&) const {
    return not_supported_yet(position, "the interval");
  }
  base::Result<Typed> operator()(const Row& node) const {
    std::vector<PlanExpression> fields;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      fields.push_back(plan::literal(spark_field_name(*node.items[i], i)));
      fields.push_back(TRY(part(*node.items[i])));
    }
    return deferred(plan::call("named_struct", std::move(fields)));
  }
  base::Result<Typed> operator()(const ArrayOf& node) const {
    return deferred(plan::call("array", TRY(parts(node.items))));
  }
  base::Result<Typed> operator()(const Subscript& node) const {
    PlanExpression value = TRY(part(*node.value));
    PlanExpression index = TRY(part(*node.index));
    return deferred(plan::item(std::move(value), std::move(index)));
  }
  base::Result<Typed> operator()(const FieldAccess& node) const {
    return self.field_access(TRY(self.part(*node.value)), node.name);
  }
  base::Result<Typed> operator()(const Lambda&) const {
    return spark_error(position, "UNEXPECTED_LAMBDA",
                       "A lambda function should only be used in a higher order function.");
  }
  base::Result<Typed> operator()(const Try& node) const { return self.part(*node.value); }
  base::Result<Typed> operator()(const IsDistinct& node) const {
    PlanExpression left = TRY(part(*node.left));
    PlanExpression right = TRY(part(*node.right));
    return deferred(negated_if(!node.negated, plan::call("<=>", {std::move(left), std::move(right)})));
  }
  base::Result<Typed> operator()(const Subquery& node) const { return self.subquery(node, position); }
  base::Result<Typed> operator()(const InSubquery& node) const {
    Typed found = TRY(self.in_subquery(node, position));
    return deferred(std::move(found.plan));
  }
  base::Result<Typed> operator()(const JsonForm&) const {
    return not_supported_yet(position, "a JSON function of SQL");
  }
  base::Result<Typed> operator()(const Quantified&) const {
    return not_supported_yet(position, "a comparison with ANY or ALL of a subquery");
  }
  base::Result<Typed> operator()(const Exists& node) const {
    return deferred(TRY(self.exists(node, position)).plan);
  }

  base::Result<Typed> operator()(const Call& node) const { return SparkCalls{self, position}.call(node); }
};

ExpressionAnalyzer ExpressionAnalyzer::aggregating(Aggregation& aggregation,
                                                   const PlanExpression& only_where) const {
  ExpressionAnalyzer analyzer = *this;
  analyzer.context_.aggregation = &aggregation;
  analyzer.context_.only_where = &only_where;
  return analyzer;
}

base::Result<Typed> ExpressionAnalyzer::spark(const ExpressionAnalyzer& analyzer,
                                              const Expression& expression) {
  return std::visit(SparkVisitor{analyzer, expression.position}, expression.node);
}

}  // namespace sql
