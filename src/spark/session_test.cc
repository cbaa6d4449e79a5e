#include "spark/session.h"

#include <gtest/gtest.h>

#include <future>

#include "base/random.h"

namespace spark_door {
namespace {

using std::chrono::minutes;

// A client that takes `count` responses, and then is gone.
class Reader final : public Operation::Client {
 public:
  explicit Reader(int count) : left_(count) {}
  bool write(const Operation::Response&) override { return left_-- > 0; }
  bool is_gone() const override { return left_ <= 0; }

 private:
  int left_;
};

class SessionsTest : public testing::Test {
 protected:
  std::shared_ptr<Session> open() { return *sessions_.open("maria", id_, ""); }

  // One that gives a response and then waits to be stopped; `ended_` says when that is over.
  std::shared_ptr<Operation> start(Session& session, const std::string& id) {
    return *session.start({.session_id = id_, .operation_id = id, .reattachable = true},
                          [this](const Operation::Emit& emit, std::stop_token stop) -> base::Result<void> {
                            TRY(emit({}));
                            std::promise<void> stopped;
                            std::stop_callback on_stop(stop, [&] { stopped.set_value(); });
                            stopped.get_future().wait();
                            ended_ = true;
                            return {};
                          });
  }

  const std::string id_ = base::random_uuid();
  std::atomic<bool> ended_ = false;
  base::ManualClock clock_{base::from_micros(0)};
  Sessions sessions_{clock_};
};

TEST_F(SessionsTest, ASessionExpiresAnHourAfterItsLastRequest) {
  const std::string server_id = open()->server_id();
  clock_.advance(minutes(59));
  EXPECT_TRUE(sessions_.expire().empty());
  open();
  clock_.advance(minutes(59));
  EXPECT_TRUE(sessions_.expire().empty());
  clock_.advance(minutes(1));
  ASSERT_EQ(sessions_.expire().size(), 1u);
  EXPECT_FALSE(sessions_.open("maria", id_, server_id).ok()) << "its views and settings are gone";
  EXPECT_NE(open()->server_id(), server_id);
}

TEST_F(SessionsTest, AReleasedSessionIsClosedForEver) {
  const std::string server_id = open()->server_id();
  EXPECT_NE(sessions_.release("maria", id_, false), nullptr);
  EXPECT_EQ(sessions_.open("maria", id_, "").error().code, "INVALID_HANDLE.SESSION_CLOSED");
  EXPECT_EQ(sessions_.open("maria", id_, server_id).error().code, "INVALID_HANDLE.SESSION_CLOSED");
  EXPECT_TRUE(sessions_.open("otto", id_, "").ok()) << "another user's";
  EXPECT_EQ(
      sessions_.clone("maria", *sessions_.open("maria", base::random_uuid(), "").value(), id_).error().code,
      "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_CLOSED");
}

TEST_F(SessionsTest, AClientThatMayReconnectGetsANewSession) {
  const std::string server_id = open()->server_id();
  EXPECT_NE(sessions_.release("maria", id_, true), nullptr);
  EXPECT_EQ(sessions_.open("maria", id_, server_id).error().code, "INVALID_HANDLE.SESSION_CHANGED");
  EXPECT_NE(open()->server_id(), server_id);
}

TEST_F(SessionsTest, ASessionThatACallHoldsDoesNotExpire) {
  const auto held = open();
  clock_.advance(minutes(600));
  EXPECT_TRUE(sessions_.expire().empty());
}

TEST_F(SessionsTest, AnOperationThatNobodyStreamsEndsAfterFiveMinutes) {
  {
    const auto session = open();
    Reader reader(1);
    EXPECT_TRUE(start(*session, "a")->stream("", reader).ok());
  }
  clock_.advance(minutes(4));
  EXPECT_TRUE(sessions_.expire().empty());
  EXPECT_TRUE(open()->operation("a").ok());
  clock_.advance(minutes(1));
  EXPECT_TRUE(sessions_.expire().empty());
  EXPECT_FALSE(open()->operation("a").ok());
  EXPECT_TRUE(ended_);
}

// Nothing is written meanwhile, so that no write can fail.
TEST_F(SessionsTest, AClientThatIsGoneIsNoticedWhileTheWorkGoesOn) {
  const auto session = open();
  Reader reader(1);
  EXPECT_TRUE(start(*session, "a")->stream("", reader).ok());
  EXPECT_FALSE(ended_);
}

}  // namespace
}  // namespace spark_door
