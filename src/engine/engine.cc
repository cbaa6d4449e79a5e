#include "engine/engine.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "engine/error_codes.h"
#include "engine/failure.h"
#include "engine/python_hosts.h"
#include "engine/run_broker.h"
#include "engine/worker_pool.h"
#include "plan/program.h"
#include "plan/program.pb.h"
#include "runtime/memory_broker.h"

namespace engine {
namespace {

// What a worker may hold that waits for a run. Less where less is held back for the places that are free.
constexpr std::int64_t kIdleMemoryBytes = std::int64_t{512} << 20;

base::Error stopped() {
  return base::refusal("Stopped", 400, "The run was stopped.");
}

protocol::ToWorker run_message(const RunRequest& request, const WorkerProcess& worker) {
  protocol::ToWorker message;
  protocol::Run& run = *message.mutable_run();
  *run.mutable_program() = request.program;
  run.set_threads(request.limits.threads);
  run.set_memory_bytes(worker.memory_bytes());
  run.set_time_zone(request.time_zone);
  run.set_database(request.database);
  run.set_ansi(request.ansi);
  run.mutable_settings()->insert(request.settings.begin(), request.settings.end());
  run.set_spark_version(request.spark_version);
  run.set_scan_bytes(request.limits.scan_bytes);
  run.set_scratch_folder(worker.scratch_folder().string());
  return message;
}

// One program in one worker, from the request to the report. After it, worker_is_reusable() tells of the
// worker.
class RunSession {
 public:
  RunSession(const RunRequest& request, lake::Lake& lake, WorkerProcess& worker, PythonHosts& pythons,
             const std::filesystem::path& hidden, std::stop_token stop)
      : request_(request),
        worker_(worker),
        broker_(lake, request.program, {request.commit, request.folder}, pythons,
                {request.session, request.files}, hidden, std::move(stop)) {}

  base::Result<plan::Report> run() {
    worker_.take_peak_memory();
    if (const auto sent = worker_.channel().send(run_message(request_, worker_)); !sent.ok())
      return worker_.describe_death();
    while (!report_) {
      protocol::ToServer message;
      const auto received = worker_.channel().receive(message);
      if (!received.ok() || received->at_end) return worker_.describe_death();
      TRY(handle(message));
    }
    report_->set_peak_memory_bytes(worker_.take_peak_memory());
    return *std::move(report_);
  }

  bool worker_is_reusable() const { return worker_is_reusable_; }

 private:
  base::Result<void> handle(protocol::ToServer& message) {
    switch (message.message_case()) {
      case protocol::ToServer::kReady:
        return {};
      case protocol::ToServer::kRequest:
        return answer(message.request());
      case protocol::ToServer::kStageObject:
        return broker_.stage(message.stage_object());
      case protocol::ToServer::kProgress:
        return take_progress(message.progress());
      case protocol::ToServer::kRows:
        return take_rows(*message.mutable_rows());
      case protocol::ToServer::kFinished:
        return finish(message.finished());
      case protocol::ToServer::kFailed:
        return fail(message.failed());
      case protocol::ToServer::MESSAGE_NOT_SET:
        break;
    }
    return base::failure("The engine's worker sent a message that this server does not know.");
  }

  base::Result<void> answer(const protocol::Request& request) {
    RunBroker::Reply reply = broker_.answer(request);
    protocol::ToWorker message;
    *message.mutable_answer() = std::move(reply.answer);
    const int file = reply.file.get();
    const auto sent =
        worker_.channel().send(message, reply.file.valid() ? std::span(&file, 1) : std::span<int>());
    if (!sent.ok()) return worker_.describe_death();
    return {};
  }

  base::Result<void> take_progress(const protocol::Progress& progress) {
    fraction_ = std::clamp(progress.fraction(), fraction_, 1.0);
    if (request_.on_progress)
      request_.on_progress({.fraction = fraction_,
                            .rows_read = progress.rows_read(),
                            .rows_written = progress.rows_written(),
                            .bytes_read = progress.bytes_read()});
    return {};
  }

  base::Result<void> take_rows(protocol::Rows& rows) {
    if (!request_.on_rows) return base::failure("The engine's worker sent rows that nobody asked for.");
    return request_.on_rows(rows.has_columns() ? &rows.columns() : nullptr, std::move(*rows.mutable_arrow()),
                            rows.count());
  }

