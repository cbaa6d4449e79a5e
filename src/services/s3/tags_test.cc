#include "services/s3/tags.h"

#include <gtest/gtest.h>

namespace services::s3 {
namespace {

std::string code_of(const base::Result<lake::Tags>& tags) {
  return tags.ok() ? "" : tags.error().code;
}

base::Result<lake::Tags> read_one(const std::string& key, const std::string& value = "") {
  return read_tags({{.key = key, .value = value}}, TagOwner::Object);
}

std::vector<api::s3::Tag> many(int count) {
  std::vector<api::s3::Tag> tags;
  for (int i = 0; i < count; ++i) tags.push_back({.key = "k" + std::to_string(i), .value = "v"});
  return tags;
}

TEST(TagsTest, TheHeaderIsAForm) {
  EXPECT_EQ(read_tagging_header("a=1&b=x+y&c%2Fd=%C3%A9&e").value(),
            (lake::Tags{{"a", "1"}, {"b", "x y"}, {"c/d", "é"}, {"e", ""}}));
  EXPECT_EQ(read_tagging_header(std::nullopt).value(), lake::Tags());
  EXPECT_EQ(read_tagging_header("").value(), lake::Tags());
}

TEST(TagsTest, AHeaderThatIsNoFormOrNamesAKeyTwiceIsAFaultyArgument) {
  for (const char* faulty : {"a=1&a=2", "a=%zz", "a=%FF"})
    EXPECT_EQ(code_of(read_tagging_header(faulty)), "InvalidArgument") << faulty;
}

TEST(TagsTest, LettersDigitsSpacesAndSomeMarksOfAnyScriptAreAllowed) {
  for (const char* good : {"a Z9+-=._:/@", "späße", "データ", "٣", "\xC2\xA0"})
    EXPECT_EQ(code_of(read_one(good, good)), "") << good;
  for (const char* bad : {"a!", "a#", "a&b", "a\tb", "<", "…", "\xF0\x9F\x98\x80"}) {
    EXPECT_EQ(code_of(read_one(bad)), "InvalidTag") << bad;
    EXPECT_EQ(code_of(read_one("k", bad)), "InvalidTag") << bad;
  }
}

TEST(TagsTest, LengthsAreInUtf16Units) {
  const std::string high = "\xF0\x90\x90\xB7";  // U+10437, a letter: two units
  std::string long_key, long_value;
  for (int i = 0; i < 64; ++i) long_key += high;
  for (int i = 0; i < 128; ++i) long_value += high;
  EXPECT_EQ(code_of(read_one(long_key, long_value)), "");
  EXPECT_EQ(read_one(long_key + "a").error().message, "The TagKey you have provided is invalid");
  EXPECT_EQ(read_one("k", long_value + "a").error().message, "The TagValue you have provided is invalid");
  EXPECT_EQ(code_of(read_one("")), "InvalidTag");
}

TEST(TagsTest, AKeyStandsOnceAndIsNotAwss) {
  EXPECT_EQ(
      read_tags({{.key = "a", .value = "1"}, {.key = "a", .value = "2"}}, TagOwner::Object).error().message,
      "Cannot provide multiple Tags with the same key");
  EXPECT_EQ(read_one("aws:x").error().message, "Your TagKey cannot be prefixed with aws:");
  EXPECT_EQ(read_tags({{.key = "aws:x", .value = ""}}, TagOwner::Bucket).error().message,
            "System tags cannot be added/updated by requester");
}

TEST(TagsTest, AnObjectHasTenAndABucketFifty) {
  EXPECT_EQ(code_of(read_tags(many(10), TagOwner::Object)), "");
  EXPECT_EQ(read_tags(many(11), TagOwner::Object).error().message, "Object tags cannot be greater than 10");
  EXPECT_EQ(code_of(read_tags(many(50), TagOwner::Bucket)), "");
  EXPECT_EQ(code_of(read_tags(many(51), TagOwner::Bucket)), "BadRequest");
}

}  // namespace
}  // namespace services::s3
