// Job bookmarks. Follows https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobBookmark.html and
// https://docs.aws.amazon.com/glue/latest/dg/monitor-continuations.html
#include <boost/json.hpp>

#include "api/glue/errors.h"
#include "services/glue/bookmarks_store.h"
#include "services/glue/glue.h"
#include "services/glue/stored_job.h"

namespace services::glue {
namespace errors = api::glue::errors;
using namespace api::glue;  // the operations' requests and responses

namespace {

// AWS's shape of the state; each source's own part holds `timestamp` (when it was read, in milliseconds)
// beside what we go by, the commit sequence.
std::string state_json(const std::string& job, const BookmarkRow& row) {
  boost::json::object state{
      {"job_name", job}, {"run_id", row.run_id}, {"run_number", row.run}, {"attempt_number", row.attempt}};
  state["states"] = boost::json::parse(encode_states(row.states));
  return boost::json::serialize(state);
}

JobBookmarkEntry to_entry(const std::string& job, const BookmarkRow& row) {
  return {.job_name = job,
          .version = row.version,
          .run = row.run,
          .attempt = row.attempt,
          .previous_run_id = row.previous_run_id,
          .run_id = row.run_id,
          .job_bookmark = state_json(job, row)};
}

base::Result<BookmarkRow> require_bookmark(store::Connection& journal, const Scope& scope,
                                           const std::string& job, const std::optional<std::string>& run_id) {
  TRY(require_job(journal, scope, job));
  auto row = run_id ? TRY(BookmarksStore::after_run(journal, scope, job, *run_id))
                    : TRY(BookmarksStore::newest(journal, scope, job));
  if (row) return *std::move(row);
  return errors::entity_not_found_exception(
      run_id ? fmt::format("Continuation for job {} and run {} not found.", job, *run_id)
             : fmt::format("Continuation for job {} not found.", job));
}

}  // namespace

base::Result<GetJobBookmarkResponse> Glue::get_job_bookmark(const wire::RequestContext& context,
                                                            const GetJobBookmarkRequest& request) {
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetJobBookmarkResponse> {
    const BookmarkRow row =
        TRY(require_bookmark(snapshot, Scope::of(context), request.job_name, request.run_id));
    return GetJobBookmarkResponse{.job_bookmark_entry = to_entry(request.job_name, row)};
  });
}

// Without a run id the job begins anew. With one, a new version says what the bookmark said after that run.
base::Result<ResetJobBookmarkResponse> Glue::reset_job_bookmark(const wire::RequestContext& context,
                                                                const ResetJobBookmarkRequest& request) {
  const Scope scope = Scope::of(context);
  const std::string& job = request.job_name;
  const auto entry =
      TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<JobBookmarkEntry> {
        const BookmarkRow newest = TRY(require_bookmark(transaction, scope, job, std::nullopt));
        if (!request.run_id) {
          TRY(BookmarksStore::remove(transaction, scope, job));
          return JobBookmarkEntry{.job_name = job, .version = 0, .run = 0, .attempt = 0};
        }
        BookmarkRow row = TRY(require_bookmark(transaction, scope, job, request.run_id));
        row.version = newest.version + 1;
        TRY(BookmarksStore::add(transaction, scope, job, row));
        return to_entry(job, row);
      }));
  return ResetJobBookmarkResponse{.job_bookmark_entry = entry};
}

}  // namespace services::glue
