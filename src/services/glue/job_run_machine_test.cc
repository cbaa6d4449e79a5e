#include "services/glue/job_run_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace services::glue {
namespace {

constexpr base::Timestamp at(int seconds) {
  return base::Timestamp(std::chrono::seconds(seconds));
}

JobRun starting() {
  return {.job_name = "orders", .id = new_run_id(), .max_capacity = 2, .started_on = at(100)};
}

JobRun running() {
  JobRun run = starting();
  kAdmit.apply(run, {.at = at(110)}).value();
  return run;
}

TEST(JobRunMachine, ARunThatSucceedsPassesThroughRunning) {
  JobRun run = running();
  EXPECT_EQ(name_of(run.state), "RUNNING");
  ASSERT_TRUE(kSucceed.apply(run, {.at = at(125)}).ok());
  EXPECT_EQ(name_of(run.state), "SUCCEEDED");
  EXPECT_EQ(run.completed_on, at(125));
  EXPECT_EQ(run.last_modified_on, at(125));
}

TEST(JobRunMachine, ExecutionTimeCountsFromTheWorkerAndNotFromTheStart) {
  JobRun run = running();
  EXPECT_EQ(execution_seconds(run, at(112)), 2) << "while it runs";
  kSucceed.apply(run, {.at = at(125)}).value();
  EXPECT_EQ(execution_seconds(run, at(999)), 15);
  EXPECT_DOUBLE_EQ(dpu_seconds(run, at(999)), 30);
  EXPECT_EQ(execution_seconds(starting(), at(999)), 0);
}

TEST(JobRunMachine, AStopBeforeAWorkerHasTheRunIsDoneAtOnce) {
  JobRun run = starting();
  EXPECT_FALSE(kStop.can_apply(run));
  ASSERT_TRUE(kCancel.apply(run, {.at = at(101)}).ok());
  EXPECT_TRUE(is_over(run.state));
  EXPECT_EQ(execution_seconds(run, at(999)), 0);
}

TEST(JobRunMachine, AStoppingRunCanOnlyBecomeStopped) {
  JobRun run = running();
  kStop.apply(run, {.at = at(111)}).value();
  EXPECT_FALSE(is_over(run.state));
  EXPECT_FALSE(kSucceed.can_apply(run));
  EXPECT_FALSE(kFail.can_apply(run));
  EXPECT_FALSE(kTimeOut.can_apply(run));
  EXPECT_TRUE(kStopped.apply(run, {.at = at(112)}).ok());
}

TEST(JobRunMachine, WhatIsOverStaysAsItIs) {
  JobRun run = running();
  kTimeOut.apply(run, {.at = at(200), .message = "too long"}).value();
  const auto stopped = kStop.apply(run, {.at = at(201)});
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().message,
            "'stop' leads from RUNNING to STOPPING and is not possible from TIMEOUT");
  EXPECT_EQ(run.error_message, "too long");
}

TEST(JobRunMachine, AFailedRunIsFollowedByTheNextAttemptWhileRetriesAreLeft) {
  JobRun run = running();
  run.max_retries = 2;
  const std::string first_id = run.id;
  kFail.apply(run, {.at = at(120), .message = "bad data"}).value();

  auto second = next_attempt(run, at(121));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first_id + "_attempt_1");
  EXPECT_EQ(second->attempt, 1);
  EXPECT_EQ(second->previous_run_id, first_id);
  EXPECT_EQ(second->started_on, at(121));
  EXPECT_EQ(second->error_message, "");

  kFail.apply(*second, {.at = at(130)}).value();
  auto third = next_attempt(*second, at(131));
  ASSERT_TRUE(third);
  EXPECT_EQ(third->id, first_id + "_attempt_2");
  EXPECT_EQ(third->previous_run_id, second->id);

  kFail.apply(*third, {.at = at(140)}).value();
  EXPECT_FALSE(next_attempt(*third, at(141))) << "two retries were allowed";
}

TEST(JobRunMachine, TimeoutsAndStopsAreNotRetried) {
  JobRun run = running();
  run.max_retries = 5;
  kTimeOut.apply(run, {.at = at(120)}).value();
  EXPECT_FALSE(next_attempt(run, at(121)));
}

TEST(JobRunMachine, IdsHaveTheFormOfGlues) {
  EXPECT_THAT(new_run_id(), testing::MatchesRegex("jr_[0-9a-f]+"));
  EXPECT_EQ(new_run_id().size(), 67u);
}

}  // namespace
}  // namespace services::glue
