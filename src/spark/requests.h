#pragma once

#include <grpcpp/support/byte_buffer.h>

#include "base/result.h"

namespace google::protobuf {
class Message;
}

namespace spark_door {

// A request that holds plans, from its bytes. gRPC itself parses messages within protobuf's limit of 100 in
// each other, where a data frame that was changed fifty times has more; Spark takes 1024
// (spark.connect.grpc.marshallerRecursionLimit), and so do we. INVALID_PLAN_INPUT beyond.
base::Result<void> parse_request(grpc::ByteBuffer& bytes, google::protobuf::Message& request);

// Refuses by name whatever a request says that nobody here reads, down to the plans in it, which are looked
// through where they are run.
base::Result<void> check_request(const google::protobuf::Message& request);

// One whose plans are to be relations: a command has no columns to analyse.
base::Result<void> check_analysis(const google::protobuf::Message& request);

}  // namespace spark_door
