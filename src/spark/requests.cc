#include "spark/requests.h"

#include <fmt/format.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <map>
#include <vector>

#include "plan/nested_message.h"
#include "plan/unread_field.h"
#include "plan/walks.h"
#include "spark/connect/base.pb.h"
#include "spark/errors.h"

namespace spark_door {
namespace {

using google::protobuf::Message;

constexpr int kMostNesting = 1024;

using Members = std::vector<std::string_view>;

// What is read of each message of the protocol's own, or says nothing that could be lost:
// - client_type and user_name are for a server's logs;
// - result_chunking_options allow batches of rows in pieces: ours are small;
// - blocking waits until rows are let go, which is done at once.
// Any other message is of a plan.
const std::map<std::string_view, Members>& members_read() {
  static const std::map<std::string_view, Members> read = {
      {"UserContext", {"user_id", "user_name"}},
      {"ExecutePlanRequest", {"operation_id", "plan", "request_options", "tags"}},
      {"RequestOption", {"reattach_options", "result_chunking_options"}},
      {"ReattachOptions", {"reattachable"}},
      {"ResultChunkingOptions", {"allow_arrow_batch_chunking", "preferred_arrow_chunk_size"}},
      {"Plan", {"root", "command", "compressed_operation"}},
      {"AnalyzePlanRequest",
       {"schema", "explain", "tree_string", "is_local", "is_streaming", "input_files", "spark_version",
        "ddl_parse", "same_semantics", "semantic_hash", "persist", "unpersist", "get_storage_level",
        "json_to_ddl"}},
      {"Schema", {"plan"}},
      {"Explain", {"plan", "explain_mode"}},
      {"TreeString", {"plan", "level"}},
      {"IsLocal", {"plan"}},
      {"IsStreaming", {"plan"}},
      {"InputFiles", {"plan"}},
      {"SparkVersion", {}},
      {"DDLParse", {"ddl_string"}},
      {"SameSemantics", {"target_plan", "other_plan"}},
      {"SemanticHash", {"plan"}},
      {"Persist", {"relation", "storage_level"}},
      {"Unpersist", {"relation", "blocking"}},
      {"GetStorageLevel", {"relation"}},
      {"JsonToDDL", {"json_string"}},
      {"ConfigRequest", {"operation"}},
      {"Operation", {"set", "get", "get_with_default", "get_option", "get_all", "unset", "is_modifiable"}},
      {"Set", {"pairs", "silent"}},
      {"Get", {"keys"}},
      {"GetWithDefault", {"pairs"}},
      {"GetOption", {"keys"}},
      {"GetAll", {"prefix"}},
      {"Unset", {"keys"}},
      {"IsModifiable", {"keys"}},
      {"KeyValue", {"key", "value"}},
      {"AddArtifactsRequest", {"batch", "begin_chunk", "chunk"}},
      {"Batch", {"artifacts"}},
      {"SingleChunkArtifact", {"name", "data"}},
      {"BeginChunkedArtifact", {"name", "total_bytes", "num_chunks", "initial_chunk"}},
      {"ArtifactChunk", {"data", "crc"}},
      {"ArtifactStatusesRequest", {"names"}},
      {"InterruptRequest", {"interrupt_type", "operation_tag", "operation_id"}},
      {"ReattachExecuteRequest", {"operation_id", "last_response_id"}},
      {"ReleaseExecuteRequest", {"operation_id", "release_all", "release_until"}},
      {"ReleaseAll", {}},
      {"ReleaseUntil", {"response_id"}},
      {"ReleaseSessionRequest", {"allow_reconnect"}},
      {"FetchErrorDetailsRequest", {"error_id"}},
      {"CloneSessionRequest", {"new_session_id"}},
  };
  return read;
}

// Those of every request.
constexpr std::string_view kHead[] = {"session_id", "client_observed_server_side_session_id", "user_context",
                                      "client_type"};

}  // namespace

base::Result<void> parse_request(grpc::ByteBuffer& bytes, Message& request) {
  grpc::ProtoBufferReader reader(&bytes);
  if (reader.status().ok() && plan::parse_nested(request, reader, kMostNesting)) return {};
  return base::refusal(
      "INVALID_PLAN_INPUT", 400,
      fmt::format("Protocol message had too many levels of nesting, or is none of Spark Connect's: the "
                  "messages of a plan may stand {} in each other, two for each relation.",
                  kMostNesting));
}

base::Result<void> check_request(const Message& request) {
  const auto found = members_read().find(request.GetDescriptor()->name());
  if (found == members_read().end()) return {};
  Members read = found->second;
  if (found->first.ends_with("Request")) read.insert(read.end(), std::begin(kHead), std::end(kHead));
  if (const auto unread = plan::unread_field(request, read)) return not_supported(*unread);
  base::Result<void> result;
  plan::for_each_child(request, [&](const Message& child) {
    if (result.ok()) result = check_request(child);
  });
  return result;
}

base::Result<void> check_analysis(const Message& request) {
  base::Result<void> result;
  plan::for_each_child(request, [&](const Message& child) {
    if (!result.ok()) return;
    if (child.GetDescriptor() != spark::connect::Plan::descriptor())
      result =
          child.GetDescriptor()->file() == request.GetDescriptor()->file() ? check_analysis(child) : result;
    else if (const auto& plan = static_cast<const spark::connect::Plan&>(child); !plan.has_root())
      result = not_supported("an analysis of " + choice_of(plan, "op_type"));
  });
  return result;
}

}  // namespace spark_door
