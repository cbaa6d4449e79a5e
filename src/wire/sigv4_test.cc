#include "wire/sigv4.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

// AWS's published test suite for Signature Version 4 (aws-sig-v4-test-suite): every request is signed by
// AKIDEXAMPLE for `service` in us-east-1 at 20150830T123600Z, with host and x-amz-date signed beside what is
// named.
struct Vector {
  const char* name;
  const char* method;
  const char* path;
  const char* query;
  std::vector<std::pair<std::string, std::string>> headers;
  const char* signed_headers;
  const char* body;
  const char* signature;
};

constexpr char kHostAndDate[] = "host;x-amz-date";

const Vector kSuite[] = {
    {"get-vanilla",
     "GET",
     "/",
     "",
     {},
     kHostAndDate,
     "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-vanilla-empty-query-key",
     "GET",
     "/",
     "Param1=value1",
     {},
     kHostAndDate,
     "",
     "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
    {"get-vanilla-query-order-key-case",
     "GET",
     "/",
     "Param2=value2&Param1=value1",
     {},
     kHostAndDate,
     "",
     "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
    {"get-vanilla-query-order-value",
     "GET",
     "/",
     "Param1=value2&Param1=Value1",
     {},
     kHostAndDate,
     "",
     "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"},
    {"get-vanilla-query-unreserved",
     "GET",
     "/",
     "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~"
     "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
     {},
     kHostAndDate,
     "",
     "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
    {"get-vanilla-utf8-query",
     "GET",
     "/",
     "\u1234=bar",
     {},
     kHostAndDate,
     "",
     "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
    {"get-unreserved",
     "GET",
     "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
     "",
     {},
     kHostAndDate,
     "",
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
    {"get-utf8",
     "GET",
     "/\u1234",
     "",
     {},
     kHostAndDate,
     "",
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
    {"get-space",
     "GET",
     "/example space/",
     "",
     {},
     kHostAndDate,
     "",
     "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
    {"get-slash",
     "GET",
     "//",
     "",
     {},
     kHostAndDate,
     "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-slashes",
     "GET",
     "//example//",
     "",
     {},
     kHostAndDate,
     "",
     "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
    {"get-slash-dot-slash",
     "GET",
     "/./",
     "",
     {},
     kHostAndDate,
     "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-relative",
     "GET",
     "/example/..",
     "",
     {},
     kHostAndDate,
     "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-relative-relative",
     "GET",
     "/example1/example2/../..",
     "",
     {},
     kHostAndDate,
     "",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-header-key-duplicate",
     "GET",
     "/",
     "",
     {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
     "host;my-header1;x-amz-date",
     "",
     "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
    {"get-header-value-order",
     "GET",
     "/",
     "",
     {{"My-Header1", "value4"}, {"My-Header1", "value1"}, {"My-Header1", "value3"}, {"My-Header1", "value2"}},
     "host;my-header1;x-amz-date",
     "",
     "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
    {"get-header-value-trim",
     "GET",
     "/",
     "",
     {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
     "host;my-header1;my-header2;x-amz-date",
     "",
     "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
    {"post-vanilla",
     "POST",
     "/",
     "",
     {},
     kHostAndDate,
     "",
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
    {"post-vanilla-query",
     "POST",
     "/",
     "Param1=value1",
     {},
     kHostAndDate,
     "",
     "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
    {"post-header-key-sort",
     "POST",
     "/",
     "",
     {{"My-Header1", "value1"}},
     "host;my-header1;x-amz-date",
     "",
     "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
    {"post-header-value-case",
     "POST",
     "/",
     "",
     {{"My-Header1", "VALUE1"}},
     "host;my-header1;x-amz-date",
     "",
     "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
    {"post-x-www-form-urlencoded",
     "POST",
     "/",
     "",
     {{"Content-Type", "application/x-www-form-urlencoded"}},
     "content-type;host;x-amz-date",
     "Param1=value1",
     "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
    {"post-x-www-form-urlencoded-parameters",
     "POST",
     "/",
     "",
     {{"Content-Type", "application/x-www-form-urlencoded; charset=utf8"}},
     "content-type;host;x-amz-date",
     "Param1=value1",
     "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"},
};

std::vector<std::string> names(std::string_view list) {
  std::vector<std::string> result;
  for (const std::string_view name : base::split(list, ';')) result.emplace_back(name);
  return result;
}

TEST(Sigv4Test, SignsTheRequestsOfAwsTestSuite) {
  for (const Vector& vector : kSuite) {
    net::Headers headers;
    headers.add("Host", "example.amazonaws.com");
    headers.add("X-Amz-Date", "20150830T123600Z");
    for (const auto& [name, value] : vector.headers) headers.add(name, value);
    const std::string canonical = canonical_request(
        {.method = vector.method,
         .uri = *canonical_uri(vector.path, PathRule::Normalised),
         .query = *canonical_query(vector.query),
         .payload_hash = base::to_hex(base::digest(base::DigestAlgorithm::Sha256, vector.body))},
        headers, names(vector.signed_headers));
    const CredentialScope scope{"20150830", "us-east-1", "service"};
    EXPECT_EQ(vector.signature, signature("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope,
                                          string_to_sign("20150830T123600Z", scope, canonical)))
        << vector.name << "\n"
        << canonical;
  }
}

TEST(Sigv4Test, S3SignsThePathAsTheKeySpellsItWhateverTheClientsEscapes) {
  EXPECT_EQ("/bucket//a/../b", canonical_uri("/bucket//a/../b", PathRule::AsIs));
  EXPECT_EQ("/a%20b/%24%2B~", canonical_uri("/a%20b/$+%7e", PathRule::AsIs));
  EXPECT_FALSE(canonical_uri("/a%2", PathRule::AsIs));
}

TEST(Sigv4Test, OtherServicesSignAnEscapedPathEscapedAgain) {
  EXPECT_EQ("/my%2520orders.fifo", canonical_uri("/my%20orders.fifo", PathRule::Normalised));
}

TEST(Sigv4Test, AQueryParameterWithoutValueIsSignedWithAnEmptyOne) {
  EXPECT_EQ("lifecycle=", canonical_query("lifecycle"));
  EXPECT_EQ("a=1&b=", canonical_query("b=&&a=1"));
  EXPECT_EQ("a=%20%2F", canonical_query("a=+%2f"));
  EXPECT_FALSE(canonical_query("a=%zz"));
}

}  // namespace
}  // namespace wire
