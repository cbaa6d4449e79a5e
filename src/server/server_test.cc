#include "server/server.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "base/random.h"
#include "net/client.h"

namespace server {
namespace {

using testing::HasSubstr;

class ServerTest : public testing::Test {
 protected:
  ServerTest() : folder_(std::filesystem::path(testing::TempDir()) / base::random_hex(8)) {
    std::filesystem::create_directories(folder_);
  }
  ~ServerTest() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  Configuration configuration() {
    return {.listen = {.port = 0}, .data = folder_ / "data", .ready_file = folder_ / "ready"};
  }
  std::string start(Configuration configuration) {
    auto started = Server::start(std::move(configuration), clock_);
    if (!started.ok()) return started.error().message;
    server_ = *std::move(started);
    return "";
  }
  net::Answer fetch(std::string method, std::string target) {
    return *net::fetch(*net::Endpoint::parse(server_->url()), std::move(method), std::move(target),
                       std::chrono::seconds(10));
  }

  const std::filesystem::path folder_;
  base::SystemClock clock_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersAndNamesItsUrlInTheReadyFileUntilItStops) {
  ASSERT_EQ("", start(configuration()));
  EXPECT_EQ(server_->url() + "\n", *base::read_file(folder_ / "ready"));
  EXPECT_EQ(200, fetch("GET", "/_dovetail/health").status);
  EXPECT_EQ(405, fetch("POST", "/_dovetail/health").status);
  EXPECT_EQ(404, fetch("GET", "/_dovetail/nothing").status);
  server_->stop(std::chrono::seconds(1));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "ready"));
}

TEST_F(ServerTest, StatusTellsHowItIs) {
  ASSERT_EQ("", start(configuration()));
  EXPECT_THAT(fetch("GET", "/_dovetail/status").body,
              AllOf(HasSubstr("\"data_folder\":\"" + (folder_ / "data").string()), HasSubstr("pss_bytes"),
                    HasSubstr("\"leased_bytes\":0")));
}

TEST_F(ServerTest, ResetNeedsAllowReset) {
  ASSERT_EQ("", start(configuration()));
  EXPECT_EQ(403, fetch("POST", "/_dovetail/reset").status);
}

TEST_F(ServerTest, ResetEmptiesTheFolderAndKeepsItsLock) {
  Configuration resettable = configuration();
  resettable.allow_reset = true;
  ASSERT_EQ("", start(resettable));
  ASSERT_TRUE(base::replace_file(folder_ / "data/lake/left-behind", "x").ok());
  EXPECT_EQ(200, fetch("POST", "/_dovetail/reset").status);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "data/lake/left-behind"));
  EXPECT_EQ(200, fetch("GET", "/_dovetail/health").status);
  const auto second = Server::start(configuration(), clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().message, HasSubstr("in use by process"));
}

TEST_F(ServerTest, AFileOfCredentialsThatCannotBeReadStopsTheStart) {
  Configuration broken = configuration();
  broken.credentials = folder_ / "nowhere";
  EXPECT_THAT(start(broken), HasSubstr("nowhere"));
}

TEST_F(ServerTest, StrictAndAllowResetDoNotGoTogether) {
  Configuration both = configuration();
  both.strict = both.allow_reset = true;
  EXPECT_THAT(start(both), HasSubstr("--strict and --allow-reset do not go together"));
}

TEST_F(ServerTest, ABusyPortStopsTheStartAndFreesTheFolder) {
  ASSERT_EQ("", start(configuration()));
  Configuration busy{.listen = {.port = net::Endpoint::parse(server_->url())->port},
                     .data = folder_ / "other"};
  const auto second = Server::start(busy, clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().message, HasSubstr("Address already in use"));
  busy.listen.port = 0;
  EXPECT_TRUE(Server::start(busy, clock_).ok());
}

}  // namespace
}  // namespace server
