#include "machine/relay.h"

#include <gmock/gmock.h>

#include <latch>

#include "machine/test_journal.h"

namespace machine {
namespace {

using ::testing::ElementsAre;

struct RelayTest : testing::Test {
  TestJournal journal{{}};
  store::Outbox outbox{*journal};
  Relay relay{outbox};

  void append(std::string topic, std::string payload) {
    ASSERT_TRUE(journal
                    ->write([&](store::Transaction& transaction) {
                      return outbox.append(transaction, {.topic = topic, .payload = payload});
                    })
                    .ok());
  }
};

TEST_F(RelayTest, HandsOnInOrderWhatWaitedAndWhatComes) {
  append("runs", "1");
  append("runs", "2");
  std::vector<std::string> seen;
  std::latch all(3);
  relay.subscribe("runs", [&](const store::Event& event) -> base::Result<void> {
    seen.push_back(event.payload);
    all.count_down();
    return {};
  });
  relay.start();
  append("runs", "3");
  all.wait();
  relay.stop();
  EXPECT_THAT(seen, ElementsAre("1", "2", "3"));
  EXPECT_TRUE(outbox.topics().value().empty());
}

TEST_F(RelayTest, EverySubscriberOfATopicGetsTheEvent) {
  std::latch both(2);
  for (int subscriber = 0; subscriber < 2; ++subscriber) {
    relay.subscribe("runs", [&](const store::Event&) -> base::Result<void> {
      both.count_down();
      return {};
    });
  }
  relay.start();
  append("runs", "1");
  both.wait();
}

TEST_F(RelayTest, AnEventThatFailsIsTriedAgainAndLosesNoOther) {
  std::vector<std::string> seen;
  std::latch all(2);
  bool failed = false;
  relay.subscribe("runs", [&](const store::Event& event) -> base::Result<void> {
    if (event.payload == "2" && !std::exchange(failed, true)) return base::failure("not now");
    seen.push_back(event.payload);
    all.count_down();
    return {};
  });
  append("runs", "1");
  append("runs", "2");
  relay.start();
  all.wait();
  relay.stop();
  EXPECT_THAT(seen, ElementsAre("1", "2"));
}

TEST_F(RelayTest, AnEventWithoutSubscribersIsDropped) {
  append("nobody listens", "1");
  std::latch seen(1);
  relay.subscribe("runs", [&](const store::Event&) -> base::Result<void> {
    seen.count_down();
    return {};
  });
  append("runs", "1");
  relay.start();
  seen.wait();
  relay.stop();
  EXPECT_TRUE(outbox.first("nobody listens", 1).value().empty());
}

}  // namespace
}  // namespace machine
