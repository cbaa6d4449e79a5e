#include "plan/types.h"

#include <gtest/gtest.h>

#include "spark/connect/types.pb.h"

namespace plan {
namespace {

std::string round_trip(std::string_view text) {
  auto type = parse_type(text);
  return type.ok() ? type_text(*type) : type.error().message;
}

std::string schema_round_trip(std::string_view text) {
  auto schema = parse_schema(text);
  return schema.ok() ? schema_text(*schema) : schema.error().message;
}

TEST(Types, every_spelling_of_hive_is_kept) {
  for (const char* text : {"boolean",
                           "tinyint",
                           "smallint",
                           "int",
                           "bigint",
                           "float",
                           "double",
                           "decimal(10,2)",
                           "string",
                           "char(3)",
                           "varchar(20)",
                           "binary",
                           "date",
                           "timestamp",
                           "timestamp_ntz",
                           "void",
                           "variant",
                           "interval",
                           "interval year",
                           "interval year to month",
                           "interval day to second",
                           "interval hour to minute",
                           "array<int>",
                           "map<string,decimal(38,18)>",
                           "struct<>",
                           "struct<a:int,b:array<struct<c:map<string,array<bigint>>>>>"})
    EXPECT_EQ(round_trip(text), text);
}

TEST(Types, other_spellings_mean_the_same) {
  EXPECT_EQ(round_trip(" BIGINT "), "bigint");
  EXPECT_EQ(round_trip("long"), "bigint");
  EXPECT_EQ(round_trip("integer"), "int");
  EXPECT_EQ(round_trip("real"), "float");
  EXPECT_EQ(round_trip("timestamp_ltz"), "timestamp");
  EXPECT_EQ(round_trip("numeric(5)"), "decimal(5,0)");
  EXPECT_EQ(round_trip("dec"), "decimal(10,0)");
  EXPECT_EQ(round_trip("Struct< a : Int , b string >"), "struct<a:int,b:string>");
}

TEST(Types, names_that_are_no_plain_words_stand_in_backticks) {
  EXPECT_EQ(round_trip("struct<`a b`:int,`c``d`:int>"), "struct<`a b`:int,`c``d`:int>");
  EXPECT_EQ(round_trip("struct<my-field:int>"), "struct<`my-field`:int>");
}

TEST(Types, a_timestamp_may_have_its_zone) {
  EXPECT_EQ(round_trip("array<TIMESTAMP WITH  TIME ZONE>"), "array<timestamp with time zone>");
  EXPECT_EQ(round_trip("timestamp with a zone"),
            "Syntax error at or near ' a zone': TIME ZONE is expected after WITH at position 15 of the type "
            "\"timestamp with a zone\".");
}

TEST(Types, a_schema_is_a_list_of_columns_or_a_struct) {
  EXPECT_EQ(schema_round_trip("a INT, `b c` string NOT NULL, d decimal(3,1) COMMENT 'it''s'"),
            "a int, `b c` string NOT NULL, d decimal(3,1)");
  EXPECT_EQ(schema_round_trip("struct<a:int>"), "a int");
  EXPECT_EQ(schema_round_trip("struct int"), "struct int");  // a column may be called so
  EXPECT_EQ(schema_round_trip(""), "");
}

TEST(Types, an_unknown_type_is_refused_by_name_and_position) {
  auto type = parse_type("struct<a:uniontype<int>>");
  ASSERT_FALSE(type.ok());
  EXPECT_EQ(type.error().code, "UNSUPPORTED_DATATYPE");
  EXPECT_EQ(type.error().message,
            "Unsupported data type \"uniontype\" at position 10 of \"struct<a:uniontype<int>>\".");
}

TEST(Types, a_syntax_error_names_its_position) {
  EXPECT_EQ(round_trip("array<int"),
            "Syntax error at or near the end: '>' is expected at position 10 of the type \"array<int\".");
  EXPECT_EQ(round_trip("decimal(39,2)"),
            "Syntax error at or near '39,2)': a number from 1 to 38 is expected at position 9 of the type "
            "\"decimal(39,2)\".");
  EXPECT_EQ(round_trip("int int"),
            "Syntax error at or near 'int': the end is expected at position 5 of the type \"int int\".");
  EXPECT_EQ(parse_type("").error().code, "PARSE_SYNTAX_ERROR");
  EXPECT_FALSE(parse_type("varchar").ok());
  EXPECT_FALSE(parse_type("decimal(2,3)").ok());
  EXPECT_FALSE(parse_type("interval day to month").ok());
  EXPECT_FALSE(parse_schema("a int,").ok());
  EXPECT_FALSE(parse_schema("a int NOT").ok());
  EXPECT_FALSE(parse_schema("a int COMMENT 'x\\").ok());
}

TEST(Types, deep_nesting_is_refused_and_no_crash) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "array<";
  EXPECT_FALSE(parse_type(text).ok());
}

// As Spark's clients send the schema of what they made.
TEST(Types, json_of_a_hundred_levels_is_read_and_of_a_thousand_refused) {
  const auto nested = [](int levels) {
    std::string text = "\"integer\"";
    for (int i = 0; i < levels; ++i)
      text = R"({"type":"array","containsNull":true,"elementType":)" + text + "}";
    return text;
  };
  EXPECT_TRUE(parse_json_type(nested(100)).ok());
  EXPECT_FALSE(parse_json_type(nested(1000)).ok());
}

TEST(Types, are_written_in_pysparks_json) {
  const auto schema = parse_schema(
      "a bigint NOT NULL, b array<struct<c:smallint,d:decimal(10,2)>>, m map<string,tinyint>, t timestamp_ntz");
  ASSERT_TRUE(schema.ok());
  const std::string text = json_type_text(*schema);
  EXPECT_NE(text.find(R"({"name":"a","type":"long","nullable":false,"metadata":{}})"), std::string::npos)
      << text;
  EXPECT_NE(text.find(R"~("type":"decimal(10,2)")~"), std::string::npos) << text;
  const auto read = parse_json_type(text);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(schema_text(*read), schema_text(*schema));
}

}  // namespace
}  // namespace plan
