#include "spark/requests.h"

#include <gmock/gmock.h>
#include <grpcpp/support/proto_buffer_writer.h>
#include <gtest/gtest.h>

#include "spark/connect/base.pb.h"

namespace spark_door {
namespace {

using spark::connect::AnalyzePlanRequest;
using spark::connect::ExecutePlanRequest;

// So many relations, one above the other.
ExecutePlanRequest of_relations(int count) {
  ExecutePlanRequest request;
  auto* relation = request.mutable_plan()->mutable_root();
  for (int i = 1; i < count; ++i) relation = relation->mutable_limit()->mutable_input();
  relation->mutable_range()->set_end(3);
  return request;
}

grpc::ByteBuffer bytes_of(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

std::string refusal_of(const base::Result<void>& result) {
  return result.ok() ? "" : result.error().message;
}

TEST(Requests, APlanMayNestAsDeepAsInSpark) {
  for (const int relations : {1, 50, 500}) {
    auto bytes = bytes_of(of_relations(relations));
    ExecutePlanRequest request;
    ASSERT_TRUE(parse_request(bytes, request).ok()) << relations;
    EXPECT_EQ(request.SerializeAsString(), of_relations(relations).SerializeAsString());
  }
}

TEST(Requests, ADeeperPlanIsRefused) {
  auto bytes = bytes_of(of_relations(520));
  ExecutePlanRequest request;
  EXPECT_EQ(parse_request(bytes, request).error().code, "INVALID_PLAN_INPUT");
}

TEST(Requests, WhatIsNoMessageIsRefused) {
  const grpc::Slice slice(std::string("\xff\xff\xff"));
  grpc::ByteBuffer bytes(&slice, 1);
  ExecutePlanRequest request;
  EXPECT_EQ(parse_request(bytes, request).error().code, "INVALID_PLAN_INPUT");
}

TEST(Requests, WhatEveryClientSaysIsRead) {
  ExecutePlanRequest request;
  request.set_session_id("00112233-4455-6677-8899-aabbccddeeff");
  request.set_client_observed_server_side_session_id("a");
  request.mutable_user_context()->set_user_id("maria");
  request.mutable_user_context()->set_user_name("maria");
  request.set_client_type("_SPARK_CONNECT_PYTHON");
  request.set_operation_id("b");
  request.add_tags("c");
  request.add_request_options()->mutable_reattach_options()->set_reattachable(true);
  request.mutable_plan()->mutable_root()->mutable_range()->set_end(3);
  EXPECT_EQ(refusal_of(check_request(request)), "");
}

TEST(Requests, AnExtensionIsRefusedWhereverItStands) {
  ExecutePlanRequest request;
  request.mutable_user_context()->add_extensions();
  EXPECT_THAT(refusal_of(check_request(request)), testing::HasSubstr("UserContext.extensions"));
  request.clear_user_context();
  request.add_request_options()->mutable_extension();
  EXPECT_THAT(refusal_of(check_request(request)), testing::HasSubstr("RequestOption.extension"));
}

TEST(Requests, AFieldOfANewerProtocolIsRefused) {
  AnalyzePlanRequest request;
  ASSERT_TRUE(request.mutable_explain()->MergeFromString(std::string("\xa0\x38\x01")));  // field 900: 1
  EXPECT_THAT(refusal_of(check_request(request)),
              testing::HasSubstr("field 900 of spark.connect.AnalyzePlanRequest.Explain"));
}

TEST(Requests, ACommandHasNoColumnsToAnalyse) {
  AnalyzePlanRequest request;
  request.mutable_schema()->mutable_plan()->mutable_command()->mutable_sql_command();
  EXPECT_THAT(refusal_of(check_analysis(request)), testing::HasSubstr("an analysis of command"));
  request.mutable_schema()->mutable_plan()->mutable_root();
  EXPECT_EQ(refusal_of(check_analysis(request)), "");
}

TEST(Requests, BothPlansOfAComparisonAreRelations) {
  AnalyzePlanRequest request;
  request.mutable_same_semantics()->mutable_target_plan()->mutable_root();
  request.mutable_same_semantics()->mutable_other_plan();
  EXPECT_THAT(refusal_of(check_analysis(request)), testing::HasSubstr("an analysis of nothing"));
}

}  // namespace
}  // namespace spark_door
