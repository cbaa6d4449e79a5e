// Job runs. Follows https://docs.aws.amazon.com/glue/latest/webapi/API_StartJobRun.html and its neighbours.
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/glue.h"
#include "services/glue/job_arguments.h"
#include "services/glue/job_definition.h"
#include "services/glue/job_runner.h"
#include "services/glue/paging.h"
#include "services/glue/stored.h"
#include "services/glue/stored_job.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;
using namespace api::glue;  // the operations' requests and responses; services::glue::JobRun is written out

namespace {

using Run = services::glue::JobRun;

std::string state_detail(const Run& run, const std::optional<engine::Progress>& progress) {
  if (run.state != JobRunState::Running || !progress) return run.state_detail;
  return fmt::format("{} % done, {} rows read, {} rows written", static_cast<int>(progress->fraction * 100),
                     progress->rows_read, progress->rows_written);
}

base::Result<api::glue::JobRun> to_job_run(const StoredRun& stored,
                                           const std::optional<engine::Progress>& progress,
                                           base::Timestamp now) {
  const Run& run = stored.run;
  auto shown = TRY(from_stored<api::glue::JobRun>(tables::kJobRun, stored.declared));
  shown.id = run.id;
  shown.attempt = run.attempt;
  shown.previous_run_id = run.previous_run_id;
  shown.job_name = run.job_name;
  shown.started_on = run.started_on;
  shown.last_modified_on = run.last_modified_on;
  shown.completed_on = run.completed_on;
  shown.job_run_state = name_of(run.state);
  if (!run.error_message.empty()) shown.error_message = run.error_message;
  shown.predecessor_runs.emplace();
  shown.execution_time = execution_seconds(run, now);
  shown.dpu_seconds = dpu_seconds(run, now);
  shown.log_group_name = "/aws-glue/jobs";
  if (std::string detail = state_detail(run, progress); !detail.empty()) shown.state_detail = detail;
  return shown;
}

// DPUs go before the job's workers, workers of the request before the job's.
base::Result<Capacity> run_capacity(const Job& job, const StartJobRunRequest& request) {
  if (request.max_capacity || request.allocated_capacity)
    return capacity_of(request.worker_type, request.number_of_workers, request.max_capacity,
                       request.allocated_capacity);
  if (request.worker_type || request.number_of_workers)
    return capacity_of(request.worker_type ? request.worker_type : job.worker_type,
                       request.number_of_workers ? request.number_of_workers : job.number_of_workers, {}, {});
  return Capacity{job.worker_type.value_or(""), job.number_of_workers.value_or(1),
                  job.max_capacity.value_or(0)};
}

// What the run takes from its job and what the request overrides of it: arguments, workers, timeout.
base::Result<api::glue::JobRun> declare(const Job& job, const StartJobRunRequest& request) {
  api::glue::JobRun declared;
  declared.arguments =
      effective_arguments(job.default_arguments, request.arguments, job.non_overridable_arguments);
  TRY(check_run_arguments(*declared.arguments));
  const Capacity capacity = TRY(run_capacity(job, request));
  declared.worker_type = capacity.worker_type;
  declared.number_of_workers = capacity.workers;
  declared.max_capacity = capacity.dpu;
  declared.allocated_capacity = static_cast<std::int32_t>(capacity.dpu);
  declared.timeout = request.timeout ? request.timeout : job.timeout;
  TRY(check_timeout(*declared.timeout));
  declared.glue_version = job.glue_version;
  declared.job_mode = job.job_mode;
  declared.execution_class = request.execution_class ? request.execution_class : job.execution_class;
  return declared;
}

// StartJobRun(JobRunId) runs an earlier run again, with what that was started with.
base::Result<StoredRun> repeat(store::Connection& journal, const Scope& scope,
                               const StartJobRunRequest& request, base::Timestamp now) {
  if (request.arguments || request.worker_type || request.number_of_workers || request.max_capacity ||
      request.allocated_capacity || request.timeout || request.execution_class)
    return errors::invalid_input_exception(
        "JobRunId starts a run again with what it was started with: nothing else can be given beside it.");
  const auto old = TRY(JobRunsStore::run(journal, scope, request.job_name, *request.job_run_id));
  if (!old)
    return errors::entity_not_found_exception(fmt::format("Job run {} not found.", *request.job_run_id));
  if (!is_over(old->run.state))
    return errors::invalid_input_exception(fmt::format("The job run {} is not over yet.", old->run.id));
  const std::string again = attempt_id(old->run.id, old->run.attempt + 1);
  if (TRY(JobRunsStore::run(journal, again)))
    return errors::invalid_input_exception(
        fmt::format("The job run {} was tried again already: {}.", old->run.id, again));
  Run run{.scope = scope,
          .job_name = old->run.job_name,
          .job_created_at = old->run.job_created_at,
          .id = again,
          .attempt = old->run.attempt + 1,
          .previous_run_id = old->run.id,
          .max_retries = old->run.max_retries,
          .max_capacity = old->run.max_capacity,
          .started_on = now,
          .last_modified_on = now};
  return StoredRun{.run = std::move(run), .declared = old->declared, .job = old->job};
}

base::Result<StoredRun> new_run(const Scope& scope, const JobRow& row, const Job& job,
                                const StartJobRunRequest& request, base::Timestamp now) {
  const api::glue::JobRun declared = TRY(declare(job, request));
  Run run{.scope = scope,
          .job_name = row.name,
          .job_created_at = row.created_at,
          .id = new_run_id(),
          .max_retries = job.max_retries.value_or(0),
          .max_capacity = *declared.max_capacity,
          .started_on = now,
          .last_modified_on = now};
  return StoredRun{
      .run = std::move(run), .declared = to_stored(tables::kJobRun, declared), .job = row.definition};
}

base::Result<void> check_concurrency(store::Connection& journal, const Scope& scope, const Job& job) {
  const std::int64_t allowed =
      job.execution_property ? job.execution_property->max_concurrent_runs.value_or(1) : 1;
  if (TRY(JobRunsStore::count_active(journal, scope, *job.name)) < allowed) return {};
  return errors::concurrent_runs_exceeded_exception(
      fmt::format("Concurrent runs exceeded for {}", *job.name));
}

}  // namespace

