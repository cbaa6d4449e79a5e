#include "sql/spark_calls.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/spark_error.h"
#include "sql/ast_walks.h"
#include "sql/spark_errors.h"
#include "sql/spark_functions.h"
#include "sql/spark_label.h"

namespace sql {
namespace {

struct Found {
  std::vector<const Expression*> aggregates;  // from left to right, those within others not
  const Expression* window = nullptr;
  const Expression* generator = nullptr;
};

void find_calls(const Expression& expression, Found& found) {
  const auto* call = std::get_if<Call>(&expression.node);
  if (call != nullptr && call->over) {
    found.window = &expression;
  } else if (call != nullptr && is_spark_aggregate(call->function.text)) {
    found.aggregates.push_back(&expression);
  } else if (call != nullptr && is_spark_generator(call->function.text)) {
    found.generator = &expression;
  } else {
    for_each_child(expression, [&](const Expression& child) { find_calls(child, found); });
  }
}

base::Error in_where(const std::vector<const Expression*>& aggregates, const Expression& condition,
                     const Scope& scope) {
  std::vector<std::string> texts;
  for (const Expression* aggregate : aggregates) texts.push_back(spark_qualified_label(*aggregate, scope));
  return spark_error(
      {}, "INVALID_WHERE_CONDITION",
      "The WHERE condition <condition> contains invalid expressions: <expressionList>.\nRewrite "
      "the query to avoid window functions, aggregate functions, and generator functions in the "
      "WHERE clause.",
      {{"condition", fmt::format("\"{}\"", spark_label(condition, scope))},
       {"expressionList", base::join(texts, ", ")}});
}

base::Error in_join(const Expression& call, const Scope& scope, Position join) {
  return spark_error(
      join, "UNSUPPORTED_EXPR_FOR_OPERATOR",
      "The query operator <operator> contains one or more unsupported expressions.\nConsider to "
      "rewrite it to avoid window functions, aggregate functions, and generator functions in "
      "the <operator> operator.\nInvalid expressions: [<invalidExprSqls>]",
      {{"operator", "Join"}, {"invalidExprSqls", fmt::format("\"{}\"", spark_label(call, scope))}});
}

}  // namespace

base::Result<void> check_spark_calls(Clause clause, const Expression& expression, const Scope& scope,
                                     Position position) {
  Found found;
  find_calls(expression, found);
  if (found.window != nullptr && (clause == Clause::Where || clause == Clause::Having))
    return plan::spark_error("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
                             "It is not allowed to use window functions inside <clauseName> clause.",
                             {{"clauseName", clause == Clause::Where ? "WHERE" : "HAVING"}});
  if (found.generator != nullptr && clause == Clause::Where)
    return plan::spark_error("UNSUPPORTED_GENERATOR.OUTSIDE_SELECT",
                             "The generator is not supported: outside the SELECT clause, found: <plan>.",
                             {{"plan", fmt::format("'Filter {}", spark_label(expression, scope))}});
  if (clause == Clause::JoinOn && found.window != nullptr) return in_join(*found.window, scope, position);
  if (found.aggregates.empty()) return {};
  switch (clause) {
    case Clause::Where:
      return in_where(found.aggregates, expression, scope);
    case Clause::JoinOn:
      return in_join(*found.aggregates[0], scope, position);
    case Clause::GroupBy:
      return spark_error(expression.position, "GROUP_BY_AGGREGATE",
                         "Aggregate functions are not allowed in GROUP BY, but found <sqlExpr>.",
                         {{"sqlExpr", spark_qualified_label(*found.aggregates[0], scope)}});
    case Clause::Having:
      return {};
  }
  return {};
}

base::Error spark_aggregate_at_place(const std::string& number, const Expression& item,
                                     const std::string& label, const Scope& scope, Position position) {
  const bool own = label == spark_label(item, scope);
  return spark_error(
      position, "GROUP_BY_POS_AGGREGATE",
      "GROUP BY <index> refers to an expression <aggExpr> that contains an aggregate function. Aggregate "
      "functions are not allowed in GROUP BY.",
      {{"index", number},
       {"aggExpr",
        fmt::format("{} AS {}", spark_qualified_label(item, scope), own ? plan::quoted(label) : label)}});
}

}  // namespace sql
