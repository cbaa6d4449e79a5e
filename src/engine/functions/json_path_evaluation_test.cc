#include "engine/functions/json_path_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace engine {
namespace {

// What a path finds, one JSON after the other; "!" before a message: it failed.
std::string find(std::string_view path, std::string_view document, std::vector<JsonVariable> variables = {}) {
  const auto parsed = plan::json_path::parse(path);
  const auto input = parse_json(document);
  EXPECT_TRUE(std::holds_alternative<plan::json_path::Path>(parsed) && input) << path;
  JsonPathEvaluation evaluation(std::get<plan::json_path::Path>(parsed), *input, variables);
  const auto found = evaluation.run();
  if (!found.ok()) return "!" + found.error().message.substr(found.error().message.find("failed: ") + 8);
  std::string text;
  for (const JsonItem* item : *found) {
    if (!text.empty()) text += ' ';
    write_json(*item, text);
  }
  return text;
}

auto refuses_too_many() {
  return testing::Throws<std::exception>(
      testing::Property(&std::exception::what, testing::HasSubstr("meets more than")));
}

constexpr std::string_view kItems = R"({"a": [{"b": 1}, {"b": 2.5}, {"c": null}]})";

TEST(JsonPathEvaluation, LaxModeUnwrapsAndPassesOver) {
  EXPECT_EQ(find("lax $.a.b", kItems), "1 2.5");
  EXPECT_EQ(find("lax $.a[5].x", kItems), "");
  EXPECT_EQ(find("lax $[0][0].a[2].c", kItems), "null");
}

TEST(JsonPathEvaluation, StrictModeFails) {
  EXPECT_EQ(find("strict $.a.b", kItems), "!invalid item type. Expected: OBJECT, actual: ARRAY");
  EXPECT_EQ(find("strict $.a[*].b", kItems), "!structural error: missing member 'b' in JSON object");
  EXPECT_EQ(find("strict $.a[1 to 3]", kItems),
            "!structural error: invalid array subscript: [1, 3] for array of size 3");
}

TEST(JsonPathEvaluation, RangesEndWithTheArrayInLaxMode) {
  EXPECT_EQ(find("lax $[last, 1 to 99, -5 to 0, 2 to 1]", "[1,2,3]"), "3 2 3 1");
  EXPECT_EQ(find("lax $[last - 1]", "[1,2,3]"), "2");
}

TEST(JsonPathEvaluation, FiltersKeepWhatIsTrue) {
  EXPECT_EQ(find("lax $ ? (@ > 1)", "[1,2,\"x\",3]"), "2 3");
  EXPECT_EQ(find("lax $ ? ((@ > 1) is unknown)", "[1,2,\"x\",{}]"), "\"x\" {}");
  EXPECT_EQ(find("strict $[*] ? (exists(@.b) && @.b < 2 || @.c == null)", R"([{"b":1},{"b":3},{"c":null}])"),
            R"({"b":1} {"c":null})");
  EXPECT_EQ(find("lax $ ? (@ starts with $p)", R"(["ab","b"])", {{"p", JsonItem{.value = std::string("a")}}}),
            "\"ab\"");
}

TEST(JsonPathEvaluation, DescendantsComeParentsFirst) {
  EXPECT_EQ(find("lax $..b", R"({"a":{"b":[{"b":2}]},"b":1})"), R"(1 [{"b":2}] 2)");
}

TEST(JsonPathEvaluation, NumbersHaveTheTypesOfSql) {
  EXPECT_EQ(find("lax $ + 1", "2147483647"), "!");  // an integer overflows
  EXPECT_EQ(find("lax $ + 1", "2147483648"), "2147483649");
  EXPECT_EQ(find("lax $ * 1.50", "7"), "10.50");
  EXPECT_EQ(find("lax $ / 2.00", "7"), "3.50");
  EXPECT_EQ(find("lax $ / 2", "7"), "3");
  EXPECT_EQ(find("lax $ / 0", "7"), "!");
  EXPECT_EQ(find("lax -$ % 4", "7"), "-3");
  EXPECT_EQ(find("lax $.ceiling()", "[1.5, -1.5, 2]"), "2.0 -1.0 2");
}

TEST(JsonPathEvaluation, ALongIntegerIsShownAndNotComputedWith) {
  EXPECT_EQ(find("lax $", "123456789012345678901234567890"), "123456789012345678901234567890");
  EXPECT_EQ(find("lax $ + 1", "12345678901234567890"), "!");
}

TEST(JsonPathEvaluation, TheLastOfEqualNamesCounts) {
  EXPECT_EQ(find("lax $", R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
}

// Ten steps of ten subscripts each would find 10^10 items.
TEST(JsonPathEvaluation, APathThatFindsTooMuchIsRefused) {
  std::string path = "lax $";
  for (int i = 0; i < 10; ++i) path += "[0,0,0,0,0,0,0,0,0,0]";
  EXPECT_THAT([&] { find(path, "1"); }, refuses_too_many());
}

TEST(JsonPathEvaluation, CopiesAreCounted) {
  const std::string document = "{\"value\": \"" + std::string(1'000'000, 'x') + "\"}";
  std::string path = "lax $";
  for (int i = 0; i < 1000; ++i) path += ".keyvalue()";
  EXPECT_THAT([&] { find(path, document); }, refuses_too_many());
}

// A search through an object for a name that is not there, again and again.
TEST(JsonPathEvaluation, WhatIsNotFoundIsCountedToo) {
  std::string document = "{\"list\": [1";
  for (int i = 0; i < 20'000; ++i) document += ",1";
  document += "], \"big\": {\"k\": 1";
  for (int i = 0; i < 20'000; ++i) document += ",\"k" + std::to_string(i) + "\":1";
  document += "}}";
  EXPECT_THAT([&] { find("lax $.list[*] ? (exists($.big.zzz))", document); }, refuses_too_many());
}

TEST(JsonPathEvaluation, SubscriptsOfScalarsAreCounted) {
  std::string path = "lax $", document = "[1";
  for (int i = 0; i < 2'000; ++i) path += "[*]", document += ",1";
  EXPECT_THAT([&] { find(path, document + "]"); }, refuses_too_many());
}

TEST(JsonItem, ReadsWhatTheTextBeginsWith) {
  EXPECT_TRUE(parse_json("{\"a\":1} xyz"));
  EXPECT_TRUE(parse_json("[1]xyz"));
  EXPECT_TRUE(parse_json("12 xyz"));
  EXPECT_FALSE(parse_json("12xyz"));
  EXPECT_FALSE(parse_json("{\"a\":"));
  EXPECT_FALSE(parse_json(std::string(1001, '[') + std::string(1001, ']')));
  EXPECT_TRUE(parse_json(std::string(1000, '[') + std::string(1000, ']')));
}

}  // namespace
}  // namespace engine
