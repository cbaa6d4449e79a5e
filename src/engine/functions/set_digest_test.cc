#include "engine/functions/set_digest.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/functions/murmur3_128.h"

namespace engine {
namespace {

SetDigest digest_of(std::int64_t from, std::int64_t to) {
  SetDigest digest;
  for (std::int64_t i = from; i < to; ++i)
    digest.add(static_cast<std::int64_t>(murmur3_128(std::to_string(i)).first));
  return digest;
}

TEST(SetDigest, OfFewValuesEverythingIsExact) {
  const SetDigest a = digest_of(0, 6000), b = digest_of(2000, 8000);
  EXPECT_EQ(a.cardinality(), 6000);
  EXPECT_EQ(SetDigest::intersection_cardinality(a, b), 4000);
  EXPECT_EQ(SetDigest::jaccard_index(a, a), 1);
  EXPECT_EQ(SetDigest::jaccard_index(a, digest_of(10000, 16000)), 0);
}

TEST(SetDigest, OfManyTheLeastHashesStayAndTheCountIsAnEstimate) {
  const SetDigest many = digest_of(0, 100'000);
  EXPECT_EQ(many.counts().size(), SetDigest::kMost);
  EXPECT_NEAR(static_cast<double>(many.cardinality()), 100'000, 10'000);
  EXPECT_NEAR(SetDigest::jaccard_index(many, digest_of(0, 50'000)), 0.5, 0.05);
}

TEST(SetDigest, PartsMergeToTheWhole) {
  SetDigest merged = digest_of(0, 5000);
  merged.merge(digest_of(4000, 20'000));
  EXPECT_EQ(merged.counts().begin()->first, digest_of(0, 20'000).counts().begin()->first);
  EXPECT_EQ(merged.cardinality(), digest_of(0, 20'000).cardinality());
}

TEST(SetDigest, ACountStopsWhereAShortEnds) {
  SetDigest digest;
  for (int i = 0; i < 40'000; ++i) digest.add(7);
  EXPECT_EQ(digest.counts().at(7), 32'767);
  digest.merge(digest);
  EXPECT_EQ(digest.counts().at(7), 32'767);
}

TEST(SetDigest, ItsBytesAreTheSameDigest) {
  for (const std::int64_t count : {1, 8192, 50'000}) {
    const SetDigest digest = digest_of(0, count);
    const SetDigest back = SetDigest::of(digest.bytes());
    EXPECT_EQ(back.counts(), digest.counts());
    EXPECT_EQ(back.cardinality(), digest.cardinality());
  }
}

}  // namespace
}  // namespace engine
