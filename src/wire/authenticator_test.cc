#include "wire/authenticator.h"

#include <gmock/gmock.h>

#include "base/digest.h"
#include "base/text.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr ServiceInfo kS3{.name = "s3", .signing_name = "s3", .protocol = Protocol::RestXml};
constexpr ServiceInfo kGlue{
    .name = "glue", .signing_name = "glue", .target_prefix = "AWSGlue", .protocol = Protocol::Json};
constexpr char kEmptyHash[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr char kSecret[] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

std::string sha256(std::string_view text) {
  return base::to_hex(base::digest(base::DigestAlgorithm::Sha256, text));
}

// The server of the tests lives on the day of the examples in S3's documentation, and knows their key.
class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() : clock_(*parse_amz_date("20130524T000000Z")) {}

  Authenticator authenticator(bool strict = false) {
    return Authenticator(
        {.listed = *CredentialList::parse(fmt::format("[a]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\n"
                                                      "aws_secret_access_key={}\naccount=123456789012\n",
                                                      kSecret),
                                          "keys"),
         .strict = strict},
        clock_);
  }

  net::Request request(std::string method, std::string path, std::string query = {}, std::string body = {}) {
    net::Request request{.method = std::move(method), .path = std::move(path), .query = std::move(query)};
    if (!body.empty()) request.content_length = static_cast<std::int64_t>(body.size());
    body_ = std::make_unique<base::StringSource>(std::move(body));
    request.body = body_.get();
    request.headers.add("Host", "examplebucket.s3.amazonaws.com");
    request.headers.add("x-amz-date", "20130524T000000Z");
    return request;
  }

  static void authorize(net::Request& request, std::string_view scope, std::string_view signed_headers,
                        std::string_view signature, std::string_view id = "AKIAIOSFODNN7EXAMPLE") {
    request.headers.set("Authorization",
                        fmt::format("AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}", id,
                                    scope, signed_headers, signature));
  }

  // A request of somebody who is not listed, and who signed with whatever.
  net::Request unlisted(const ServiceInfo& service, std::string id = "test", std::string body = {}) {
    net::Request made = request("POST", "/", "", std::move(body));
    if (service.signing_name == "s3") made.headers.add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    authorize(made, fmt::format("20130524/eu-west-1/{}/aws4_request", service.signing_name),
              service.signing_name == "s3" ? "host;x-amz-content-sha256;x-amz-date" : "host;x-amz-date",
              std::string(64, '0'), id);
    return made;
  }

  std::string code(const ServiceInfo& service, net::Request& request, bool strict = false) {
    const auto identity = authenticator(strict).authenticate(service, request);
    return identity.ok() ? "ok" : identity.error().code;
  }
  std::string message(const ServiceInfo& service, net::Request& request) {
    const auto identity = authenticator().authenticate(service, request);
    return identity.ok() ? "ok" : identity.error().message;
  }

  base::ManualClock clock_;
  std::unique_ptr<base::StringSource> body_;
};

