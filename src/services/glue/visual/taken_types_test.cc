#include "services/glue/visual/taken_types.h"

#include <gtest/gtest.h>

namespace services::glue::visual {
namespace {

TEST(TakenTypesTest, WiderNumbersTakeNarrowerOnesAndNotTheOtherWayRound) {
  EXPECT_TRUE(takes_in("bigint", "int"));
  EXPECT_TRUE(takes_in("double", "bigint"));
  EXPECT_FALSE(takes_in("int", "bigint"));
  EXPECT_FALSE(takes_in("bigint", "double"));
}

TEST(TakenTypesTest, WhatDiffersInWordsAloneIsReadAlike) {
  EXPECT_TRUE(is_read_alike("array<struct<a:varchar(2)>>", "array<struct<A:string>>"));
  EXPECT_FALSE(is_read_alike("array<int>", "map<string,int>"));
  EXPECT_FALSE(is_read_alike("struct<a:bigint>", "struct<a:int>"));
  EXPECT_FALSE(is_read_alike("struct<a:int,b:int>", "struct<a:int>"));
}

TEST(TakenTypesTest, DecimalsTakeWhatHasNoMoreDigitsOnEitherSide) {
  EXPECT_TRUE(takes_in("decimal(12,2)", "decimal(10,2)"));
  EXPECT_TRUE(takes_in("decimal(12,2)", "int"));
  EXPECT_FALSE(takes_in("decimal(12,4)", "decimal(12,2)"));
  EXPECT_FALSE(takes_in("decimal(12,1)", "decimal(10,2)"));
  EXPECT_FALSE(takes_in("decimal(10,2)", "bigint"));
  EXPECT_FALSE(takes_in("decimal(10,2)", "double"));
}

TEST(TakenTypesTest, StringsTakeSimpleValuesAndNothingTakesStringsButTexts) {
  EXPECT_TRUE(takes_in("string", "date"));
  EXPECT_TRUE(takes_in("varchar(5)", "string"));
  EXPECT_FALSE(takes_in("string", "binary"));
  EXPECT_FALSE(takes_in("string", "struct<a:int>"));
  EXPECT_FALSE(takes_in("int", "string"));
}

TEST(TakenTypesTest, TimestampsTakeDates) {
  EXPECT_TRUE(takes_in("timestamp", "date"));
  EXPECT_FALSE(takes_in("date", "timestamp"));
}

TEST(TakenTypesTest, NestedTypesTakeThemPartByPart) {
  EXPECT_TRUE(takes_in("struct<a:bigint,b:array<string>>", "struct<A:int,b:array<int>>"));
  EXPECT_TRUE(takes_in("map<string,double>", "map<string,float>"));
  EXPECT_FALSE(takes_in("struct<a:int,b:int>", "struct<b:int,a:int>"));
  EXPECT_FALSE(takes_in("struct<a:int>", "struct<a:int,b:int>"));
  EXPECT_FALSE(takes_in("array<int>", "array<string>"));
}

TEST(TakenTypesTest, WhatIsNoTypeTakesNothing) {
  EXPECT_FALSE(takes_in("wibble", "int"));
}

}  // namespace
}  // namespace services::glue::visual
