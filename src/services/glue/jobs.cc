// Job definitions. Follows https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html and its
// neighbours. CreateJob is idempotent by no token: a second one is AlreadyExistsException. UpdateJob replaces
// the whole definition. DeleteJob of what is not there succeeds.
#include <algorithm>

#include "api/glue/errors.h"
#include "services/glue/bookmarks_store.h"
#include "services/glue/glue.h"
#include "services/glue/job_definition.h"
#include "services/glue/paging.h"
#include "services/glue/stored.h"
#include "services/glue/stored_job.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;
using namespace api::glue;  // the operations' requests and responses

namespace {

using Tags = std::vector<std::pair<std::string, std::string>>;

Tags to_tags(const std::optional<std::map<std::string, std::string>>& tags) {
  return tags ? Tags(tags->begin(), tags->end()) : Tags();
}

bool has_all(const Tags& tags, const Tags& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const auto& tag) { return std::find(tags.begin(), tags.end(), tag) != tags.end(); });
}

const std::string& name_of(const JobRow& row) {
  return row.name;
}

}  // namespace

base::Result<CreateJobResponse> Glue::create_job(const wire::RequestContext& context,
                                                 const CreateJobRequest& request) {
  const Scope scope = Scope::of(context);
  const Job job = TRY(define_job(request));
  const base::Timestamp now = clock_.now();
  const JobRow row{.name = request.name,
                   .created_at = now,
                   .modified_at = now,
                   .definition = to_stored(tables::kJob, job)};
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    if (TRY(JobsStore::job(transaction, scope, row.name)))
      return errors::already_exists_exception(fmt::format("Job with name {} already exists.", row.name));
    TRY(JobsStore::put(transaction, scope, row));
    return JobsStore::set_tags(transaction, scope, row.name, to_tags(request.tags));
  }));
  return CreateJobResponse{.name = request.name};
}

base::Result<GetJobResponse> Glue::get_job(const wire::RequestContext& context,
                                           const GetJobRequest& request) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetJobResponse> {
    const JobRow row = TRY(require_job(snapshot, Scope::of(context), request.job_name));
    return GetJobResponse{.job = TRY(to_job(row))};
  });
}

base::Result<GetJobsResponse> Glue::get_jobs(const wire::RequestContext& context,
                                             const GetJobsRequest& request) {
  const int limit = request.max_results.value_or(kPageSize);
  const std::string after = TRY(decode_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetJobsResponse> {
    auto rows = TRY(JobsStore::jobs(snapshot, Scope::of(context), after, limit + 1));
    GetJobsResponse response;
    response.next_token = cut_page(rows, limit, name_of);
    response.jobs.emplace();
    for (const JobRow& row : rows) response.jobs->push_back(TRY(to_job(row)));
    return response;
  });
}

base::Result<ListJobsResponse> Glue::list_jobs(const wire::RequestContext& context,
                                               const ListJobsRequest& request) {
  const Scope scope = Scope::of(context);
  const std::size_t limit = request.max_results.value_or(kPageSize);
  const Tags wanted = to_tags(request.tags);
  std::string after = TRY(decode_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<ListJobsResponse> {
    std::vector<JobRow> found;
    while (found.size() <= limit) {
      const auto rows = TRY(JobsStore::jobs(snapshot, scope, after, kPageSize));
      if (rows.empty()) break;
      after = rows.back().name;
      for (const JobRow& row : rows)
        if (wanted.empty() || has_all(TRY(JobsStore::tags(snapshot, scope, row.name)), wanted))
          found.push_back(row);
    }
    ListJobsResponse response;
    response.next_token = cut_page(found, limit, name_of);
    response.job_names.emplace();
    for (const JobRow& row : found) response.job_names->push_back(row.name);
    return response;
  });
}

base::Result<BatchGetJobsResponse> Glue::batch_get_jobs(const wire::RequestContext& context,
                                                        const BatchGetJobsRequest& request) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<BatchGetJobsResponse> {
    BatchGetJobsResponse response{.jobs = std::vector<Job>(), .jobs_not_found = std::vector<std::string>()};
    for (const std::string& name : request.job_names) {
      const auto row = TRY(JobsStore::job(snapshot, Scope::of(context), name));
      if (row)
        response.jobs->push_back(TRY(to_job(*row)));
      else
        response.jobs_not_found->push_back(name);
    }
    return response;
  });
}

base::Result<UpdateJobResponse> Glue::update_job(const wire::RequestContext& context,
                                                 const UpdateJobRequest& request) {
  const Scope scope = Scope::of(context);
  const Job job = TRY(define_job(request.job_name, request.job_update));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    JobRow row = TRY(require_job(transaction, scope, request.job_name));
    row.modified_at = clock_.now();
    row.definition = to_stored(tables::kJob, job);
    return JobsStore::put(transaction, scope, row);
  }));
  return UpdateJobResponse{.job_name = request.job_name};
}

// Runs that are under way go on to their end; the bookmark goes with the job.
base::Result<DeleteJobResponse> Glue::delete_job(const wire::RequestContext& context,
                                                 const DeleteJobRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(BookmarksStore::remove(transaction, scope, request.job_name));
    return JobsStore::remove(transaction, scope, request.job_name);
  }));
  return DeleteJobResponse{.job_name = request.job_name};
}

}  // namespace services::glue