// "Authenticating Requests: Using the Authorization Header", the four examples.
TEST_F(AuthenticatorTest, VerifiesTheExamplesOfS3sDocumentation) {
  const std::string scope = "20130524/us-east-1/s3/aws4_request";

  net::Request get = request("GET", "/test.txt");
  get.headers.add("Range", "bytes=0-9");
  get.headers.add("x-amz-content-sha256", kEmptyHash);
  authorize(get, scope, "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ("ok", code(kS3, get, true));

  net::Request put = request("PUT", "/test%24file.text", "", "Welcome to Amazon S3.");
  put.headers.add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  put.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  put.headers.add("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
  authorize(put, scope, "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  const auto putter = authenticator().authenticate(kS3, put);
  ASSERT_TRUE(putter.ok()) << putter.error().message;
  EXPECT_EQ("Welcome to Amazon S3.", *base::read_all(*putter->body, 100));

  net::Request lifecycle = request("GET", "/", "lifecycle");
  lifecycle.headers.add("x-amz-content-sha256", kEmptyHash);
  authorize(lifecycle, scope, "host;x-amz-content-sha256;x-amz-date",
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  EXPECT_EQ("ok", code(kS3, lifecycle, true));

  net::Request list = request("GET", "/", "max-keys=2&prefix=J");
  list.headers.add("x-amz-content-sha256", kEmptyHash);
  authorize(list, scope, "host;x-amz-content-sha256;x-amz-date",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  EXPECT_EQ("ok", code(kS3, list, true));
}

// "Authenticating Requests: Using Query Parameters", the example.
constexpr char kPresignedExample[] =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

TEST_F(AuthenticatorTest, VerifiesTheExampleOfAPresignedUrl) {
  net::Request get = request("GET", "/test.txt", kPresignedExample);
  get.headers.remove("x-amz-date");
  EXPECT_EQ("ok", code(kS3, get, true));
  get.path = "/other.txt";
  EXPECT_EQ("SignatureDoesNotMatch", code(kS3, get));
}

TEST_F(AuthenticatorTest, APresignedUrlLivesFromItsDateUntilItExpires) {
  net::Request get = request("GET", "/test.txt", kPresignedExample);
  get.headers.remove("x-amz-date");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ("ok", code(kS3, get));
  clock_.advance(std::chrono::seconds(1));
  const auto late = authenticator().authenticate(kS3, get);
  EXPECT_EQ("Request has expired", late.error().message);
  EXPECT_EQ(403, late.error().status);
  EXPECT_THAT(late.error().details, testing::Contains(testing::Pair("Expires", "2013-05-25T00:00:00Z")));
  clock_.advance(-std::chrono::hours(25));
  EXPECT_EQ("Request is not valid yet", message(kS3, get));
}

TEST_F(AuthenticatorTest, AFaultyPresignedUrlIsToldByItsParameter) {
  const std::string good = kPresignedExample;
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string query = good;
    query.replace(query.find(from), from.size(), to);
    net::Request get = request("GET", "/test.txt", query);
    get.headers.remove("x-amz-date");
    EXPECT_EQ("AuthorizationQueryParametersError", code(kS3, get)) << to;
    return message(kS3, get);
  };
  EXPECT_THAT(changed("&X-Amz-Expires=86400", ""),
              StartsWith("Query-string authentication version 4 requires"));
  EXPECT_THAT(changed("Expires=86400", "Expires=604801"), HasSubstr("must be less than a week"));
  EXPECT_THAT(changed("Expires=86400", "Expires=-1"), HasSubstr("must be non-negative"));
  EXPECT_THAT(changed("Expires=86400", "Expires=day"), HasSubstr("should be a number"));
  EXPECT_THAT(changed("Date=20130524T000000Z", "Date=today"), HasSubstr("ISO8601 Long Format"));
  EXPECT_THAT(changed("%2Fs3%2F", "%2Fsqs%2F"),
              StartsWith("Error parsing the X-Amz-Credential parameter; incorrect service \"sqs\"."));
  EXPECT_THAT(changed("AWS4-HMAC-SHA256", "AWS5"), StartsWith("X-Amz-Algorithm only supports"));
}

TEST_F(AuthenticatorTest, HeadersThatAPresignedUrlCarriesAreHeaders) {
  net::Request get = request("GET", "/k",
                             "x-amz-acl=public-read&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                             "&X-Amz-Credential=test%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                             "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=1&X-Amz-SignedHeaders=host"
                             "&X-Amz-Signature=0");
  get.headers.remove("x-amz-date");
  EXPECT_EQ("ok", code(kS3, get));
  EXPECT_EQ("public-read", get.headers.find("x-amz-acl"));
  EXPECT_FALSE(get.headers.find("x-amz-signature"));
}

// String to sign: "Signing and authenticating REST requests", "Query string request authentication".
TEST_F(AuthenticatorTest, AUrlOfVersion2IsVerifiedToo) {
  const auto listed = [&](std::string_view signature, std::string_view expires = "1400000000") {
    net::Request get = request("GET", "/k",
                               fmt::format("AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature={}&Expires={}",
                                           base::percent_encode(signature), expires));
    get.headers.remove("x-amz-date");
    const auto identity = authenticator(true).authenticate(kS3, get, "bucket");
    return identity.ok() ? identity->account : identity.error().message;
  };
  const std::string good = base::to_base64(base::hmac_sha1(kSecret, "GET\n\n\n1400000000\n/bucket/k"));
  EXPECT_EQ("123456789012", listed(good));
  EXPECT_THAT(listed("AAAA"), StartsWith("The request signature we calculated"));
  EXPECT_EQ("Request has expired", listed(good, "1000000000"));
  EXPECT_THAT(listed(good, "soon"), StartsWith("Invalid date (should be seconds since epoch)"));
}

TEST_F(AuthenticatorTest, OneSignatureIsEnough) {
  net::Request get = unlisted(kS3);
  get.query = kPresignedExample;
  EXPECT_EQ("InvalidArgument", code(kS3, get));
}

TEST_F(AuthenticatorTest, AWrongSignatureOfAListedKeyIsShownWithWhatShouldHaveBeenSigned) {
  net::Request get = request("GET", "/other.txt");
  get.headers.add("x-amz-content-sha256", kEmptyHash);
  authorize(get, "20130524/us-east-1/s3/aws4_request", "host;x-amz-content-sha256;x-amz-date",
            std::string(64, 'a'));
  const auto identity = authenticator().authenticate(kS3, get);
  ASSERT_FALSE(identity.ok());
  EXPECT_EQ("SignatureDoesNotMatch", identity.error().code);
  EXPECT_EQ(403, identity.error().status);
  EXPECT_THAT(identity.error().details,
              testing::Contains(
                  testing::Pair("CanonicalRequest", StartsWith("GET\n/other.txt\n\nhost:examplebucket"))));
  EXPECT_THAT(identity.error().details,
              testing::Contains(testing::Pair("StringToSignBytes", StartsWith("41 57 53 34 "))));
}

TEST_F(AuthenticatorTest, AJsonServiceSignsItsBody) {
  net::Request call = request("POST", "/", "", R"({"Name":"a"})");
  const CredentialScope scope{"20130524", "us-east-1", "glue"};
  const auto sign = [&](std::string_view body) {
    const std::string canonical =
        canonical_request({.method = "POST", .uri = "/", .query = "", .payload_hash = sha256(body)},
                          call.headers, {"host", "x-amz-date"});
    authorize(call, scope.str(), "host;x-amz-date",
              signature(kSecret, scope, string_to_sign("20130524T000000Z", scope, canonical)));
  };
  sign(R"({"Name":"a"})");
  const auto identity = authenticator(true).authenticate(kGlue, call);
  ASSERT_TRUE(identity.ok()) << identity.error().message;
  EXPECT_EQ("123456789012", identity->account);
  EXPECT_EQ(R"({"Name":"a"})", *base::read_all(*identity->body, 100));

  call = request("POST", "/", "", R"({"Name":"b"})");
  sign(R"({"Name":"a"})");
  EXPECT_EQ("InvalidSignatureException", code(kGlue, call));
}

TEST_F(AuthenticatorTest, AKeyThatIsNotListedIsTakenAtItsWordUnlessStrict) {
  net::Request call = unlisted(kGlue);
  const auto identity = authenticator().authenticate(kGlue, call);
  ASSERT_TRUE(identity.ok()) << identity.error().message;
  EXPECT_EQ("000000000000", identity->account);
  EXPECT_EQ("eu-west-1", identity->region);
  EXPECT_EQ("UnrecognizedClientException", code(kGlue, call, true));
  net::Request object = unlisted(kS3);
  EXPECT_EQ("ok", code(kS3, object));
  EXPECT_EQ("InvalidAccessKeyId", code(kS3, object, true));
}

TEST_F(AuthenticatorTest, AnIdOfTwelveDigitsNamesItsAccount) {
  net::Request call = unlisted(kGlue, "111122223333");
  EXPECT_EQ("111122223333", authenticator().authenticate(kGlue, call)->account);
}

TEST_F(AuthenticatorTest, AnAccountOfTheListIsClosedToKeysThatAreNotListed) {
  net::Request call = unlisted(kGlue, "123456789012");
  EXPECT_EQ("UnrecognizedClientException", code(kGlue, call));
  net::Request object = unlisted(kS3, "123456789012");
  EXPECT_EQ("InvalidAccessKeyId", code(kS3, object));
  const Authenticator default_is_listed(
      {.listed = *CredentialList::parse(
           "[a]\naws_access_key_id=A\naws_secret_access_key=s\naccount=000000000000\n", "keys")},
      clock_);
  net::Request nobody = unlisted(kGlue);
  EXPECT_EQ("UnrecognizedClientException", default_is_listed.authenticate(kGlue, nobody).error().code);
}

TEST_F(AuthenticatorTest, AnAnonymousRequestIsRefused) {
  net::Request call = request("GET", "/b/k");
  EXPECT_EQ("AccessDenied", code(kS3, call));
  EXPECT_EQ("MissingAuthenticationTokenException", code(kGlue, call));
}

TEST_F(AuthenticatorTest, TheClockMayDifferByAQuarterOfAnHour) {
  net::Request object = unlisted(kS3), call = unlisted(kGlue);
  clock_.advance(std::chrono::minutes(15));
  EXPECT_EQ("ok", code(kS3, object));
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ("RequestTimeTooSkewed", code(kS3, object));
  EXPECT_EQ("InvalidSignatureException", code(kGlue, call));
  EXPECT_EQ(
      "Signature expired: 20130524T000000Z is now earlier than 20130524T000001Z (20130524T001501Z - 15 min.)",
      message(kGlue, call));
  clock_.advance(-std::chrono::minutes(30) - std::chrono::seconds(2));
  EXPECT_EQ("RequestTimeTooSkewed", code(kS3, object));
  EXPECT_THAT(message(kGlue, call),
              StartsWith("Signature not yet current: 20130524T000000Z is still later than 20130523T235959Z"));
}

TEST_F(AuthenticatorTest, TheBodyIsHeldAgainstItsHashAsItStreams) {
  net::Request put = unlisted(kS3, "test", "not what was signed");
  put.headers.set("x-amz-content-sha256", sha256("what was signed"));
  const auto identity = authenticator().authenticate(kS3, put);
  ASSERT_TRUE(identity.ok());
  std::string into(19, ' ');
  const auto got = identity->body->read(into);
  ASSERT_FALSE(got.ok()) << "a reader that stops at Content-Length must be told with the last byte";
  EXPECT_EQ("XAmzContentSHA256Mismatch", got.error().code);
  EXPECT_EQ("XAmzContentSHA256Mismatch", identity->body->read(into).error().code);
}

TEST_F(AuthenticatorTest, AHashOfABodyThatIsNotThereIsJudgedAtOnce) {
  net::Request get = unlisted(kS3);
  get.headers.set("x-amz-content-sha256", sha256("something"));
  EXPECT_EQ("XAmzContentSHA256Mismatch", code(kS3, get));
}

TEST_F(AuthenticatorTest, AStatedHashOfAJsonBodyMustFit) {
  net::Request call = unlisted(kGlue, "test", "{}");
  call.headers.add("x-amz-content-sha256", sha256("{ }"));
  authorize(call, "20130524/us-east-1/glue/aws4_request", "host;x-amz-content-sha256;x-amz-date", "0",
            "test");
  EXPECT_EQ("InvalidSignatureException", code(kGlue, call));
}

TEST_F(AuthenticatorTest, WhatIsNotSupportedIsRefusedByName) {
  net::Request chunked = unlisted(kS3);
  chunked.headers.set("x-amz-content-sha256", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD");
  EXPECT_EQ("NotImplemented", code(kS3, chunked));
  EXPECT_THAT(message(kS3, chunked), HasSubstr("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"));
}

// 65 KiB of `a` in chunks of 64 KiB, signed as the examples of S3's documentation are.
std::string chunks_of_the_example(const char* first, const char* second, const char* last,
                                  std::string_view trailer) {
  return fmt::format(
      "10000;chunk-signature={}\r\n{}\r\n400;chunk-signature={}\r\n{}\r\n0;chunk-signature={}\r\n{}\r\n",
      first, std::string(65'536, 'a'), second, std::string(1024, 'a'), last, trailer);
}

// "Signature calculations: transferring payload in multiple chunks", the example.
TEST_F(AuthenticatorTest, ChunksAreVerifiedOneByOne) {
  const auto put = [&](std::string body) {
    net::Request put = request("PUT", "/examplebucket/chunkObject.txt", "", std::move(body));
    put.headers.set("Host", "s3.amazonaws.com");
    put.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
    put.headers.add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    put.headers.add("Content-Encoding", "aws-chunked");
    put.headers.add("x-amz-decoded-content-length", "66560");
    put.headers.add("Content-Length", "66824");
    authorize(put, "20130524/us-east-1/s3/aws4_request",
              "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-"
              "length;x-amz-storage-class",
              "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
    const auto identity = authenticator(true).authenticate(kS3, put);
    if (!identity.ok()) return identity.error().message;
    EXPECT_EQ(66'560, put.content_length);
    const auto bytes = base::read_all(*identity->body, 100'000);
    return bytes.ok() ? std::to_string(bytes->size()) : bytes.error().code;
  };
  const char* signatures[] = {"ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                              "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                              "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"};
  EXPECT_EQ("66560", put(chunks_of_the_example(signatures[0], signatures[1], signatures[2], "")));
  EXPECT_EQ("SignatureDoesNotMatch",
            put(chunks_of_the_example(signatures[0], signatures[0], signatures[2], "")));
  EXPECT_EQ("SignatureDoesNotMatch",
            put(chunks_of_the_example(signatures[0], signatures[1], signatures[1], "")));
}

// "... including trailing headers", the example.
TEST_F(AuthenticatorTest, ATrailerIsVerifiedToo) {
  const auto put = [&](std::string_view trailer) {
    net::Request put = request(
        "PUT", "/examplebucket/chunkObject.txt", "",
        chunks_of_the_example("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                              "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                              "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", trailer));
    put.headers.set("Host", "s3.amazonaws.com");
    put.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
    put.headers.add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    put.headers.add("Content-Encoding", "aws-chunked");
    put.headers.add("x-amz-decoded-content-length", "66560");
    put.headers.add("x-amz-trailer", "x-amz-checksum-crc32c");
    authorize(put, "20130524/us-east-1/s3/aws4_request",
              "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-"
              "storage-class;x-amz-trailer",
              "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    const auto identity = authenticator(true).authenticate(kS3, put);
    if (!identity.ok()) return identity.error().message;
    const auto bytes = base::read_all(*identity->body, 100'000);
    return bytes.ok() ? identity->trailing_checksum->text : bytes.error().code;
  };
  constexpr char kChecksum[] = "x-amz-checksum-crc32c:sOO8/Q==\r\n";
  EXPECT_EQ("sOO8/Q==",
            put(fmt::format("{}x-amz-trailer-signature:"
                            "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n",
                            kChecksum)));
  EXPECT_EQ("SignatureDoesNotMatch",
            put(fmt::format("{}x-amz-trailer-signature:{}\r\n", kChecksum, std::string(64, '0'))));
  EXPECT_EQ("MalformedTrailerError", put(kChecksum));
}

TEST_F(AuthenticatorTest, ChunksThatCannotBeReadAreRefusedBeforeTheyAre) {
  net::Request put = unlisted(kS3);
  put.headers.set("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  EXPECT_EQ("MissingContentLength", code(kS3, put));
  const auto with_trailer = [&](const char* word, const char* trailer) {
    put.headers.set("x-amz-content-sha256", word);
    put.headers.set("x-amz-decoded-content-length", "1");
    put.headers.set("x-amz-trailer", trailer);
    authorize(put, "20130524/us-east-1/s3/aws4_request",
              "host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-trailer", "0", "test");
    return code(kS3, put);
  };
  EXPECT_EQ("InvalidRequest", with_trailer("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-meta-a"));
  EXPECT_EQ("InvalidRequest", with_trailer("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "x-amz-checksum-crc32"));
  EXPECT_EQ("InvalidRequest", with_trailer("UNSIGNED-PAYLOAD", "x-amz-checksum-crc32"));
  EXPECT_EQ("ok", with_trailer("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-checksum-crc32"));
}

TEST_F(AuthenticatorTest, HeadersThatMatterMustBeSigned) {
  net::Request call = unlisted(kS3);
  call.headers.add("X-Amz-Meta-Owner", "me");
  EXPECT_EQ("AccessDenied", code(kS3, call));
  net::Request hostless = request("POST", "/");
  authorize(hostless, "20130524/us-east-1/glue/aws4_request", "x-amz-date", "0");
  EXPECT_EQ("InvalidSignatureException", code(kGlue, hostless));
}

TEST_F(AuthenticatorTest, ASessionTokenMustBeTheListedOne) {
  net::Request get = request("GET", "/test.txt");
  get.headers.add("x-amz-content-sha256", kEmptyHash);
  get.headers.add("x-amz-security-token", "forged");
  authorize(get, "20130524/us-east-1/s3/aws4_request",
            "host;x-amz-content-sha256;x-amz-date;x-amz-security-token", "0");
  EXPECT_EQ("InvalidToken", code(kS3, get));
}

TEST_F(AuthenticatorTest, AMalformedHeaderIsToldInTheWordsOfTheService) {
  struct Case {
    const char* header;
    const char* s3_code;
    const char* json_code;
  };
  const std::string tail = ",SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=0";
  for (const Case& c :
       {Case{"AWS AKIA:signature", "InvalidRequest", "IncompleteSignatureException"},
        {"Basic dTpw", "InvalidArgument", "IncompleteSignatureException"},
        {"AWS4-HMAC-SHA256", "InvalidRequest", "IncompleteSignatureException"},
        {"AWS4-HMAC-SHA256 Credential=a/20130524/r/s3/aws4_request", "AuthorizationHeaderMalformed",
         "IncompleteSignatureException"},
        {"AWS4-HMAC-SHA256 Credential=a/b", "AuthorizationHeaderMalformed", "IncompleteSignatureException"},
        {"AWS4-HMAC-SHA256 Credential=a/20130524/r/sqs/aws4_request", "AuthorizationHeaderMalformed",
         "InvalidSignatureException"},
        {"AWS4-HMAC-SHA256 Credential=a/20130524/r/s3/aws5", "AuthorizationHeaderMalformed",
         "InvalidSignatureException"},
        {"AWS4-HMAC-SHA256 Credential=a/20130523/r/s3/aws4_request", "AuthorizationHeaderMalformed",
         "InvalidSignatureException"}}) {
    net::Request call = unlisted(kS3);
    const bool whole = std::string_view(c.header).find('/') != std::string_view::npos &&
                       c.json_code != std::string_view("IncompleteSignatureException");
    call.headers.set("Authorization", c.header + (whole ? tail : ""));
    EXPECT_EQ(c.s3_code, code(kS3, call)) << c.header;
    EXPECT_EQ(c.json_code, code(kGlue, call)) << c.header;
  }
}

TEST_F(AuthenticatorTest, TheDateHeaderServesWhereThereIsNoOther) {
  net::Request call = unlisted(kGlue);
  call.headers.remove("x-amz-date");
  for (const char* date : {"Fri, 24 May 2013 00:00:00 GMT", "Fri, 24 May 2013 00:00:00 -0000"}) {
    call.headers.set("Date", date);
    authorize(call, "20130524/us-east-1/glue/aws4_request", "date;host", "0", "test");
    EXPECT_EQ("ok", code(kGlue, call)) << date;
  }
}

TEST_F(AuthenticatorTest, ARequestWithoutADateIsRefused) {
  net::Request object = unlisted(kS3), call = unlisted(kGlue);
  object.headers.set("x-amz-date", "yesterday");
  call.headers.remove("x-amz-date");
  EXPECT_EQ("AccessDenied", code(kS3, object));
  EXPECT_EQ("IncompleteSignatureException", code(kGlue, call));
}

TEST_F(AuthenticatorTest, TheScopeNamesTheServiceThatIsMeant) {
  EXPECT_EQ("glue", scope_service(unlisted(kGlue)));
  EXPECT_EQ("", scope_service(request("GET", "/")));
}

}  // namespace
}  // namespace wire
