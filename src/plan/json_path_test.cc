#include "plan/json_path.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace plan::json_path {
namespace {

using testing::HasSubstr;

// The tree of a path, each part in parentheses.
std::string shown(const Expression& expression);
std::string shown(const Predicate& predicate);

struct ShownStep {
  std::string operator()(const Member& step) const { return "." + step.key.value_or("*"); }
  std::string operator()(const Descendants& step) const { return ".." + step.key; }
  std::string operator()(const Elements& step) const {
    std::string text = "[";
    for (const Elements::Range& range : step.ranges)
      text += shown(*range.from) + (range.to ? " to " + shown(*range.to) : "") + ";";
    return text + "]";
  }
  std::string operator()(const Filter& step) const { return "?" + shown(*step.condition); }
  std::string operator()(Method step) const { return fmt::format(".{}()", static_cast<int>(step)); }
};

struct ShownExpression {
  std::string operator()(Null) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const Number& number) const { return number.digits; }
  std::string operator()(const std::string& text) const { return "'" + text + "'"; }
  std::string operator()(Context) const { return "$"; }
  std::string operator()(const Variable& variable) const { return "$" + variable.name; }
  std::string operator()(CurrentItem) const { return "@"; }
  std::string operator()(Last) const { return "last"; }
  std::string operator()(const Sign& sign) const {
    return fmt::format("({}{})", sign.negative ? '-' : '+', shown(*sign.operand));
  }
  std::string operator()(const Arithmetic& node) const {
    return fmt::format("({}{}{})", shown(*node.left), node.op, shown(*node.right));
  }
  std::string operator()(const Access& node) const {
    std::string text = shown(*node.base);
    for (const Step& step : node.steps) text += std::visit(ShownStep(), step);
    return text;
  }
};

struct ShownPredicate {
  std::string operator()(const Compare& node) const {
    return fmt::format("({} {} {})", shown(*node.left), static_cast<int>(node.op), shown(*node.right));
  }
  std::string operator()(const Exists& node) const { return "exists(" + shown(*node.path) + ")"; }
  std::string operator()(const StartsWith& node) const {
    return "(" + shown(*node.text) + " starts " + shown(*node.prefix) + ")";
  }
  std::string operator()(const Not& node) const { return "!" + shown(*node.operand); }
  std::string operator()(const IsUnknown& node) const { return shown(*node.operand) + "?"; }
  std::string operator()(const Logical& node) const {
    std::string text = "(";
    for (const PredicatePtr& term : node.terms)
      text += (text == "(" ? "" : node.all ? " && " : " || ") + shown(*term);
    return text + ")";
  }
};

std::string shown(const Expression& expression) {
  return std::visit(ShownExpression(), expression.node);
}
std::string shown(const Predicate& predicate) {
  return std::visit(ShownPredicate(), predicate.node);
}

std::string read(std::string_view text) {
  const auto path = parse(text);
  if (const auto* wrong = std::get_if<Refusal>(&path))
    return fmt::format("{} {}:{} {}", wrong->code, wrong->line, wrong->column, wrong->message);
  return shown(*std::get<Path>(path).root);
}

TEST(JsonPath, SaysWhetherItIsLax) {
  EXPECT_TRUE(std::get<Path>(parse("lax $")).lax);
  EXPECT_FALSE(std::get<Path>(parse("strict $")).lax);
  EXPECT_EQ(read("$.a"), "SYNTAX_ERROR 1:0 missing {'lax', 'strict'} at '$'");
}

TEST(JsonPath, AccessorsStandBehindEachOther) {
  EXPECT_EQ(read("lax $.a.\"b \"\"c\"[*].*..d"), "$.a.b \"c[].*..d");
  EXPECT_EQ(read("lax $x[0, 2 to last, last - 1]"), "$x[0;2 to last;(last-1);]");
}

TEST(JsonPath, NoWordIsReserved) {
  EXPECT_EQ(read("lax $.last.exists.size.to"), "$.last.exists.size.to");
  EXPECT_EQ(read("lax $.size.size()"), "$.size.1()");
}

