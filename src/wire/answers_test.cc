#include "wire/answers.h"

#include <gtest/gtest.h>

#include "base/body_faults.h"
#include "wire/errors.h"

namespace wire {
namespace {

constexpr ServiceInfo kGlue{.name = "glue",
                            .json_version = "1.1",
                            .message_member = "Message",
                            .internal_code = "InternalServiceException"};
constexpr ServiceInfo kS3{.name = "s3", .protocol = Protocol::RestXml, .internal_code = "InternalError"};
const RequestContext kContext{.request_id = "0f0e0d0c-1234-4321-aaaa-0123456789ab"};

std::string body(const net::Response& response) {
  return std::get<std::string>(response.body);
}

TEST(Answers, do_not_leak_the_cause_of_the_worlds_faults) {
  const base::Error error = base::failure("opening /secret/path: No space left on device");
  const net::Response json = json_error(kGlue, kContext, error);
  EXPECT_EQ(json.status, 500);
  EXPECT_EQ(
      body(json),
      R"({"__type":"InternalServiceException","Message":"We encountered an internal error. Please try again."})");
  const net::Response xml = xml_error(kS3, kContext, net::Request{.method = "GET"}, error);
  EXPECT_EQ(xml.status, 500);
  EXPECT_EQ(body(xml).find("secret"), std::string::npos);
}

TEST(Answers, show_details_in_their_order_and_send_some_as_headers) {
  const base::Error error = modelled("InvalidRange", 416, "No such range.",
                                     {{"ActualObjectSize", "3"},
                                      header_detail("x-amz-bucket-region", "eu-west-1"),
                                      {"RangeRequested", "bytes=5-"}});
  const net::Response xml = xml_error(kS3, kContext, net::Request{.method = "GET"}, error);
  EXPECT_NE(
      body(xml).find("<Message>No such range.</Message><ActualObjectSize>3</ActualObjectSize>"
                     "<RangeRequested>bytes=5-</RangeRequested><RequestId>0F0E0D0C12344321</RequestId>"),
      std::string::npos);
  EXPECT_EQ(xml.headers.find("x-amz-bucket-region"), "eu-west-1");
}

TEST(Answers, to_HEAD_and_not_modified_have_no_body) {
  const base::Error gone = modelled("NoSuchKey", 404, "Gone.", {});
  EXPECT_EQ(body(xml_error(kS3, kContext, net::Request{.method = "HEAD"}, gone)), "");
  const base::Error same = modelled("NotModified", 304, "", {header_detail("ETag", "\"e\"")});
  const net::Response answer = xml_error(kS3, kContext, net::Request{.method = "GET"}, same);
  EXPECT_EQ(body(answer), "");
  EXPECT_EQ(answer.headers.find("ETag"), "\"e\"");
}

TEST(Answers, name_the_faults_of_a_body_in_the_services_words) {
  const auto told = [](std::string_view fault) {
    const base::Error error = base::refusal(std::string(fault), 400, "why");
    const net::Response xml = xml_error(kS3, kContext, net::Request{.method = "PUT"}, error);
    const std::string text = body(xml);
    const std::size_t begin = text.find("<Code>") + 6;
    return fmt::format("{} {}, {}", xml.status, text.substr(begin, text.find('<', begin) - begin),
                       *json_error(kGlue, kContext, error).headers.find("x-amzn-ErrorType"));
  };
  EXPECT_EQ(told(base::kBodyTooLarge), "400 MaxMessageLengthExceeded, RequestEntityTooLargeException");
  EXPECT_EQ(told(base::kBodyTooSlow), "400 RequestTimeout, RequestTimeoutException");
  EXPECT_EQ(told(base::kBodyIncomplete), "400 IncompleteBody, SerializationException");
  EXPECT_EQ(told(base::kBodyBroken), "400 InvalidRequest, SerializationException");
}

}  // namespace
}  // namespace wire
