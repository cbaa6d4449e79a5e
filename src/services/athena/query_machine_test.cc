#include "services/athena/query_machine.h"

#include <gtest/gtest.h>

namespace services::athena {
namespace {

const base::Timestamp kNow = base::from_micros(5);

TEST(QueryMachineTest, AQueryStartsOnceAndSucceeds) {
  Query query;
  ASSERT_TRUE(kStart.apply(query, {kNow}).ok());
  EXPECT_EQ(query.started_at, kNow);
  EXPECT_FALSE(kStart.can_apply(query));
  ASSERT_TRUE(kSucceed.apply(query, {.at = kNow, .cost = {.scanned_bytes = 7}}).ok());
  EXPECT_TRUE(is_final(query.state));
  EXPECT_EQ(query.cost.scanned_bytes, 7);
}

TEST(QueryMachineTest, AnInterruptedQueryGoesBackToTheQueue) {
  Query query{.state = QueryState::Running, .started_at = kNow};
  ASSERT_TRUE(kInterrupt.apply(query).ok());
  EXPECT_EQ(query.state, QueryState::Queued);
  EXPECT_FALSE(query.started_at);
}

TEST(QueryMachineTest, AQueryThatIsLostWithItsServerIsCounted) {
  Query query{.state = QueryState::Running, .started_at = kNow};
  ASSERT_TRUE(kLose.apply(query).ok());
  EXPECT_EQ(query.state, QueryState::Queued);
  EXPECT_EQ(query.losses, 1);
}

TEST(QueryMachineTest, NothingLeadsOutOfAnEnd) {
  for (QueryState state : {QueryState::Succeeded, QueryState::Failed, QueryState::Cancelled}) {
    const Query query{.state = state};
    EXPECT_FALSE(kStart.can_apply(query) || kInterrupt.can_apply(query) || kLose.can_apply(query) ||
                 kSucceed.can_apply(query) || kFail.can_apply(query) || kCancel.can_apply(query))
        << name_of(state);
  }
}

TEST(QueryMachineTest, AQueuedQueryMayFailOrBeCancelledButNotSucceed) {
  const Query query;
  EXPECT_TRUE(kFail.can_apply(query));
  EXPECT_TRUE(kCancel.can_apply(query));
  EXPECT_FALSE(kSucceed.can_apply(query));
}

}  // namespace
}  // namespace services::athena