TEST(JsonPath, ASignBindsMoreThanAProductAndThatMoreThanASum) {
  EXPECT_EQ(read("lax -$.a * 2 + 3 - 4"), "((((-$.a)*2)+3)-4)");
  EXPECT_EQ(read("lax -1 - -2"), "(-1--2)");
}

TEST(JsonPath, ParenthesesHoldAPathOrAPredicate) {
  EXPECT_EQ(read("lax $ ? ((@.a + 1) * 2 > 3)"), "$?(((@.a+1)*2) 4 3)");
  EXPECT_EQ(read("lax $ ? (((@ == 1)) is unknown)"), "$?(@ 0 1)?");
  EXPECT_EQ(read("lax $ ? (((@) == 1) is unknown)"), "$?(@ 0 1)?");
  EXPECT_EQ(read("lax $ ? (((@ + 1)) == (2))"), "$?((@+1) 0 2)");
  EXPECT_EQ(read("lax $ ? ((@[0] ? (@ > 1)) == 2)"), "$?(@[0;]?(@ 4 1) 0 2)");
  EXPECT_EQ(read("lax $ ? (!(@ == 1) && exists(@.a) || @ starts with \"x\")"),
            "$?((!(@ 0 1) && exists(@.a)) || (@ starts 'x'))");
}

TEST(JsonPath, ErrorsTellTheirPlace) {
  EXPECT_THAT(read("lax $[0"), HasSubstr("SYNTAX_ERROR 1:7 mismatched input '<EOF>'"));
  EXPECT_THAT(read("lax\n $.\"\xc3\xbc\" #"), HasSubstr("SYNTAX_ERROR 2:7 mismatched input '#'"));
  EXPECT_THAT(read("lax $.foo()"), HasSubstr("mismatched input '('"));
}

TEST(JsonPath, WhatTrinoDoesNotDoIsNamed) {
  EXPECT_THAT(read("lax $.datetime()"), HasSubstr("NOT_SUPPORTED"));
  EXPECT_THAT(read("lax $ ? (@ like_regex \"a\")"),
              HasSubstr("like_regex predicate in JSON path is not yet"));
}

TEST(JsonPath, WhatNestsTooDeepIsRefused) {
  const auto nested = [](std::string_view open, std::string_view close) {
    std::string path = "lax ";
    for (int i = 0; i < 100'000; ++i) path += open;
    path += "1";
    for (int i = 0; i < 100'000; ++i) path += close;
    return read(path);
  };
  for (const auto& [open, close] :
       {std::pair("(", ")"), std::pair("- ", ""), std::pair("$[", "]"), std::pair("$ ? (", " == 1)"),
        std::pair("1 + (", ")"), std::pair("", " + 1")})
    EXPECT_THAT(nested(open, close), HasSubstr("nests more than 100 levels")) << open;
}

TEST(JsonPath, ALongPathIsNotADeepOne) {
  std::string path = "lax $";
  for (int i = 0; i < 10'000; ++i) path += ".a[0]";
  EXPECT_TRUE(std::holds_alternative<Path>(parse(path)));
}

TEST(JsonPath, AnyTextIsReadOrRefused) {
  constexpr std::string_view kWords[] = {
      "lax", " ",  "$",       "@",      ".",    "..", "a",        "\"b\"", "[",   "]",     "*",      "(",
      ")",   "?",  "==",      "&&",     "!",    "-1", "+",        "/",     "1.5", "$x",    "exists", "last",
      "to",  "is", "unknown", "starts", "with", "\"", "\xc3\xbc", "\xff",  "\n",  "size()"};
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "lax $";
    for (std::uint32_t words = random() % 12; words > 0; --words)
      text += kWords[random() % std::size(kWords)];
    const auto path = parse(text);
    const auto* wrong = std::get_if<Refusal>(&path);
    if (wrong == nullptr) continue;
    EXPECT_LE(wrong->column, static_cast<int>(text.size())) << text;
  }
}

}  // namespace
}  // namespace plan::json_path
