#include "base/text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Text, PercentEncodingKeepsOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
  EXPECT_EQ(percent_encode("a/b", Slash::Keep), "a/b");
  EXPECT_EQ(percent_decode("a%20b%2F"), "a b/");
}

TEST(Text, ABrokenPercentSequenceIsRefused) {
  EXPECT_FALSE(percent_decode("%"));
  EXPECT_FALSE(percent_decode("%2"));
  EXPECT_FALSE(percent_decode("%zz"));
}

TEST(Text, Base64IsStrict) {
  EXPECT_EQ(to_base64("\x01\x02\x03\x04"), "AQIDBA==");
  EXPECT_EQ(from_base64("AQIDBA=="), "\x01\x02\x03\x04");
  EXPECT_FALSE(from_base64("AQIDBA="));
  EXPECT_FALSE(from_base64("AQ!DBA=="));
}

TEST(Text, OverlongAndSurrogateUtf8IsRefused) {
  EXPECT_TRUE(is_valid_utf8("grüße €"));
  EXPECT_FALSE(is_valid_utf8("\xc0\x80"));
  EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));
  EXPECT_FALSE(is_valid_utf8("\xe2\x82"));
}

TEST(Text, IntegersAreTheWholeText) {
  EXPECT_EQ(parse_int("-12"), -12);
  EXPECT_FALSE(parse_int("12x"));
  EXPECT_FALSE(parse_int(""));
}

}  // namespace
}  // namespace base
