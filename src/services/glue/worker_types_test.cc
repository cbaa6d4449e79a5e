#include "services/glue/worker_types.h"

#include <gtest/gtest.h>

namespace services::glue {
namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;

TEST(WorkerTypes, AllWorkersOfARunAreOneBoundHere) {
  const Machine big{.cores = 64, .memory_bytes = 1024 * kGib};
  const engine::Limits limits = worker_limits(*find_worker_type("G.1X"), 2, big);
  EXPECT_EQ(limits.threads, 8);
  EXPECT_EQ(limits.memory_bytes, 32 * kGib);
}

TEST(WorkerTypes, TheMachineBoundsWhatARunGets) {
  const Machine laptop{.cores = 4, .memory_bytes = 16 * kGib};
  const engine::Limits limits = worker_limits(*find_worker_type("G.8X"), 10, laptop);
  EXPECT_EQ(limits.threads, 4);
  EXPECT_EQ(limits.memory_bytes, 12 * kGib);
}

TEST(WorkerTypes, ASmallMachineStillGivesWhatAWorkerNeedsAtLeast) {
  const Machine tiny{.cores = 1, .memory_bytes = kGib / 8};
  EXPECT_EQ(worker_limits(*find_worker_type("G.025X"), 1, tiny).memory_bytes, kGib / 4);
}

TEST(WorkerTypes, AnUnknownNameIsNoWorkerType) {
  EXPECT_EQ(find_worker_type("G.3X"), nullptr);
}

}  // namespace
}  // namespace services::glue
