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

}  // namespace
}  // namespace base
