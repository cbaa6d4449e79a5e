#include "sql/same_expression.h"

#include <gtest/gtest.h>

#include "plan/builders.h"

namespace sql {
namespace {

using plan::lambda;
using plan::lambda_variable;

// f(parameter -> body)
PlanExpression call(std::string_view parameter, PlanExpression body) {
  return plan::call("f", {lambda(std::move(body), {std::string(parameter)})});
}
PlanExpression identity(std::string_view parameter) {
  return call(parameter, lambda_variable(parameter));
}

TEST(SameExpressionTest, NamesOfParametersDoNotCount) {
  EXPECT_EQ(same_text(identity("x")), same_text(identity("y")));
  EXPECT_NE(same_text(identity("x")), same_text(call("x", plan::literal(1))));
}

TEST(SameExpressionTest, LambdasSideBySideMayShareAName) {
  const auto sum = [](std::string_view left, std::string_view right) {
    return same_text(plan::call("+", {identity(left), identity(right)}));
  };
  EXPECT_EQ(sum("x", "x"), sum("x", "y"));
}

TEST(SameExpressionTest, AnInnerParameterHidesAnOuterOne) {
  EXPECT_EQ(same_text(call("x", identity("x"))), same_text(call("x", identity("y"))));
  EXPECT_NE(same_text(call("x", identity("x"))), same_text(call("x", call("y", lambda_variable("x")))));
}

TEST(SameExpressionTest, VariablesOfNoLambdaKeepTheirNames) {
  EXPECT_NE(same_text(lambda_variable("x")), same_text(lambda_variable("y")));
  EXPECT_NE(same_text(call("x", lambda_variable("y"))), same_text(identity("x")));
}

}  // namespace
}  // namespace sql
