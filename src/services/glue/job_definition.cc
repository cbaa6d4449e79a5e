// Definitions of jobs. Follows https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html and
// https://docs.aws.amazon.com/glue/latest/dg/release-notes.html (versions, timeouts)
#include "services/glue/job_definition.h"

#include <algorithm>
#include <array>

#include "api/glue/errors.h"
#include "services/glue/job_arguments.h"
#include "services/glue/visual/graph.h"
#include "services/glue/worker_types.h"

namespace services::glue {
namespace errors = api::glue::errors;

namespace {

using api::glue::Job;

constexpr std::array<std::string_view, 7> kVersions = {"0.9", "1.0", "2.0", "3.0", "4.0", "5.0", "5.1"};
constexpr std::array<std::string_view, 4> kCommands = {"glueetl", "gluestreaming", "pythonshell", "glueray"};
constexpr const char* kDefaultVersion = "5.1";

constexpr int kMaxRetries = 10;
constexpr int kMaxTimeoutMinutes = 7 * 24 * 60;
constexpr int kDefaultWorkers = 10;
constexpr double kMaxDpu = 1'000'000;  // AWS has quotas here; this one keeps the numbers whole

template <typename List>
bool contains(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// The members that CreateJobRequest and JobUpdate have in common. Others of theirs have been refused by name
// before (models/glue.toml).
template <typename Given>
Job given_members(const Given& given) {
  Job job;
  job.job_mode = given.job_mode;
  job.description = given.description;
  job.log_uri = given.log_uri;
  job.role = given.role;
  job.execution_property = given.execution_property;
  job.command = given.command;
  job.default_arguments = given.default_arguments;
  job.non_overridable_arguments = given.non_overridable_arguments;
  job.max_retries = given.max_retries;
  job.allocated_capacity = given.allocated_capacity;
  job.timeout = given.timeout;
  job.max_capacity = given.max_capacity;
  job.glue_version = given.glue_version;
  job.number_of_workers = given.number_of_workers;
  job.worker_type = given.worker_type;
  job.code_gen_configuration_nodes = given.code_gen_configuration_nodes;
  job.execution_class = given.execution_class;
  return job;
}

// 2 days before version 5.0, 8 hours since.
int default_timeout(const std::string& version) {
  return version.starts_with("5.") ? 480 : 2880;
}

base::Result<void> check_dpu(double dpu) {
  if (dpu <= kMaxDpu) return {};
  return errors::invalid_input_exception(fmt::format("A job can have {} DPUs at most.", kMaxDpu));
}

base::Result<void> complete_capacity(Job& job) {
  const Capacity capacity =
      TRY(capacity_of(job.worker_type, job.number_of_workers, job.max_capacity, job.allocated_capacity));
  job.worker_type = capacity.worker_type;
  job.number_of_workers = capacity.workers;
  job.max_capacity = capacity.dpu;
  job.allocated_capacity = static_cast<std::int32_t>(capacity.dpu);
  return {};
}

base::Result<void> complete_limits(Job& job) {
  if (!job.glue_version) job.glue_version = kDefaultVersion;
  if (!contains(kVersions, *job.glue_version))
    return errors::invalid_input_exception(fmt::format("GlueVersion {} is not known.", *job.glue_version));
  if (!job.timeout) job.timeout = default_timeout(*job.glue_version);
  TRY(check_timeout(*job.timeout));
  if (!job.max_retries) job.max_retries = 0;
  if (*job.max_retries < 0 || *job.max_retries > kMaxRetries)
    return errors::invalid_input_exception(fmt::format("MaxRetries must be between 0 and {}.", kMaxRetries));
  if (!job.execution_property) job.execution_property.emplace();
  if (!job.execution_property->max_concurrent_runs) job.execution_property->max_concurrent_runs = 1;
  if (*job.execution_property->max_concurrent_runs < 1)
    return errors::invalid_input_exception("MaxConcurrentRuns must be 1 or more.");
  return {};
}

base::Result<void> check_command(const Job& job) {
  const std::string name = job.command ? job.command->name.value_or("") : "";
  if (!contains(kCommands, name))
    return errors::invalid_input_exception(
        fmt::format("Command.Name is '{}'; it can be glueetl, gluestreaming, pythonshell or glueray.", name));
  if (job.code_gen_configuration_nodes && name != "glueetl")
    return errors::invalid_input_exception(
        fmt::format("CodeGenConfigurationNodes make a job of the command glueetl, not of {}.", name));
  return {};
}

// 1. The command, and nodes only where it can have them.
// 2. Arguments, and the nodes as a graph.
// 3. What AWS fills in: mode, version, timeout, retries, concurrency.
// 4. Workers and DPUs, each from the other.
base::Result<Job> complete(Job job) {
  if (job.code_gen_configuration_nodes && job.code_gen_configuration_nodes->empty())
    job.code_gen_configuration_nodes.reset();
  TRY(check_command(job));
  for (const auto* arguments : {&job.default_arguments, &job.non_overridable_arguments})
    if (*arguments) TRY(check_protection(**arguments));
  if (job.code_gen_configuration_nodes) TRY(visual::Graph::check(*job.code_gen_configuration_nodes));
  if (!job.job_mode) job.job_mode = job.code_gen_configuration_nodes ? "VISUAL" : "SCRIPT";
  TRY(complete_limits(job));
  TRY(complete_capacity(job));
  return job;
}

}  // namespace

base::Result<Job> define_job(const api::glue::CreateJobRequest& request) {
  Job job = given_members(request);
  job.name = request.name;
  return complete(std::move(job));
}

// UpdateJob overwrites the whole definition, so what the update does not say has its default again:
// https://docs.aws.amazon.com/glue/latest/webapi/API_JobUpdate.html
base::Result<Job> define_job(const std::string& name, const api::glue::JobUpdate& update) {
  Job job = given_members(update);
  job.name = name;
  return complete(std::move(job));
}

base::Result<void> check_timeout(std::int32_t minutes) {
  if (minutes >= 1 && minutes <= kMaxTimeoutMinutes) return {};
  return errors::invalid_input_exception(
      fmt::format("Timeout must be between 1 and {} minutes.", kMaxTimeoutMinutes));
}

base::Result<Capacity> capacity_of(const std::optional<std::string>& worker_type,
                                   const std::optional<std::int32_t>& workers,
                                   const std::optional<double>& max_capacity,
                                   const std::optional<std::int32_t>& allocated_capacity) {
  const bool in_dpu = max_capacity || allocated_capacity;
  if (in_dpu && (worker_type || workers))
    return errors::invalid_input_exception(
        "Please do not set Max Capacity if using Worker Type and Number of Workers.");
  if (in_dpu) {
    const double dpu = max_capacity.value_or(allocated_capacity.value_or(0));
    if (dpu <= 0) return errors::invalid_input_exception("MaxCapacity must be more than 0.");
    TRY(check_dpu(dpu));
    return Capacity{.worker_type = "G.1X", .workers = std::max(1, static_cast<int>(dpu)), .dpu = dpu};
  }
  const WorkerType* type = find_worker_type(worker_type.value_or("G.1X"));
  if (type == nullptr)
    return errors::invalid_input_exception(fmt::format("WorkerType {} is not known.", *worker_type));
  const int count = workers.value_or(kDefaultWorkers);
  if (count < 1) return errors::invalid_input_exception("NumberOfWorkers must be 1 or more.");
  TRY(check_dpu(count * type->dpu));
  return Capacity{.worker_type = std::string(type->name), .workers = count, .dpu = count * type->dpu};
}

base::Result<void> check_runnable(const Job& job) {
  if (job.code_gen_configuration_nodes && job.job_mode == "VISUAL") return {};
  return errors::invalid_input_exception(fmt::format(
      "The job {} is a script ({}), and scripts are not run yet: a job runs when its JobMode is VISUAL and "
      "it has CodeGenConfigurationNodes.",
      job.name.value_or(""), job.command ? job.command->script_location.value_or("") : ""));
}

}  // namespace services::glue
