#include "spark/kept_responses.h"

#include <gtest/gtest.h>

namespace spark_door {
namespace {

constexpr std::size_t kBytes = 1000;  // of a response, about

KeptResponses::Response response(int number) {
  KeptResponses::Response made;
  made.set_response_id(std::to_string(number));
  made.mutable_arrow_batch()->set_data(std::string(kBytes, 'x'));
  return made;
}

// Room for two in memory, and for two in the file.
KeptResponses small(std::filesystem::path folder = testing::TempDir()) {
  return KeptResponses(std::move(folder), {.memory_bytes = kBytes * 3 / 2, .file_bytes = kBytes * 3 / 2});
}

TEST(KeptResponses, GoToTheFileWhenMemoryIsFullAndComeBackInOrder) {
  KeptResponses kept = small();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(kept.has_room()) << i;
    kept.add(response(i));
  }
  EXPECT_GT(kept.file_bytes(), kBytes);
  for (std::uint64_t i = 0; i < 4; ++i)
    EXPECT_EQ(kept.get(i)->SerializeAsString(), response(static_cast<int>(i)).SerializeAsString());
}

TEST(KeptResponses, HaveABoundInTheFileToo) {
  KeptResponses kept = small();
  for (int i = 0; i < 4; ++i) kept.add(response(i));
  EXPECT_FALSE(kept.has_room());
  kept.release_until(1);
  EXPECT_TRUE(kept.has_room()) << "in memory";
}

TEST(KeptResponses, LeaveTheFileEmptyWhenItsLastIsReleased) {
  KeptResponses kept = small();
  for (int round = 0; round < 3; ++round) {
    const int first = round * 4;
    for (int i = 0; i < 4; ++i) kept.add(response(first + i));
    EXPECT_EQ(kept.get(static_cast<std::uint64_t>(first) + 3)->response_id(), std::to_string(first + 3));
    kept.release_until(static_cast<std::uint64_t>(first) + 4);
    EXPECT_EQ(kept.file_bytes(), 0u);
    EXPECT_EQ(kept.memory_bytes(), 0u);
    EXPECT_EQ(kept.released(), kept.end());
  }
}

TEST(KeptResponses, StayInMemoryWhereThereIsNoDiskForThem) {
  for (const char* folder : {"", "/nowhere/at/all"}) {
    KeptResponses kept = small(folder);
    for (int i = 0; i < 3; ++i) kept.add(response(i));
    EXPECT_EQ(kept.file_bytes(), 0u);
    EXPECT_FALSE(kept.has_room());
    EXPECT_EQ(kept.get(2)->response_id(), "2");
  }
}

}  // namespace
}  // namespace spark_door
