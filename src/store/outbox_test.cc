#include "store/outbox.h"

#include <gtest/gtest.h>

#include "store/test_folder.h"

namespace store {
namespace {

struct OutboxTest : testing::Test {
  TestFolder folder;
  std::unique_ptr<Journal> journal =
      Journal::open({.file = folder / "journal.sqlite", .schemas = {}}).value();
  Outbox outbox{*journal};

  base::Result<void> append(std::string topic, std::string payload) {
    return journal->write([&](Transaction& transaction) {
      return outbox.append(
          transaction,
          {.topic = topic, .account = "000000000000", .region = "us-east-1", .payload = payload});
    });
  }
};

TEST_F(OutboxTest, EventsOfATopicWaitInTheOrderOfTheirCommits) {
  ASSERT_TRUE(append("runs", "1").ok());
  ASSERT_TRUE(append("queries", "2").ok());
  ASSERT_TRUE(append("runs", "3").ok());
  const auto events = outbox.first("runs", 10).value();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].payload, "1");
  EXPECT_EQ(events[1].payload, "3");
  EXPECT_EQ(events[0].region, "us-east-1");
}

TEST_F(OutboxTest, AnAcknowledgedEventIsGoneAndLaterOnesStay) {
  ASSERT_TRUE(append("runs", "1").ok());
  ASSERT_TRUE(append("runs", "2").ok());
  ASSERT_TRUE(outbox.acknowledge("runs", outbox.first("runs", 1).value()[0].id).ok());
  EXPECT_EQ(outbox.first("runs", 10).value()[0].payload, "2");
}

TEST_F(OutboxTest, AnEventOfATransactionThatFailsNeverWas) {
  int woken = 0;
  outbox.on_append([&] { ++woken; });
  (void)journal->write([&](Transaction& transaction) -> base::Result<void> {
    TRY(outbox.append(transaction, {.topic = "runs"}));
    return base::failure("the state change is refused");
  });
  EXPECT_TRUE(outbox.topics().value().empty());
  EXPECT_EQ(woken, 0);
  ASSERT_TRUE(append("runs", "1").ok());
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace store