// One transaction: that there is the job, that it can run, that not too many of its runs are active, and the
// run with its task. Two starts at once cannot both be the last that is allowed.
base::Result<StartJobRunResponse> Glue::start_job_run(const wire::RequestContext& context,
                                                      const StartJobRunRequest& request) {
  const Scope scope = Scope::of(context);
  const base::Timestamp now = clock_.now();
  const std::string id =
      TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<std::string> {
        const JobRow row = TRY(require_job(transaction, scope, request.job_name));
        const Job job = TRY(to_job(row));
        TRY(check_runnable(job));
        TRY(check_concurrency(transaction, scope, job));
        runs_.warm_up();
        const StoredRun run = request.job_run_id ? TRY(repeat(transaction, scope, request, now))
                                                 : TRY(new_run(scope, row, job, request, now));
        TRY(runs_.add(transaction, run));
        return run.run.id;
      }));
  return StartJobRunResponse{.job_run_id = id};
}

base::Result<GetJobRunResponse> Glue::get_job_run(const wire::RequestContext& context,
                                                  const GetJobRunRequest& request) {
  // Asked for first: a run that ends in between is then shown as over, without it.
  const auto progress = runs_.progress(request.run_id);
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetJobRunResponse> {
    const auto run = TRY(JobRunsStore::run(snapshot, Scope::of(context), request.job_name, request.run_id));
    if (!run) return errors::entity_not_found_exception(fmt::format("Job run {} not found.", request.run_id));
    return GetJobRunResponse{.job_run = TRY(to_job_run(*run, progress, clock_.now()))};
  });
}

base::Result<GetJobRunsResponse> Glue::get_job_runs(const wire::RequestContext& context,
                                                    const GetJobRunsRequest& request) {
  const Scope scope = Scope::of(context);
  const int limit = request.max_results.value_or(kPageSize);
  const auto before = TRY(decode_number_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetJobRunsResponse> {
    auto runs = TRY(JobRunsStore::runs(snapshot, scope, request.job_name, before.value_or(0), limit + 1));
    if (runs.empty()) TRY(require_job(snapshot, scope, request.job_name));
    GetJobRunsResponse response;
    response.next_token =
        cut_page(runs, limit, [](const StoredRun& run) { return std::to_string(run.number); });
    response.job_runs.emplace();
    for (const StoredRun& run : runs)
      response.job_runs->push_back(TRY(to_job_run(run, runs_.progress(run.run.id), clock_.now())));
    return response;
  });
}

base::Result<BatchStopJobRunResponse> Glue::batch_stop_job_run(const wire::RequestContext& context,
                                                               const BatchStopJobRunRequest& request) {
  const Scope scope = Scope::of(context);
  BatchStopJobRunResponse response{
      .successful_submissions = std::vector<BatchStopJobRunSuccessfulSubmission>(),
      .errors = std::vector<BatchStopJobRunError>()};
  for (const std::string& id : request.job_run_ids) {
    const auto stopped = journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
      const auto run = TRY(JobRunsStore::run(transaction, scope, request.job_name, id));
      if (!run) return errors::entity_not_found_exception(fmt::format("Job run {} not found.", id));
      return runs_.stop_run(transaction, run->run);
    });
    if (stopped.ok()) {
      runs_.interrupt(id);
      response.successful_submissions->push_back({.job_name = request.job_name, .job_run_id = id});
      continue;
    }
    if (stopped.error().fault == base::Error::Fault::World) return stopped.error();
    const bool over = stopped.error().code == "IllegalTransition";
    response.errors->push_back(
        {.job_name = request.job_name,
         .job_run_id = id,
         .error_detail =
             ErrorDetail{.error_code = over ? "InvalidInputException" : stopped.error().code,
                         .error_message = over ? fmt::format("Job run {} is stopping or over already.", id)
                                               : stopped.error().message}});
  }
  return response;
}

}  // namespace services::glue
