#include "server/host_check.h"

#include <gtest/gtest.h>

namespace server {
namespace {

TEST(HostCheckTest, OurHostIsTheLoopbackByNameOrAddressWithAnyPort) {
  for (const char* ours : {"localhost", "localhost:4566", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "[::1]",
                           "[::1]:4566", "127.0.0.9:4566", "bucket.localhost:4566"})
    EXPECT_TRUE(is_our_host(ours, "127.0.0.9")) << ours;
  for (const char* foreign :
       {"", "evil.example", "evil.example:4566", "127.0.0.1.evil.example", "localhost.evil.example",
        "evillocalhost", "0.0.0.0", "[::2]", "127.0.0.2", "[", ":"})
    EXPECT_FALSE(is_our_host(foreign, "127.0.0.9")) << foreign;
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
  request.headers.set("Sec-Fetch-Site", "cross-site");
  EXPECT_FALSE(is_our_origin(request));
}

TEST(HostCheckTest, ANameBelowLocalhostIsABucket) {
  EXPECT_EQ("my.bucket", bucket_of_host("my.bucket.localhost:4566"));
  EXPECT_EQ("", bucket_of_host("localhost:4566"));
  EXPECT_EQ("", bucket_of_host("127.0.0.1:4566"));
}

}  // namespace
}  // namespace server
