#include "wire/sigv2.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

constexpr char kSecret[] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

// "Signing and authenticating REST requests", the example of query string request authentication.
TEST(Sigv2Test, SignsTheExampleOfS3sDocumentation) {
  const net::Request get{.method = "GET",
                         .path = "/photos/puppy.jpg",
                         .query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=1175139620"};
  const std::string text = string_to_sign_v2(get, "/johnsmith" + get.path, "1175139620");
  EXPECT_EQ("GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg", text);
  EXPECT_EQ("NpgCjnDzrM+WFzoENXmpNDUsSn8=", signature_v2(kSecret, text));
}

TEST(Sigv2Test, SubresourcesAndAmzHeadersAreSignedInTheirOrder) {
  net::Request put{.method = "PUT", .path = "/b/k", .query = "uploadId=a%2Bb&x=1&partNumber=2&acl"};
  put.headers.add("X-Amz-Meta-B", "2");
  put.headers.add("x-amz-meta-a", " 1 ");
  put.headers.add("x-amz-meta-b", "3");
  put.headers.add("Content-Type", "text/plain");
  EXPECT_EQ("PUT\n\ntext/plain\n9\nx-amz-meta-a:1\nx-amz-meta-b:2,3\n/b/k?acl&partNumber=2&uploadId=a+b",
            string_to_sign_v2(put, put.path, "9"));
}

}  // namespace
}  // namespace wire