  base::Result<void> finish(const protocol::Finished& finished) {
    TRY(broker_.finish());
    report_ = finished.report();
    worker_is_reusable_ = true;
    return {};
  }

  // Whatever the caller got wrong, the worker was right to say so.
  base::Result<void> fail(const protocol::Failed& failed) {
    worker_is_reusable_ = failed.caller_fault();
    base::Error error = to_error(failed);
    if (failed.code() == kPythonWorkerExited)
      if (const auto death = broker_.end_pythons()) error.message += fmt::format(" It {}.", *death);
    return error;
  }

  const RunRequest& request_;
  WorkerProcess& worker_;
  RunBroker broker_;
  double fraction_ = 0;
  std::optional<plan::Report> report_;
  bool worker_is_reusable_ = false;
};

class WorkerEngine final : public Engine {
 public:
  WorkerEngine(Options options, lake::Lake& lake)
      : lake_(lake),
        bounder_(runtime::MemoryBounder::best()),
        memory_(options.memory_bytes, options.runs_at_once),
        pool_({.worker = {.program = std::move(options.worker_program),
                          .scratch_parent = std::move(options.scratch_folder),
                          .bounder = *bounder_,
                          .idle_memory_bytes = std::min(kIdleMemoryBytes, memory_.held_back_bytes())},
               .most_idle = options.runs_at_once,
               .idle_time = options.idle_time}),
        python_(std::move(options.python)),
        pythons_(python_, *bounder_, options.idle_time) {}

  void warm_up() override { pool_.warm_up(); }
  std::string memory_bounds() const override { return std::string(bounder_->method()); }
  std::string python_isolation() const override {
    std::call_once(isolation_asked_, [this] { isolation_ = engine::python_isolation(python_); });
    return isolation_;
  }
  Usage usage() const override {
    const runtime::MemoryBroker::Usage memory = memory_.usage();
    return {.idle_workers = pool_.idle(),
            .memory_bytes = memory.share_bytes,
            .leased_bytes = memory.leased_bytes};
  }

  void forget_session(const std::string& session) override { pythons_.forget(session); }

  base::Result<plan::Report> run(const RunRequest& request, std::stop_token stop) override {
    TRY(plan::validate(request.program));
    auto lease = memory_.lease(request.limits.memory_bytes, stop);
    if (!lease || stop.stop_requested()) return stopped();
    auto worker = TRY(bounded_worker(*lease));
    base::Result<plan::Report> report = base::failure("The run did not begin.");
    bool reusable = false;
    {
      const std::stop_callback on_stop(stop, [&] { worker->kill(); });
      RunSession session(request, lake_, *worker, pythons_, python_.hidden, stop);
      report = session.run();
      reusable = session.worker_is_reusable();
    }
    const bool was_stopped = stop.stop_requested();
    if (reusable && !was_stopped)
      pool_.give_back(std::move(worker));
    else
      pool_.discard(std::move(worker));
    pool_.warm_up();
    if (was_stopped) return stopped();
    return report;
  }

 private:
  // A used worker may hold more than this run is allowed; then a new one is started.
  base::Result<std::unique_ptr<WorkerProcess>> bounded_worker(runtime::MemoryLease& lease) {
    auto worker = TRY(pool_.take());
    if (worker->bound_memory(lease).ok()) return worker;
    pool_.discard(std::move(worker));
    worker = TRY(pool_.start());
    TRY(worker->bound_memory(lease));
    return worker;
  }

  lake::Lake& lake_;
  const std::unique_ptr<runtime::MemoryBounder> bounder_;
  runtime::MemoryBroker memory_;
  WorkerPool pool_;
  const PythonOptions python_;
  PythonHosts pythons_;
  mutable std::once_flag isolation_asked_;
  mutable std::string isolation_;
};

}  // namespace

base::Result<std::unique_ptr<Engine>> Engine::create(Options options, lake::Lake& lake) {
  std::error_code error;
  std::filesystem::remove_all(options.scratch_folder, error);
  if (error) return base::failure("emptying scratch folder {}: {}", options.scratch_folder, error.message());
  TRY(base::create_folders(options.scratch_folder));
  return std::unique_ptr<Engine>(std::make_unique<WorkerEngine>(std::move(options), lake));
}

}  // namespace engine
