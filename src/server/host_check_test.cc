#include "server/host_check.h"

#include <gtest/gtest.h>

namespace server {
namespace {

TEST(HostCheckTest, OurHostIsTheLoopbackByNameOrAddressWithAnyPort) {
  const HostNames hosts("127.0.0.9");
  for (const char* ours : {"localhost", "localhost:4566", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "[::1]",
                           "[::1]:4566", "127.0.0.9:4566", "bucket.localhost:4566",
                           "localhost.localstack.cloud:4566", "lake.s3.localhost.localstack.cloud"})
    EXPECT_TRUE(hosts.are_ours(ours)) << ours;
  for (const char* foreign : {"", "evil.example", "evil.example:4566", "127.0.0.1.evil.example",
                              "localhost.evil.example", "evillocalhost", "0.0.0.0", "[::2]", "127.0.0.2", "[",
                              ":", "localstack.cloud", "evillocalhost.localstack.cloud", "lake.example"})
    EXPECT_FALSE(hosts.are_ours(foreign)) << foreign;
}

TEST(HostCheckTest, AnAddedNameIsOursAndWhatIsBelowIt) {
  const HostNames hosts("127.0.0.1", {"Lake.Example"});
  for (const char* ours : {"lake.example", "LAKE.example:80", "b.lake.example", "b.s3.lake.example:1"})
    EXPECT_TRUE(hosts.are_ours(ours)) << ours;
  for (const char* foreign : {"example", "evillake.example", "lake.example.evil"})
    EXPECT_FALSE(hosts.are_ours(foreign)) << foreign;
  EXPECT_EQ("lake.example, localhost, localhost.localstack.cloud", hosts.text());
}

TEST(HostCheckTest, AHostNameIsLabelsAndDots) {
  for (const char* good : {"lake", "lake.example.org", "a-b.c1", "10.0.0.7"})
    EXPECT_EQ("", host_name_fault(good)) << good;
  for (const std::string& bad :
       {std::string(), std::string("a..b"), std::string("http://a"), std::string("a:80"), std::string("-a"),
        std::string("a/b"), std::string("a b"), std::string(64, 'a')})
    EXPECT_NE("", host_name_fault(bad)) << bad;
}

TEST(HostCheckTest, AnOriginIsOursWhenItNamesTheHostOfTheRequest) {
  net::Request request;
  request.headers.add("Host", "localhost:4566");
  EXPECT_TRUE(is_our_origin(request)) << "no web page at all";
  for (const char* foreign :
       {"http://evil.example", "http://localhost:3000", "https://localhost:4566", "null", ""}) {
    request.headers.set("Origin", foreign);
    EXPECT_FALSE(is_our_origin(request)) << foreign;
  }
  request.headers.set("Origin", "http://localhost:4566");
  EXPECT_TRUE(is_our_origin(request));
  request.headers.set("Host", "x.localhost.localstack.cloud:4566");
  request.headers.set("Origin", "http://x.localhost.localstack.cloud:4566");
  EXPECT_FALSE(is_our_origin(request)) << "another owns that zone";
  request.headers.set("Sec-Fetch-Site", "cross-site");
  EXPECT_FALSE(is_our_origin(request));
}

TEST(HostCheckTest, ABucketStandsBeforeTheEndpoint) {
  const HostNames hosts("127.0.0.1", {"lake.example"});
  for (const char* host :
       {"my.bucket.localhost:4566", "my.bucket.s3.localhost:4566", "my.bucket.S3.LocalHost",
        "my.bucket.s3.eu-west-1.localhost", "my.bucket.s3.localhost.localstack.cloud:4566",
        "my.bucket.s3.us-east-1.localhost.localstack.cloud", "my.bucket.s3.lake.example",
        "my.bucket.lake.example:80"})
    EXPECT_EQ("my.bucket", hosts.bucket_of(host)) << host;
  for (const char* host :
       {"localhost:4566", "127.0.0.1:4566", "[::1]:4566", "s3.localhost", "s3.eu-west-1.localhost",
        "localhost.localstack.cloud", "s3.localhost.localstack.cloud:4566", "lake.example", ""})
    EXPECT_EQ("", hosts.bucket_of(host)) << host;
}

TEST(HostCheckTest, ARegionIsPartOfTheEndpointOnlyBehindS3) {
  const HostNames hosts("127.0.0.1");
  EXPECT_EQ("lake.eu-west-1", hosts.bucket_of("lake.eu-west-1.localhost"));
  EXPECT_EQ("lake.s3.nowhere", hosts.bucket_of("lake.s3.nowhere.localhost"));
}

}  // namespace
}  // namespace server
