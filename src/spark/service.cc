#include "spark/service.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/random.h"
#include "base/text.h"
#include "plan/types.h"
#include "spark/artifacts.h"
#include "spark/catalog.h"
#include "spark/configuration.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/sql_command.h"
#include "spark/writes.h"
#include "spark/writes_v2.h"

namespace spark_door {
namespace {

using namespace spark::connect;

bool is_reattachable(const ExecutePlanRequest& request) {
  for (const auto& option : request.request_options())
    if (option.has_reattach_options()) return option.reattach_options().reattachable();
  return false;
}

// Clients before 4.0 say the query in the command itself.
plan::Relation relation_of(const SqlCommand& command) {
  plan::Relation relation;
  SQL& sql = *relation.mutable_sql();
  sql.set_query(command.sql());
  *sql.mutable_args() = command.args();
  *sql.mutable_pos_args() = command.pos_args();
  *sql.mutable_named_arguments() = command.named_arguments();
  *sql.mutable_pos_arguments() = command.pos_arguments();
  return relation;
}

// A call whose answer is a stream.
class StreamClient final : public Operation::Client {
 public:
  StreamClient(grpc::ServerContext& context, grpc::ServerWriter<ExecutePlanResponse>& writer)
      : context_(context), writer_(writer) {}
  bool write(const ExecutePlanResponse& response) override { return writer_.Write(response); }
  bool is_gone() const override { return context_.IsCancelled(); }

 private:
  grpc::ServerContext& context_;
  grpc::ServerWriter<ExecutePlanResponse>& writer_;
};

std::vector<std::string> strings(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

}  // namespace

grpc::Status Service::ExecutePlan(grpc::ServerContext* context, const ExecutePlanRequest* request,
                                  grpc::ServerWriter<ExecutePlanResponse>* writer) {
  StreamClient client(*context, *writer);
  return status_of(execute(*request, client));
}

// 1. A thread of the operation's own begins the work.
// 2. This call streams what it makes, until the end or until the client hangs up.
// 3. A reattachable operation stays, whatever became of the call, until ReleaseExecute, the session's end or
// for as long as Spark waits for its client; any other goes with the call, which interrupts it.
base::Result<void> Service::execute(const ExecutePlanRequest& request, Operation::Client& client) {
  const std::shared_ptr<Session> session = TRY(session_of(request));
  Operation::Identity identity{
      .session_id = session->id(),
      .server_session_id = session->server_id(),
      .operation_id = request.operation_id().empty() ? base::random_uuid() : request.operation_id(),
      .tags = strings(request.tags()),
      .reattachable = is_reattachable(request)};
  // The operation is the session's, and ends before it.
  const auto operation = TRY(session->start(identity, [this, session = session.get(), plan = request.plan()](
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
    else
      session.forget(request->operation_id());
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
  plan::Relation relation = plan.root().has_catalog()
                                ? TRY(answer_catalog(plan.root().catalog(), global_views_, tables,
                                                     {executor_, session, emit, stop}))
                                : TRY(resolved(plan.root(), tables, stop));
  return executor_.fetch(std::move(relation), session.caller(), emit, std::move(stop));
}

base::Result<void> Service::run_command(Session& session, const Command& command, const Operation::Emit& emit,
                                        std::stop_token stop) {
  if (command.has_sql_command()) {
    // The answer is a relation, for whose rows the client asks next. A statement is done here, once, and its
    // rows come back as constants; a query is analysed at once, and run when its rows are asked for.
    const SqlCommand& sql = command.sql_command();
    TRY(only(sql, {"sql", "args", "pos_args", "named_arguments", "pos_arguments", "input"}));
    plan::Relation asked = sql.has_input() ? sql.input() : relation_of(sql);
    const Tables tables = tables_of(session, stop);
    Operation::Response response;
    if (asked.has_sql()) {
      if (const auto statement = TRY(sql::parse_spark_command(asked.sql().query()))) {
        *response.mutable_sql_command_result()->mutable_relation() =
            TRY(run_sql_command(*statement, asked.sql(), tables, {executor_, session, emit, stop}));
        return emit(std::move(response));
      }
    }
    plan::Relation relation = TRY(resolved(asked, tables, stop));
    // For its errors alone. The client gets back what it sent: names mean what they mean by then, as in any
    // plan.
    TRY(executor_.schema(std::move(relation), session.caller(), stop));
    *response.mutable_sql_command_result()->mutable_relation() = std::move(asked);
    return emit(std::move(response));
  }
  if (command.has_create_dataframe_view()) {
    const CreateDataFrameViewCommand& view = command.create_dataframe_view();
    TRY(only(view, {"input", "name", "is_global", "replace"}));
    plan::Relation relation = TRY(resolved(view.input(), tables_of(session, stop), stop));
    std::vector<plan::Column> columns = TRY(executor_.columns(relation, session.caller(), stop));
    TemporaryViews& views = view.is_global() ? global_views_ : session.views();
    return views.add({view.name(), std::move(relation), std::move(columns)}, view.replace());
  }
  if (command.has_write_operation()) {
    WriteOperation write = command.write_operation();
    *write.mutable_input() = TRY(resolved(write.input(), tables_of(session, stop), stop));
    return run_write(std::move(write), {executor_, session, emit, stop});
  }
  if (command.has_write_operation_v2()) {
    const Tables tables = tables_of(session, stop);
    WriteOperationV2 write = command.write_operation_v2();
    *write.mutable_input() = TRY(resolved(write.input(), tables, stop));
    return run_write_v2(std::move(write), tables, {executor_, session, emit, stop});
  }
  if (command.has_register_function()) {
    if (!command.register_function().has_python_udf())
      return not_supported("a function of " + choice_of(command.register_function(), "function"));
    session.add_function(command.register_function());
    return {};
  }
  if (command.has_register_table_function()) {
    if (!command.register_table_function().has_python_udtf())
      return not_supported("a table function of " + choice_of(command.register_table_function(), "function"));
    session.add_function(command.register_table_function());
    return {};
  }
  return not_supported("the command " + choice_of(command, "command_type"));
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

grpc::Status Service::AnalyzePlan(grpc::ServerContext*, const AnalyzePlanRequest* request,
                                  AnalyzePlanResponse* response) {
  return answer(*request, *response, [&](Session& session) { return analyze(session, *request, *response); });
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
    const bool by_tag = request->interrupt_type() == InterruptRequest::INTERRUPT_TYPE_TAG;
    const bool by_id = request->interrupt_type() == InterruptRequest::INTERRUPT_TYPE_OPERATION_ID;
    const auto which = by_tag  ? Session::Interrupt::Tag
                       : by_id ? Session::Interrupt::Id
                               : Session::Interrupt::All;
    for (const std::string& id :
         session.interrupt(which, by_tag ? request->operation_tag() : request->operation_id()))
      response->add_interrupted_ids(id);
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
  response->set_session_id(request->session_id());
  const auto released = sessions_.release(request->user_context().user_id(), request->session_id());
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
