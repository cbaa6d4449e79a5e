#include "services/athena/query_statistics.h"

#include <gtest/gtest.h>

namespace services::athena {
namespace {

base::Timestamp at(int milliseconds) {
  return base::from_micros(milliseconds * 1000);
}

Query ended() {
  return {.state = QueryState::Succeeded,
          .submitted_at = at(0),
          .started_at = at(10),
          .completed_at = at(100),
          .cost = {.preprocessing_ms = 5,
                   .planning_ms = 20,
                   .engine_ms = 60,
                   .scanned_bytes = 1000,
                   .input_rows = 50,
                   .output_rows = 2,
                   .output_bytes = 12}};
}

TEST(QueryStatisticsTest, ThePartsAddUpToTheTotal) {
  const auto statistics = statistics_of(ended(), at(999));
  EXPECT_EQ(statistics.total_execution_time_in_millis, 100);
  EXPECT_EQ(statistics.query_queue_time_in_millis, 10);
  EXPECT_EQ(statistics.service_pre_processing_time_in_millis, 5);
  EXPECT_EQ(statistics.engine_execution_time_in_millis, 60);
  EXPECT_EQ(statistics.query_planning_time_in_millis, 20);
  EXPECT_EQ(statistics.service_processing_time_in_millis, 25);
  EXPECT_EQ(statistics.data_scanned_in_bytes, 1000);
}

TEST(QueryStatisticsTest, TheTimeOfARunningQueryGoesOn) {
  const Query query{.state = QueryState::Running, .submitted_at = at(0), .started_at = at(10)};
  EXPECT_EQ(statistics_of(query, at(30)).engine_execution_time_in_millis, 20);
  EXPECT_EQ(statistics_of(query, at(50)).total_execution_time_in_millis, 50);
  EXPECT_FALSE(runtime_statistics_of(query, at(50)).rows);
}

TEST(QueryStatisticsTest, RowsAndBytesAreThoseOfItsOneStage) {
  const auto statistics = runtime_statistics_of(ended(), at(999));
  EXPECT_EQ(*statistics.rows->input_rows, 50);
  EXPECT_EQ(*statistics.rows->output_rows, 2);
  EXPECT_EQ(*statistics.output_stage->state, "FINISHED");
  EXPECT_EQ(*statistics.output_stage->input_bytes, 1000);
  EXPECT_EQ(*statistics.output_stage->execution_time, 40);
  EXPECT_EQ(*statistics.timeline->total_execution_time_in_millis, 100);
}

TEST(QueryStatisticsTest, WhatDidNotSucceedHasNoOutputStage) {
  Query query = ended();
  query.state = QueryState::Failed;
  EXPECT_FALSE(runtime_statistics_of(query, at(999)).output_stage);
  EXPECT_TRUE(runtime_statistics_of(query, at(999)).rows);
}

}  // namespace
}  // namespace services::athena
