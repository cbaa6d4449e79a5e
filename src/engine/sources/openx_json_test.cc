#include "engine/sources/openx_json.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

std::string read(std::string_view line, OpenxJson::Case of_keys = OpenxJson::Case::Ignored) {
  OpenxJson json(of_keys);
  return json.parse(line) ? json.text_of(json.root()) : json.problem();
}

TEST(OpenxJson, WhatJsonDoesNotHaveIsTakenAllTheSame) {
  EXPECT_EQ(read("{a:1, 'b' = \"x\"; c => y}"), R"({"a":1,"b":"x","c":"y"})");
  EXPECT_EQ(read("{\"a\" /* it */ : 1 } // done"), R"({"a":1})");
  EXPECT_EQ(read("[,1;;2,]"), "[null,1,null,2,null]");
  EXPECT_EQ(read("[]"), "[]");
  EXPECT_EQ(read("[NULL]"), "[null]");
}

TEST(OpenxJson, WhatStandsBehindTheFirstValueIsNotLookedAt) {
  EXPECT_EQ(read("{\"a\":{}} ]}"), R"({"a":{}})");
}

TEST(OpenxJson, NumbersAndWordsWithoutQuotesAreShownAsTheyAreMeant) {
  EXPECT_EQ(read("[0x1F,010,08,1.50,1e2,TRUE,NaN]"), R"([31,8,8,1.50,1E+2,true,"NaN"])");
  EXPECT_EQ(read("[\"0x1F\",\"TRUE\"]"), R"(["0x1F","TRUE"])");
}

TEST(OpenxJson, EscapesAreThoseOfCToo) {
  EXPECT_EQ(read(R"(["\u00e4\ud83d\ude00\ud83d", "\t\v\q"])"), "[\"\u00e4\U0001F600?\",\"\\t\\tq\"]");
}

TEST(OpenxJson, AKeyThatStandsTwiceIsMalformed) {
  const std::string problem = "Row is not a valid JSON Object - JSONException: Duplicate key \"url\"";
  EXPECT_EQ(read(R"({"url":1,"URL":2})"), problem);
  EXPECT_EQ(read(R"({"a":[{"url":1,"url":2}]})", OpenxJson::Case::Matters), problem);
  EXPECT_EQ(read(R"({"url":1,"URL":2})", OpenxJson::Case::Matters), R"({"url":1,"URL":2})");
}

TEST(OpenxJson, WhatHasNoEndIsMalformed) {
  for (const char* line : {"{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "[1", "[1 2]",
                           "\"a", "\"\\", "\"\\u12\"", "{null:1}", "{[1]:2}", "{:1}", "/* "})
    EXPECT_TRUE(read(line).starts_with("Row is not a valid JSON Object")) << line;
  EXPECT_TRUE(read(std::string(2000, '[')).starts_with("Row is not a valid JSON Object"));
}

// A line of 16 MiB would be a gigabyte of them. It is told apart from what is malformed, which some tables
// pass over.
TEST(OpenxJson, ValuesBeyondAllBoundsAreRefusedAndNotTakenForMalformed) {
  constexpr auto kMost = OpenxJson::kMostValues;
  OpenxJson json(OpenxJson::Case::Ignored);
  std::string values = "[1";
  for (std::size_t i = 0; i < kMost; ++i) values += ",1";
  for (const auto& line : {std::string(kMost + 2, ','), values}) {
    EXPECT_FALSE(json.parse(line.starts_with('[') ? line : "[" + line));
    EXPECT_TRUE(json.has_too_many_values());
    EXPECT_EQ(json.problem(), "the record has more than 1048576 values");
  }
  EXPECT_FALSE(json.parse("["));
  EXPECT_FALSE(json.has_too_many_values());
  EXPECT_TRUE(json.parse("[" + std::string(kMost - 2, ',') + "]"));
}

}  // namespace
}  // namespace engine
