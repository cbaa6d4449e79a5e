#include "server/request_chain.h"

#include <gmock/gmock.h>

#include <thread>

#include "base/text.h"
#include "wire/timestamps.h"

namespace server {
namespace {

using testing::HasSubstr;

// A service that tells what reached it.
class Echo final : public wire::Service {
 public:
  explicit Echo(wire::ServiceInfo info) : info_(info) {}
  std::string seen_host;
  const wire::ServiceInfo& info() const override { return info_; }
  net::Response handle(const wire::RequestContext& context, net::Request& request) override {
    if (request.path == "/stream") return {.body = std::make_unique<base::StringSource>("streamed")};
    seen_host = context.host;
    return {.body = fmt::format("{} {} {} {} {}", info_.name, context.account, context.region, request.path,
                                base::read_all(*request.body, 1000).value())};
  }
  net::Response refuse(const wire::RequestContext&, const net::Request&, const base::Error& error) override {
    return {.status = error.status, .body = fmt::format("{} refuses: {}", info_.name, error.code)};
  }

 private:
  const wire::ServiceInfo info_;
};

class RequestChainTest : public testing::Test {
 protected:
  RequestChainTest() { table_.services = {&s3_, &glue_}; }

  net::Request request(std::string path = "/b/k") {
    net::Request request{.method = "GET", .path = std::move(path), .body = &body_};
    request.headers.add("Host", "localhost:4566");
    return request;
  }
  net::Request signed_request(std::string_view service, std::string path = "/b/k") {
    net::Request made = request(std::move(path));
    made.headers.add("x-amz-date", "20130524T000000Z");
    made.headers.add("x-amz-content-sha256",
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    made.headers.add(
        "Authorization",
        fmt::format("AWS4-HMAC-SHA256 Credential=111122223333/20130524/eu-west-1/{}/aws4_request, "
                    "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=0",
                    service));
    return made;
  }
  std::string answer(net::Request request) {
    const net::Response response = chain_.answer(request);
    return fmt::format("{} {}", response.status, std::get<std::string>(response.body));
  }

  base::ManualClock clock_{*wire::parse_amz_date("20130524T000000Z")};
  wire::Authenticator authenticator_{{}, clock_};
  Echo s3_{{.name = "s3", .signing_name = "s3", .protocol = wire::Protocol::RestXml}};
  Echo glue_{
      {.name = "glue", .signing_name = "glue", .target_prefix = "AWSGlue", .protocol = wire::Protocol::Json}};
  ServiceTable table_;
  Metrics metrics_;
  base::StringSource body_{""};
  RequestChain chain_{HostNames("127.0.0.1"), authenticator_, table_,
                      [](net::Request&) { return net::Response{.body = std::string("admin")}; }, metrics_};
};

TEST_F(RequestChainTest, TheTargetNamesTheServiceElseTheScopeElseItIsS3) {
  net::Request target = signed_request("glue", "/");
  target.headers.add("X-Amz-Target", "AWSGlue.GetTables");
  EXPECT_EQ("200 glue 111122223333 eu-west-1 / ", answer(std::move(target)));
  EXPECT_EQ("200 glue 111122223333 eu-west-1 /x ", answer(signed_request("glue", "/x")));
  EXPECT_EQ("200 s3 111122223333 eu-west-1 /b/k ", answer(signed_request("s3")));
  EXPECT_EQ("403 s3 refuses: AccessDenied", answer(request()));
}

TEST_F(RequestChainTest, AServiceThatIsNotHereIsSaidSo) {
  EXPECT_THAT(answer(signed_request("sts")),
              AllOf(testing::StartsWith("501 <ErrorResponse>"), HasSubstr("does not answer this service")));
  net::Request target = signed_request("kinesis", "/");
  target.headers.add("X-Amz-Target", "Kinesis_20131202.ListStreams");
  EXPECT_THAT(answer(std::move(target)), testing::StartsWith(R"(400 {"__type":"UnknownOperationException")"));
}

TEST_F(RequestChainTest, AForeignHostIsRefusedInTheShapeOfTheService) {
  net::Request rebound = signed_request("s3");
  rebound.headers.set("Host", "evil.example");
  EXPECT_EQ("403 s3 refuses: AccessDenied", answer(std::move(rebound)));
  net::Request admin = request("/_dovetail/reset");
  admin.headers.set("Host", "evil.example");
  EXPECT_THAT(answer(std::move(admin)), testing::StartsWith("403 "));
}

TEST_F(RequestChainTest, AForeignOriginIsRefused) {
  net::Request page = signed_request("s3");
  page.headers.add("Origin", "http://evil.example");
  EXPECT_EQ("403 s3 refuses: AccessForbidden", answer(std::move(page)));
  net::Request admin = request("/_dovetail/health");
  admin.headers.add("Origin", "http://evil.example");
  EXPECT_THAT(answer(std::move(admin)), testing::StartsWith("403 "));
}

TEST_F(RequestChainTest, ARequestHasOneHost) {
  net::Request two = request();
  two.headers.add("Host", "localhost");
  EXPECT_EQ("400 s3 refuses: InvalidRequest", answer(std::move(two)));
  net::Request none = request();
  none.headers.remove("Host");
  EXPECT_EQ("400 s3 refuses: InvalidRequest", answer(std::move(none)));
}

TEST_F(RequestChainTest, S3TakesEightKilobytesOfHeaders) {
  net::Request large = request();
  large.header_section_size = 8193;
  EXPECT_EQ("400 s3 refuses: RequestHeaderSectionTooLarge", answer(std::move(large)));
  net::Request glue = signed_request("glue");
  glue.header_section_size = 8193;
  EXPECT_THAT(answer(std::move(glue)), testing::StartsWith("200 "));
}

TEST_F(RequestChainTest, AdministrationNeedsNoSignature) {
  EXPECT_EQ("200 admin", answer(request("/_dovetail/health")));
}

TEST_F(RequestChainTest, AVirtualHostedBucketBecomesTheFirstPartOfThePath) {
  net::Request hosted = signed_request("s3", "/k");
  hosted.headers.set("Host", "lake.localhost:4566");
  EXPECT_EQ("200 s3 111122223333 eu-west-1 /lake/k ", answer(std::move(hosted)));
  EXPECT_EQ("localhost:4566", s3_.seen_host);
}

TEST_F(RequestChainTest, TheEndpointOfAVirtualHostedBucketStays) {
  net::Request hosted = signed_request("s3", "/k");
  hosted.headers.set("Host", "lake.s3.localhost:4566");
  EXPECT_EQ("200 s3 111122223333 eu-west-1 /lake/k ", answer(std::move(hosted)));
  EXPECT_EQ("s3.localhost:4566", s3_.seen_host);
}

TEST_F(RequestChainTest, AKeyOfAVirtualHostedBucketIsNoAdministration) {
  net::Request hosted = signed_request("s3", "/_dovetail/reset");
  hosted.headers.set("Host", "lake.localhost:4566");
  EXPECT_EQ("200 s3 111122223333 eu-west-1 /lake/_dovetail/reset ", answer(std::move(hosted)));
}

TEST_F(RequestChainTest, AdministrationDoesNotWaitAtTheGate) {
  const Gate::Pass alone = table_.gate.enter_alone(std::chrono::seconds(1));
  EXPECT_EQ("200 admin", answer(request("/_dovetail/health")));
}

TEST_F(RequestChainTest, AnAnswerThatStreamsHoldsAResetBack) {
  net::Request call = signed_request("s3", "/stream");
  net::Response response = chain_.answer(call);
  std::atomic<bool> alone = false;
  std::thread resetting([&] {
    const Gate::Pass pass = table_.gate.enter_alone(std::chrono::minutes(1));
    alone = true;
  });
  auto& source = std::get<std::unique_ptr<base::ByteSource>>(response.body);
  EXPECT_EQ("streamed", *base::read_all(*source, 100));
  EXPECT_FALSE(alone);
  source.reset();
  resetting.join();
}

TEST_F(RequestChainTest, RequestsAreCountedByOutcome) {
  answer(signed_request("s3"));
  answer(request());
  answer(signed_request("sts"));
  EXPECT_EQ(3, metrics_.requests);
  EXPECT_EQ(2, metrics_.refused);  // a 501 is a refusal by name, and no fault of ours
  EXPECT_EQ(0, metrics_.failed);
}

}  // namespace
}  // namespace server
