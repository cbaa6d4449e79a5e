#include "spark/service.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/deep_thread.h"
#include "base/random.h"
#include "plan/spark_error.h"
#include "spark/artifacts.h"
#include "spark/catalog.h"
#include "spark/configuration.h"
#include "spark/errors.h"
#include "spark/plans.h"

namespace spark_door {
namespace {

using namespace spark::connect;

bool is_reattachable(const ExecutePlanRequest& request) {
  for (const auto& option : request.request_options())
    if (option.has_reattach_options()) return option.reattach_options().reattachable();
  return false;
}

// A call whose answer is a stream.
class StreamClient final : public Operation::Client {
 public:
  using Writer = grpc::internal::WriterInterface<ExecutePlanResponse>;
  StreamClient(const grpc::ServerContext& context, Writer& writer) : context_(context), writer_(writer) {}
  bool write(const ExecutePlanResponse& response) override { return writer_.Write(response); }
  bool is_gone() const override { return context_.IsCancelled(); }

 private:
  const grpc::ServerContext& context_;
  Writer& writer_;
};

// The place of a call among those of the service.
int index_of(const char* call) {
  return ExecutePlanRequest::descriptor()
      ->file()
      ->FindServiceByName("SparkConnectService")
      ->FindMethodByName(call)
      ->index();
}

// Nothing to read: the client went away, or asked with more bytes than gRPC lets in (door.cc).
template <typename Request, typename Call>
base::Result<Request> read_request(Call& call) {
  grpc::ByteBuffer bytes;
  if (!call.Read(&bytes))
    return base::refusal("INVALID_PLAN_INPUT", 400,
                         "The request is larger than what is taken, or not whole.");
  Request request;
  TRY(parse_request(bytes, request));
  return request;
}

// The ids of the operations that the request has ended. In the words of Spark's own handler.
base::Result<std::vector<std::string>> interrupted(Session& session, const InterruptRequest& request) {
  switch (request.interrupt_type()) {
    case InterruptRequest::INTERRUPT_TYPE_ALL:
      return session.interrupt(Session::Interrupt::All, "");
    case InterruptRequest::INTERRUPT_TYPE_TAG:
      if (!request.has_operation_tag())
        return plan::illegal_argument("INTERRUPT_TYPE_TAG requested, but no operation_tag provided.");
      return session.interrupt(Session::Interrupt::Tag, request.operation_tag());
    case InterruptRequest::INTERRUPT_TYPE_OPERATION_ID:
      if (!request.has_operation_id())
        return plan::illegal_argument("INTERRUPT_TYPE_OPERATION_ID requested, but no operation_id provided.");
      return session.interrupt(Session::Interrupt::Id, request.operation_id());
    default:
      return not_supported(
          fmt::format("an interrupt of type {}", static_cast<int>(request.interrupt_type())));
  }
}

std::vector<std::string> strings(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

}  // namespace

Service::Service(Executor& executor, std::string spark_version, Settings settings)
    : executor_(executor),
      spark_version_(std::move(spark_version)),
      sessions_(executor.storage().clock, std::move(settings)) {
  MarkMethodStreamed(
      index_of("ExecutePlan"),
      new grpc::internal::SplitServerStreamingHandler<grpc::ByteBuffer, ExecutePlanResponse>(
          [this](grpc::ServerContext* context, ExecuteCall* call) { return execute_plan(*context, *call); }));
  MarkMethodStreamed(index_of("AnalyzePlan"),
                     new grpc::internal::StreamedUnaryHandler<grpc::ByteBuffer, AnalyzePlanResponse>(
                         [this](grpc::ServerContext*, AnalyzeCall* call) { return analyze_plan(*call); }));
}

grpc::Status Service::execute_plan(const grpc::ServerContext& context, ExecuteCall& call) {
  auto request = read_request<ExecutePlanRequest>(call);
  if (!request.ok()) return status_of(request.error());
  StreamClient client(context, call);
  return status_of(execute(*std::move(request), client));
}

// 1. A thread of the operation's own begins the work.
// 2. This call streams what it makes, until the end or until the client hangs up.
// 3. A reattachable operation stays, whatever became of the call, until ReleaseExecute, the session's end or
// for as long as Spark waits for its client; any other goes with the call, which interrupts it.
base::Result<void> Service::execute(ExecutePlanRequest request, Operation::Client& client) {
  const std::shared_ptr<Session> session = TRY(session_of(request));
  if (!request.operation_id().empty()) TRY(check_handle(request.operation_id()));
  Operation::Identity identity{
      .session_id = session->id(),
      .server_session_id = session->server_id(),
      .operation_id = request.operation_id().empty() ? base::random_uuid() : request.operation_id(),
      .tags = strings(request.tags()),
      .reattachable = is_reattachable(request),
      .scratch = executor_.storage().scratch};
  // The operation is the session's, and ends before it.
  const auto operation =
      TRY(session->start(identity, [this, session = session.get(), plan = std::move(*request.mutable_plan())](
                                       const Operation::Emit& emit, std::stop_token stop) {
        return run(*session, plan, emit, std::move(stop));
      }));
  base::Result<void> result = operation->stream("", client);
  if (!identity.reattachable) session->forget(identity.operation_id);
  return result;
}

grpc::Status Service::ReattachExecute(grpc::ServerContext* context, const ReattachExecuteRequest* request,
                                      grpc::ServerWriter<ExecutePlanResponse>* writer) {
  const auto reattach = [&]() -> base::Result<void> {
    const std::shared_ptr<Session> session = TRY(session_of(*request));
    const auto operation = TRY(session->operation(request->operation_id()));
    StreamClient client(*context, *writer);
    return operation->stream(request->last_response_id(), client);
  };
  return status_of(reattach());
}

grpc::Status Service::ReleaseExecute(grpc::ServerContext*, const ReleaseExecuteRequest* request,
                                     ReleaseExecuteResponse* response) {
  return answer(*request, *response, [&](Session& session) -> base::Result<void> {
    const auto operation = session.operation(request->operation_id());
    if (!operation.ok()) return {};  // what is over is released
    response->set_operation_id(request->operation_id());
    if (request->has_release_until())
      (*operation)->release_until(request->release_until().response_id());
    else if (request->has_release_all())
      session.forget(request->operation_id());
    else
      return not_supported("a release of " + choice_of(*request, "release"));
    return {};
  });
}

Tables Service::tables_of(Session& session, const std::stop_token& stop) {
  const auto describe = [this, caller = session.caller(), stop](plan::Relation relation) {
    return executor_.columns(std::move(relation), caller, stop);
  };
  return {session.views(),     global_views_,      session.functions(),
          executor_.storage(), session.database(), describe};
}

base::Result<void> Service::run(Session& session, const Plan& plan, const Operation::Emit& emit,
                                std::stop_token stop) {
  if (plan.has_command()) return run_command(session, plan.command(), emit, std::move(stop));
  if (!plan.has_root()) return not_supported("a plan of " + choice_of(plan, "op_type"));
  const Tables tables = tables_of(session, stop);
  plan::Relation relation =
      plan.root().has_catalog()
          ? TRY(answer_catalog(plan.root().catalog(), global_views_, tables,
                               {executor_, session, emit, stop}))
          : TRY(session.kept().put_into(TRY(resolved(plan.root(), tables, stop)), KeptResults::For::Rows,
                                        {executor_, session, emit, stop}));
  return executor_.fetch(std::move(relation), session.caller(), emit, std::move(stop));
}

grpc::Status Service::status_of(const base::Result<void>& result) {
  return result.ok() ? grpc::Status::OK : errors_.to_status(result.error());
}

grpc::Status Service::FetchErrorDetails(grpc::ServerContext*, const FetchErrorDetailsRequest* request,
                                        FetchErrorDetailsResponse* response) {
  return answer(*request, *response, [&](const Session&) -> base::Result<void> {
    errors_.fill_details(request->error_id(), *response);
    return {};
  });
}

grpc::Status Service::analyze_plan(AnalyzeCall& call) {
  AnalyzePlanResponse response;
  grpc::Status status;
  base::DeepThread thread;
  const auto started = thread.start([&] {
    const auto request = read_request<AnalyzePlanRequest>(call);
    status = request.ok() ? answer(*request, response,
                                   [&](Session& session) { return analyze(session, *request, response); })
                          : status_of(request.error());
  });
  if (!started.ok()) return status_of(started);
  thread.join();
  if (status.ok()) call.Write(response);
  return status;
}

grpc::Status Service::Config(grpc::ServerContext*, const ConfigRequest* request, ConfigResponse* response) {
  return answer(*request, *response, [&](Session& session) -> base::Result<void> {
    return answer_config(*request, session, executor_, *response);
  });
}

grpc::Status Service::AddArtifacts(grpc::ServerContext*, grpc::ServerReader<AddArtifactsRequest>* reader,
                                   AddArtifactsResponse* response) {
  const auto add = [&]() -> base::Result<void> {
    std::shared_ptr<Session> session;  // of all requests: that of the first
    ArtifactUpload upload(executor_.storage().scratch,
                          [&](const std::string& name, engine::SessionFile file) {
                            return session->add_file(name, std::move(file));
                          });
    for (AddArtifactsRequest request; reader->Read(&request);) {
      if (session == nullptr) session = TRY(session_of(request));
      TRY(upload.take(request));
    }
    if (session == nullptr) return not_supported("a call for artifacts without any");
    response->set_session_id(session->id());
    response->set_server_side_session_id(session->server_id());
    return upload.finish(*response);
  };
  return status_of(add());
}

grpc::Status Service::ArtifactStatus(grpc::ServerContext*, const ArtifactStatusesRequest* request,
                                     ArtifactStatusesResponse* response) {
  return answer(*request, *response, [&](Session& session) -> base::Result<void> {
    for (const std::string& name : request->names())
      (*response->mutable_statuses())[name].set_exists(session.has_file(name));
    return {};
  });
}

grpc::Status Service::Interrupt(grpc::ServerContext*, const InterruptRequest* request,
                                InterruptResponse* response) {
  return answer(*request, *response, [&](Session& session) -> base::Result<void> {
    for (const std::string& id : TRY(interrupted(session, *request))) response->add_interrupted_ids(id);
    return {};
  });
}

grpc::Status Service::CloneSession(grpc::ServerContext*, const CloneSessionRequest* request,
                                   CloneSessionResponse* response) {
  return answer(*request, *response, [&](const Session& session) -> base::Result<void> {
    const std::shared_ptr<Session> made =
        TRY(sessions_.clone(request->user_context().user_id(), session, request->new_session_id()));
    response->set_new_session_id(made->id());
    response->set_new_server_side_session_id(made->server_id());
    return {};
  });
}

// Never refused, so that a client may release twice. The operations end with the last pointer to the session:
// here, unless a call still holds one.
grpc::Status Service::ReleaseSession(grpc::ServerContext*, const ReleaseSessionRequest* request,
                                     ReleaseSessionResponse* response) {
  if (const auto checked = check_request(*request); !checked.ok()) return status_of(checked);
  response->set_session_id(request->session_id());
  const auto released =
      sessions_.release(request->user_context().user_id(), request->session_id(), request->allow_reconnect());
  if (released != nullptr) executor_.forget_session(released->server_id());
  return grpc::Status::OK;
}

void Service::expire_sessions() {
  for (const auto& session : sessions_.expire()) {
    spdlog::info("the session {} has expired: nothing was asked of it", session->id());
    executor_.forget_session(session->server_id());
  }
}

}  // namespace spark_door
