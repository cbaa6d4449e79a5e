#include "engine/functions/t_digest.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(TDigestTest, FewNumbersAreKeptWhole) {
  TDigest digest;
  for (const double value : {4.0, 1.0, 3.0, 2.0}) digest.add(value, 1);
  digest = TDigest::of(digest.bytes());
  EXPECT_EQ(digest.at(0), 1);
  EXPECT_EQ(digest.at(0.25), 2);
  EXPECT_EQ(digest.at(0.5), 3);
  EXPECT_EQ(digest.at(1), 4);
}

// The figures are Trino's.
TEST(TDigestTest, BetweenHeavyNumbersItInterpolates) {
  TDigest digest;
  digest.add(1, 3);
  digest.add(10, 2);
  digest.add(20, 5);
  EXPECT_DOUBLE_EQ(digest.at(0.1), 1);
  EXPECT_DOUBLE_EQ(digest.at(0.3), 6.4);
  EXPECT_NEAR(digest.at(0.5), 12.857142857142858, 1e-12);
  EXPECT_DOUBLE_EQ(digest.at(0.9), 20);
  EXPECT_DOUBLE_EQ(digest.at(1), 20);
}

TEST(TDigestTest, OfManyNumbersTheRankIsNearlyRightAndTheMemoryBounded) {
  constexpr int kCount = 1'000'000;
  TDigest digest;
  for (int part = 0; part < 4; ++part) {
    TDigest other;
    for (int i = part; i < kCount; i += 4) other.add((i * 7919LL) % kCount, 1);
    digest.merge(other);
  }
  EXPECT_LE(digest.memory(), 64 << 10);
  digest = TDigest::of(digest.bytes());
  for (const double share : {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999})
    EXPECT_NEAR(digest.at(share) / kCount, share, 0.002 + 0.02 * share * (1 - share)) << share;
  EXPECT_EQ(digest.at(0), 0);
  EXPECT_EQ(digest.at(1), kCount - 1);
}

}  // namespace
}  // namespace engine
