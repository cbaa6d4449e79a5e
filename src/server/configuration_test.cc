#include "server/configuration.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace server {
namespace {

TEST(ConfigurationTest, AListenAddressIsOnTheLoopback) {
  EXPECT_EQ("127.0.0.1", ListenAddress::parse("localhost:0")->host);
  EXPECT_EQ("::1", ListenAddress::parse("[::1]:4566")->host);
  EXPECT_EQ(4566, ListenAddress::parse("127.1.2.3:4566")->port);
  for (const char* wrong :
       {"", "4566", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1"})
    EXPECT_THAT(ListenAddress::parse(wrong).error().message, testing::HasSubstr("ADDRESS:PORT")) << wrong;
  for (const char* open : {"0.0.0.0:4566", "192.168.0.1:4566", "[::]:1", ":4566", "127.0.0.1.evil:1",
                           "127.0.0.256:1", "example.com:80"})
    EXPECT_THAT(ListenAddress::parse(open).error().message, testing::HasSubstr("loopback")) << open;
}

TEST(ConfigurationTest, AVersionOfSparkIsThreeNumbersFromThreeFiveOn) {
  for (const char* right : {"3.5.0", "3.5.10", "4.0.1", "10.0.0"})
    EXPECT_EQ("", spark_version_fault(right)) << right;
  for (const char* wrong :
       {"", "3.5", "3.4.9", "2.9.9", "3.5.x", "3.5.0.1", "3..5", "-3.5.0", "3.5.0-amzn-1"})
    EXPECT_THAT(spark_version_fault(wrong), testing::HasSubstr("like 3.5.6")) << wrong;
}

TEST(ConfigurationTest, AWarehouseIsAFolderOfABucket) {
  EXPECT_EQ("", warehouse_fault("s3://lake/warehouse"));
  for (const char* wrong : {"", "/warehouse", "file:/warehouse", "lake/warehouse"})
    EXPECT_THAT(warehouse_fault(wrong), testing::HasSubstr("s3://lake/warehouse")) << wrong;
}

TEST(ConfigurationTest, DataIsKeptInTheStateFolderOfTheUser) {
  ::setenv("HOME", "/home/u", 1);
  ::setenv("XDG_STATE_HOME", "/state", 1);
  EXPECT_EQ("/state/dovetail", default_data_folder()->string());
  ::unsetenv("XDG_STATE_HOME");
  EXPECT_EQ("/home/u/.local/state/dovetail", default_data_folder()->string());
  ::unsetenv("HOME");
  EXPECT_FALSE(default_data_folder().ok());
}

}  // namespace
}  // namespace server
