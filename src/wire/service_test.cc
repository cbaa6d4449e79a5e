#include "wire/service.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

net::Request request_with(std::string_view header = {}, std::string value = {}) {
  net::Request request;
  if (!header.empty()) request.headers.add(std::string(header), std::move(value));
  return request;
}

TEST(ServiceTest, ARequestIsAnsweredInTheProtocolThatItSpeaks) {
  static constexpr Protocol kFurther[] = {Protocol::Json, Protocol::Query};
  const ServiceInfo info{.protocol = Protocol::RpcV2Cbor, .further_protocols = kFurther};
  EXPECT_EQ(Protocol::RpcV2Cbor, protocol_of(info, request_with("smithy-protocol", "rpc-v2-cbor")));
  EXPECT_EQ(Protocol::Json, protocol_of(info, request_with("X-Amz-Target", "A.B")));
  EXPECT_EQ(Protocol::Query, protocol_of(info, request_with()));
}

TEST(ServiceTest, AServiceOfOneProtocolHasNoChoice) {
  const ServiceInfo info{.protocol = Protocol::RestXml};
  EXPECT_EQ(Protocol::RestXml, protocol_of(info, request_with("smithy-protocol", "rpc-v2-cbor")));
  EXPECT_EQ(Protocol::RestXml, protocol_of(info, request_with("X-Amz-Target", "A.B")));
}

}  // namespace
}  // namespace wire
