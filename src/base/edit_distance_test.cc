#include "base/edit_distance.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(EditDistance, CountsWhatMustChange) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3);
  EXPECT_EQ(edit_distance("amount", "amuont"), 2);
}

TEST(EditDistance, IsWalkedNoFurtherThanItMayBe) {
  for (const std::u32string a : {U"", U"abc", U"kitten", U"abcdefgh", U"amount"}) {
    for (const std::u32string b : {U"", U"sitting", U"hgfedcba", U"bcdefgha", U"amuont"}) {
      const std::size_t whole = edit_distance(a, b);
      for (std::size_t most = 0; most < 10; ++most)
        EXPECT_EQ(edit_distance_within(a, b, most), whole <= most ? std::optional(whole) : std::nullopt);
    }
  }
}

}  // namespace
}  // namespace base
