#include "services/glue/visual/test_transform.h"

namespace services::glue::visual {
namespace {

using api::glue::Filter;
using api::glue::FilterExpression;
using api::glue::FilterValue;
using Expressions = std::vector<FilterExpression>;

FilterValue column(Path path) {
  return {.type = "COLUMNEXTRACTED", .value = std::move(path)};
}
FilterValue constant(std::string text) {
  return {.type = "CONSTANT", .value = {std::move(text)}};
}
FilterExpression test(std::string operation, std::vector<FilterValue> values, bool negated = false) {
  return {.operation = std::move(operation), .negated = negated, .values = std::move(values)};
}

// The condition that the plan has, or what is wrong.
std::string condition(Expressions filters, std::string logical_operator = "AND") {
  const Node node{.filter = Filter{.name = "F",
                                   .inputs = {"in"},
                                   .logical_operator = std::move(logical_operator),
                                   .filters = std::move(filters)}};
  const std::string text = transformed(node, {frame({{"i", "int"},
                                                     {"d", "double"},
                                                     {"m", "decimal(10,2)"},
                                                     {"t", "string"},
                                                     {"ok", "boolean"},
                                                     {"day", "date"},
                                                     {"at", "timestamp"},
                                                     {"s", "struct<x:int>"}})});
  const std::string_view before = "filter {condition=", after = "}\n  cached_remote_relation";
  const auto start = text.find(before);
  if (start == text.npos) return text;
  return text.substr(start + before.size(), text.find(after) - start - before.size());
}
std::string condition(FilterExpression filter) {
  return condition(Expressions{std::move(filter)});
}

TEST(RowCondition, AConstantHasItsColumnsType) {
  EXPECT_EQ(condition(test("EQ", {column({"i"}), constant("5")})), "(i <=> 5L)");
  EXPECT_EQ(condition(test("EQ", {column({"t"}), constant("5")})), "(t <=> '5')");
  EXPECT_EQ(condition(test("LT", {column({"d"}), constant("5")})), "(d < 5D)");
  EXPECT_EQ(condition(test("GTE", {column({"m"}), constant("-5.50")})), "(m >= -5.50BD(3,2))");
  EXPECT_EQ(condition(test("LTE", {column({"i"}), constant("5.5")})), "(i <= 5.5BD(2,1))");
  EXPECT_EQ(condition(test("EQ", {column({"ok"}), constant("True")})), "(ok <=> true)");
  EXPECT_EQ(condition(test("GT", {column({"day"}), constant("2024-01-31")})),
            "(day > ansi_cast('2024-01-31' as date))");
  EXPECT_EQ(condition(test("LT", {column({"at"}), constant("2024-01-31T10:11:12.5+01:00")})),
            "(at < ansi_cast('2024-01-31T10:11:12.5+01:00' as timestamp))");
  EXPECT_EQ(condition(test("LT", {column({"at"}), constant("2024-01-31 10:11:12 Europe/Berlin")})),
            "(at < ansi_cast('2024-01-31 10:11:12 Europe/Berlin' as timestamp))");
}

TEST(RowCondition, AConstantThatIsNoneOfItsColumnsTypeIsRefused) {
  EXPECT_EQ(condition(test("EQ", {column({"i"}), constant("five")})), "Node: the constant 'five' is no int");
  EXPECT_EQ(condition(test("EQ", {column({"ok"}), constant("1")})), "Node: the constant '1' is no boolean");
  EXPECT_EQ(condition(test("EQ", {column({"day"}), constant("2024-02-30")})),
            "Node: the constant '2024-02-30' is no date");
  EXPECT_EQ(condition(test("EQ", {column({"at"}), constant("2024-01-31 25:00:00")})),
            "Node: the constant '2024-01-31 25:00:00' is no timestamp");
  EXPECT_EQ(condition(test("EQ", {column({"at"}), constant("2024-01-31 10:11:12 Europe/Nowhere")})),
            "Node: the constant '2024-01-31 10:11:12 Europe/Nowhere' is no timestamp");
  EXPECT_EQ(condition(test("EQ", {column({"s"}), constant("1")})),
            "Node: a value of the type struct<x:int> is not compared");
}

TEST(RowCondition, TheConstantMayComeFirst) {
  EXPECT_EQ(condition(test("LT", {constant("5"), column({"i"})})), "(5L < i)");
}

TEST(RowCondition, ColumnsAreComparedWithinOneFamily) {
  EXPECT_EQ(condition(test("EQ", {column({"i"}), column({"s", "x"})})), "(i <=> s.x)");
  EXPECT_EQ(condition(test("LT", {column({"m"}), column({"i"})})), "(m < i)");
  EXPECT_EQ(condition(test("LT", {column({"i"}), column({"t"})})),
            "Node: 'i' is int and 't' is string, which are not compared");
}

TEST(RowCondition, ANaNIsNotAboveAnything) {
  EXPECT_EQ(condition(test("GT", {column({"d"}), constant("5")})), "((d > 5D) and (d <= infD))");
  EXPECT_EQ(condition(test("LT", {column({"i"}), column({"d"})})),
            "when(isnotnull((i < d)), ((i < d) and (d <= infD)))");
  EXPECT_EQ(condition(test("GT", {column({"i"}), column({"d"})})), "(i > d)");
  EXPECT_EQ(condition(test("EQ", {column({"d"}), column({"d"})})),
            "((d <=> d) and coalesce((d <= infD), true))");
}

TEST(RowCondition, RegexesAreMatchedByPython) {
  EXPECT_EQ(condition(test("REGEX", {column({"t"}), constant("a|(?=b)")})), "python.match(t, 'a|(?=b)')");
  EXPECT_EQ(condition(test("REGEX", {column({"i"}), constant("1")})),
            "Node: 'i' is int, and REGEX takes a string");
  EXPECT_EQ(condition(test("REGEX", {column({"t"}), constant("a(b")})),
            "Node: The pattern 'a(b' is none of Python's: missing ), unterminated subpattern at position 1.");
  EXPECT_EQ(condition(test("REGEX", {column({"t"}), constant("(?t)a")})),
            "Node: The pattern '(?t)a' is not supported: the flag t.");
  EXPECT_EQ(condition(test("REGEX", {constant("a"), column({"t"})})),
            "Node: REGEX takes a column and then a constant pattern.");
}

TEST(RowCondition, NegationIsOfOneFilter) {
  EXPECT_EQ(
      condition({test("ISNULL", {column({"t"})}, true), test("EQ", {column({"i"}), constant("5")}, true)}),
      "(not(isnull(t)) and not((i <=> 5L)))");
}

TEST(RowCondition, WhatCannotBeToldEndsAnOr) {
  EXPECT_EQ(condition({test("LT", {column({"i"}), constant("1")}), test("ISNULL", {column({"t"})}),
                       test("EQ", {column({"i"}), constant("2")})},
                      "OR"),
            "((i < 1L) or (isnotnull((i < 1L)) and (isnull(t) or (isnotnull(isnull(t)) and (i <=> 2L)))))");
}

TEST(RowCondition, NumbersOfValuesAreChecked) {
  EXPECT_EQ(condition(Expressions{}), "Node: Filters: there must be one at least.");
  EXPECT_EQ(condition(test("ISNULL", {})), "Node: ISNULL takes 1 value, not 0.");
  EXPECT_EQ(condition(test("EQ", {column({"i"})})), "Node: EQ takes 2 values, not 1.");
  EXPECT_EQ(condition(test("EQ", {constant("1"), constant("1")})), "Node: EQ takes a column.");
  FilterValue several = constant("1");
  several.value.push_back("2");
  EXPECT_EQ(condition(test("EQ", {column({"i"}), several})), "Node: EQ: a constant is one value, not 2.");
}

TEST(RowCondition, AColumnThatIsMissingIsRefusedByItsName) {
  EXPECT_EQ(condition(test("ISNULL", {column({"x"})})),
            "Node: there is no column 'x'; the input has: i, d, m, t, ok, day, at, s");
}

}  // namespace
}  // namespace services::glue::visual
