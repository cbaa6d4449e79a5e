#include "lake/hidden.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

TEST(Hidden, NamesThatStartWithAnUnderscoreOrAPointAreInAnyFolder) {
  EXPECT_TRUE(is_hidden("_SUCCESS"));
  EXPECT_TRUE(is_hidden("year=2024/.part-0.crc"));
  EXPECT_TRUE(is_hidden("_temporary/0/part-0.csv"));
  EXPECT_TRUE(is_hidden("a/.staging/b/part-0.csv"));
}

TEST(Hidden, ElsewhereInANameTheySayNothing) {
  EXPECT_FALSE(is_hidden("part_0.csv"));
  EXPECT_FALSE(is_hidden("a_/b./c"));
  EXPECT_FALSE(is_hidden(""));
}

}  // namespace
}  // namespace lake
