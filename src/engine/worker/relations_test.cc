// What queries need beside one SELECT: set operations, outer joins, subqueries, windows, grouping sets.
#include "engine/worker/execution_fixture.h"
#include "plan/program.h"

namespace engine {
namespace {

using plan::column;
using plan::literal;

using RelationsTest = ExecutionTest;

// One column `name` with these numbers; NULL for 0.
plan::Relation numbers(const std::string& name, std::initializer_list<int> values) {
  std::optional<plan::Relation> all;
  for (const int value : values) {
    auto item = value == 0 ? plan::null_literal("int") : literal(value);
    auto row = plan::project(std::nullopt, {plan::alias(std::move(item), name)});
    all = all ? plan::union_all(*std::move(all), std::move(row)) : std::move(row);
  }
  return *std::move(all);
}

plan::Relation sorted(plan::Relation relation, const std::string& name) {
  return plan::sort(std::move(relation), {plan::ascending(column(name))});
}

TEST_F(RelationsTest, SetOperationsCompareNullsAsEqual) {
  const auto rows_of = [&](plan::SetOperationType type, bool all) {
    return rows(
        sorted(plan::set_operation(numbers("a", {1, 1, 2, 0}), numbers("b", {2, 3, 0}), type, all), "a"));
  };
  EXPECT_EQ(rows_of(spark::connect::SetOperation::SET_OP_TYPE_UNION, false), "\n\"1\"\n\"2\"\n\"3\"\n");
  EXPECT_EQ(rows_of(spark::connect::SetOperation::SET_OP_TYPE_INTERSECT, false), "\n\"2\"\n");
  EXPECT_EQ(rows_of(spark::connect::SetOperation::SET_OP_TYPE_EXCEPT, true), "\"1\"\n\"1\"\n");
}

TEST_F(RelationsTest, AStructIsTakenApartAndMadeAnew) {
  const auto made =
      plan::call("named_struct", {literal("a b"), literal(1), literal("c"), plan::null_literal("string")});
  const auto inner = plan::call("named_struct", {literal("in"), made});
  const auto input = plan::project(std::nullopt, {plan::alias(inner, "s")});
  const auto part = plan::call("when", {plan::call("isnotnull", {column("s")}),
                                        plan::call("named_struct", {literal("x"), column("s.in.`a b`")})});
  const auto anew = plan::project(input, {plan::alias(part, "s")});
  EXPECT_EQ(rows(plan::project(anew, {plan::alias(column("s.X"), "v")})), "\"1\"\n");
  const auto none = plan::project(plan::filter(anew, plan::call("isnull", {column("s")})),
                                  {plan::alias(column("s.x"), "v")});
  EXPECT_EQ(rows(none), "");
}

TEST_F(RelationsTest, WhatIsUsedTwiceIsComputedAndReportedOnce) {
  *program_.add_relations() = plan::with_plan_id(numbers("a", {1, 2, 3}), 7);
  EXPECT_EQ(rows(sorted(plan::union_all(plan::shared(7), plan::shared(7)), "a")),
            "\"1\"\n\"1\"\n\"2\"\n\"2\"\n\"3\"\n\"3\"\n");
  ASSERT_EQ(report_.shared_size(), 1);
  EXPECT_EQ(report_.shared(0).plan_id(), 7);
  EXPECT_EQ(report_.shared(0).rows(), 3);
  EXPECT_GT(report_.shared(0).micros(), 0);
  EXPECT_GT(report_.writes(0).micros(), 0);
}

TEST_F(RelationsTest, WhatIsUsedOnceIsNotReportedByItself) {
  *program_.add_relations() = plan::with_plan_id(numbers("a", {1}), 7);
  EXPECT_EQ(rows(plan::shared(7)), "\"1\"\n");
  EXPECT_EQ(report_.shared_size(), 0);
}

TEST_F(RelationsTest, TheNamesOfAStructAreConstants) {
  EXPECT_THAT(value(plan::call("named_struct", {literal(1), literal(1)})),
              testing::HasSubstr("requires the \"a constant STRING\" type"));
  EXPECT_THAT(value(plan::call("named_struct", {literal("a"), literal(1), literal("b")})),
              testing::StartsWith("WRONG_NUM_ARGS.WITHOUT_SUGGESTION"));
}

TEST_F(RelationsTest, SetOperationsOfOtherShapesAreRefused) {
  const auto two = plan::project(std::nullopt, {plan::alias(literal(1), "a"), plan::alias(literal(2), "b")});
  EXPECT_THAT(rows(plan::union_all(two, numbers("a", {1}))), testing::StartsWith("NUM_COLUMNS_MISMATCH\n"));
  const auto flag = plan::project(std::nullopt, {plan::alias(literal(true), "a")});
  EXPECT_THAT(rows(plan::union_all(flag, numbers("a", {1}))),
              testing::StartsWith("INCOMPATIBLE_COLUMN_TYPE\n"));
}

TEST_F(RelationsTest, AFullJoinKeepsBothSides) {
  const auto joined =
      plan::join(numbers("a", {1, 2}), numbers("b", {2, 3}), spark::connect::Join::JOIN_TYPE_FULL_OUTER,
                 plan::call("==", {column("a"), column("b")}));
  EXPECT_EQ(rows(plan::sort(joined, {plan::ascending(plan::call("coalesce", {column("a"), column("b")}))})),
            "\"1\",\n\"2\",\"2\"\n,\"3\"\n");
}

TEST_F(RelationsTest, ASubqueryNamesTheRowsAroundIt) {
  using Kind = plan::SubqueryType;
  const auto equal = plan::filter(numbers("b", {2, 2, 3}), plan::call("==", {column("b"), column("a")}));
  auto count = plan::aggregate(equal, {}, {plan::alias(plan::call("count", {literal(1)}), "n")});
  auto value = plan::alias(plan::subquery(Kind::SUBQUERY_TYPE_SCALAR, 5), "n");
  auto root = plan::project(numbers("a", {1, 2}), {column("a"), std::move(value)});
  EXPECT_EQ(
      rows(sorted(plan::with_relations(std::move(root), {plan::with_plan_id(std::move(count), 5)}), "a")),
      "\"1\",\"0\"\n\"2\",\"2\"\n");

  auto in = plan::subquery(Kind::SUBQUERY_TYPE_IN, 5, {column("a")});
  EXPECT_EQ(rows(plan::with_relations(plan::filter(numbers("a", {1, 2}), std::move(in)),
                                      {plan::with_plan_id(numbers("b", {2, 3}), 5)})),
            "\"2\"\n");

  auto several =
      plan::project(std::nullopt, {plan::alias(plan::subquery(Kind::SUBQUERY_TYPE_SCALAR, 5), "v")});
  EXPECT_THAT(rows(plan::with_relations(std::move(several), {plan::with_plan_id(numbers("b", {2, 3}), 5)})),
              testing::StartsWith("SCALAR_SUBQUERY_TOO_MANY_ROWS\n"));
}

TEST_F(RelationsTest, AWindowRangesOverItsFrame) {
  plan::WindowFrame frame;
  frame.set_frame_type(plan::WindowFrame::FRAME_TYPE_ROW);
  *frame.mutable_lower()->mutable_value() = literal(-1);
  frame.mutable_upper()->set_current_row(true);
  auto sum = plan::over(plan::call("sum", {column("a")}), {}, {plan::ascending(column("a"))}, frame);
  auto rank = plan::over(plan::call("rank", {}), {}, {plan::ascending(column("a"))});
  EXPECT_EQ(
      rows(sorted(plan::project(numbers("a", {1, 2, 2, 4}), {column("a"), plan::alias(std::move(sum), "s"),
                                                             plan::alias(std::move(rank), "r")}),
                  "s")),
      "\"1\",\"1\",\"1\"\n\"2\",\"3\",\"2\"\n\"2\",\"4\",\"2\"\n\"4\",\"6\",\"4\"\n");
  EXPECT_THAT(value(plan::call("rank", {})), testing::StartsWith("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE\n"));
  EXPECT_THAT(value(plan::over(plan::call("abs", {literal(1)}), {}, {})),
              testing::StartsWith("UNSUPPORTED_EXPR_FOR_WINDOW\n"));
}

TEST_F(RelationsTest, GroupingSetsGroupSeveralTimes) {
  auto calls = std::vector<plan::Expression>{plan::alias(plan::call("count", {literal(1)}), "n"),
                                             plan::alias(plan::call("grouping_id", {column("a")}), "g")};
  const auto grouped =
      plan::aggregate_sets(numbers("a", {1, 1, 0}), {column("a")}, {{0}, {}}, std::move(calls));
  EXPECT_EQ(rows(plan::sort(grouped, {plan::ascending(column("g")), plan::ascending(column("a"))})),
            ",\"1\",\"0\"\n\"1\",\"2\",\"0\"\n,\"3\",\"1\"\n");
}

}  // namespace
}  // namespace engine
