#pragma once

#include "spark/connect/base.grpc.pb.h"
#include "spark/errors.h"
#include "spark/executor.h"
#include "spark/requests.h"
#include "spark/session.h"
#include "spark/tables.h"

namespace spark_door {

// The calls of Spark Connect's protocol, each in the thread that gRPC gives it; what walks a plan has one
// with a deep stack. What is not there is refused by name (UNSUPPORTED_FEATURE), and so is a field that
// nobody here reads: a plan is never run without a part of it. Owns the sessions and the views that all of
// them see; the executor outlives it.
class Service final : public spark::connect::SparkConnectService::Service {
 public:
  // `settings`: those that every session begins with.
  Service(Executor& executor, std::string spark_version, Settings settings);

  // Before the end: whatever runs for any session.
  void interrupt_all() { sessions_.interrupt_all(); }
  // Now and then: what clients have left behind.
  void expire_sessions();

  grpc::Status ReattachExecute(grpc::ServerContext* context,
                               const spark::connect::ReattachExecuteRequest* request,
                               grpc::ServerWriter<spark::connect::ExecutePlanResponse>* writer) override;
  grpc::Status ReleaseExecute(grpc::ServerContext* context,
                              const spark::connect::ReleaseExecuteRequest* request,
                              spark::connect::ReleaseExecuteResponse* response) override;
  grpc::Status Config(grpc::ServerContext* context, const spark::connect::ConfigRequest* request,
                      spark::connect::ConfigResponse* response) override;
  grpc::Status AddArtifacts(grpc::ServerContext* context,
                            grpc::ServerReader<spark::connect::AddArtifactsRequest>* reader,
                            spark::connect::AddArtifactsResponse* response) override;
  grpc::Status ArtifactStatus(grpc::ServerContext* context,
                              const spark::connect::ArtifactStatusesRequest* request,
                              spark::connect::ArtifactStatusesResponse* response) override;
  grpc::Status Interrupt(grpc::ServerContext* context, const spark::connect::InterruptRequest* request,
                         spark::connect::InterruptResponse* response) override;
  grpc::Status ReleaseSession(grpc::ServerContext* context,
                              const spark::connect::ReleaseSessionRequest* request,
                              spark::connect::ReleaseSessionResponse* response) override;
  grpc::Status CloneSession(grpc::ServerContext* context, const spark::connect::CloneSessionRequest* request,
                            spark::connect::CloneSessionResponse* response) override;
  grpc::Status FetchErrorDetails(grpc::ServerContext* context,
                                 const spark::connect::FetchErrorDetailsRequest* request,
                                 spark::connect::FetchErrorDetailsResponse* response) override;

 private:
  // The calls whose requests hold plans come as bytes (requests.h), not through the methods of those names.
  using ExecuteCall = grpc::ServerSplitStreamer<grpc::ByteBuffer, spark::connect::ExecutePlanResponse>;
  using AnalyzeCall = grpc::ServerUnaryStreamer<grpc::ByteBuffer, spark::connect::AnalyzePlanResponse>;
  grpc::Status execute_plan(const grpc::ServerContext& context, ExecuteCall& call);
  grpc::Status analyze_plan(AnalyzeCall& call);
  base::Result<void> execute(spark::connect::ExecutePlanRequest request, Operation::Client& client);
  base::Result<void> run(Session& session, const spark::connect::Plan& plan, const Operation::Emit& emit,
                         std::stop_token stop);
  base::Result<void> run_command(Session& session, const spark::connect::Command& command,
                                 const Operation::Emit& emit, std::stop_token stop);
  base::Result<void> analyze(Session& session, const spark::connect::AnalyzePlanRequest& request,
                             spark::connect::AnalyzePlanResponse& response);
  // What names mean in the session now.
  Tables tables_of(Session& session, const std::stop_token& stop);
  base::Result<void> analyze_alone(Session& session, const spark::connect::AnalyzePlanRequest& request,
                                   spark::connect::AnalyzePlanResponse& response);
  base::Result<plan::Relation> root_of(Session& session, const spark::connect::Plan& plan);
  base::Result<spark::connect::DataType> schema_of(Session& session, const spark::connect::Plan& plan);
  base::Result<std::string> explain(Session& session,
                                    const spark::connect::AnalyzePlanRequest::Explain& explain);
  // With the rows that are kept.
  base::Result<plan::Relation> kept_root_of(Session& session, const spark::connect::Plan& plan);
  base::Result<void> persist(Session& session, const spark::connect::AnalyzePlanRequest::Persist& persist);
  base::Result<spark::connect::StorageLevel> storage_level(Session& session, const plan::Relation& relation);

  // The session of a request, which says it in the same members whatever it asks.
  template <typename Request>
  base::Result<std::shared_ptr<Session>> session_of(const Request& request) {
    TRY(check_request(request));
    return sessions_.open(request.user_context().user_id(), request.session_id(),
                          request.client_observed_server_side_session_id());
  }

  // Answers a call that is about a session, which the response names; `fill` says the rest.
  template <typename Request, typename Response, typename Fill>
  grpc::Status answer(const Request& request, Response& response, Fill fill) {
    const auto work = [&]() -> base::Result<void> {
      const std::shared_ptr<Session> session = TRY(session_of(request));
      response.set_session_id(session->id());
      response.set_server_side_session_id(session->server_id());
      return fill(*session);
    };
    return status_of(work());
  }

  // Every error becomes a status here and nowhere else.
  grpc::Status status_of(const base::Result<void>& result);

  Errors errors_;
  Executor& executor_;
  const std::string spark_version_;
  TemporaryViews global_views_;
  Sessions sessions_;
};

}  // namespace spark_door
