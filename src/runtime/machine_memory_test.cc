#include "runtime/machine_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/random.h"

namespace runtime {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;

class MachineMemoryTest : public testing::Test {
 protected:
  MachineMemoryTest() { std::filesystem::create_directories(own_.group); }
  ~MachineMemoryTest() override { std::filesystem::remove_all(own_.mount); }

  static void limit(const std::filesystem::path& group, const std::string& text) {
    std::ofstream(group / "memory.max") << text << "\n";
  }
  std::int64_t memory() const { return memory_within(own_, "memory.max", 16 * kGib); }

  const std::filesystem::path mount_ =
      std::filesystem::temp_directory_path() / ("dovetail-memory-" + base::random_hex(8));
  const OwnCgroup own_{mount_, mount_ / "system.slice/dovetail.service"};
};

TEST_F(MachineMemoryTest, AGroupWithoutALimitHasTheMachines) {
  limit(own_.group, "max");
  limit(own_.mount, "9223372036854771712");
  EXPECT_EQ(memory(), 16 * kGib);
}

TEST_F(MachineMemoryTest, ALimitCountsAlsoWhereAGroupAboveHasIt) {
  limit(own_.group, std::to_string(8 * kGib));
  EXPECT_EQ(memory(), 8 * kGib);
  limit(own_.group.parent_path(), std::to_string(4 * kGib));
  EXPECT_EQ(memory(), 4 * kGib);
}

// A container's own group is what is mounted.
TEST_F(MachineMemoryTest, TheLimitOfAContainerCounts) {
  limit(own_.mount, std::to_string(2 * kGib));
  EXPECT_EQ(memory_within({own_.mount, own_.mount}, "memory.max", 16 * kGib), 2 * kGib);
}

TEST(MachineMemory, IsThatOfTheMachineAtMost) {
  EXPECT_GT(machine_memory_bytes(), 0);
  EXPECT_LE(machine_memory_bytes(), std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE));
}

}  // namespace
}  // namespace runtime
