#include "services/glue/job_attempt.h"

#include "services/glue/catalog_update.h"
#include "services/glue/job_arguments.h"
#include "services/glue/jobs_store.h"
#include "services/glue/visual/job_plan.h"

namespace services::glue {
namespace {

// S3's words, as they reach a job's log through Hadoop's file system.
base::Error as_hadoop_says(const base::Error& error, const visual::Target& target) {
  base::Error said = error;
  said.message = fmt::format("{}: {} (Service: Amazon S3; Status Code: {}; Error Code: {}; Bucket: {})",
                             target.label, error.message, error.status, error.code, target.path.bucket);
  return said;
}

// What S3 refuses of a target's output after the run has looked at the target: its bucket is gone, or
// another's.
base::Error of_its_target(const base::Error& error, const std::vector<visual::Target>& targets) {
  for (const auto& [detail, value] : error.details)
    for (const visual::Target& target : targets)
      if (detail == "BucketName" && value == target.path.bucket) return as_hadoop_says(error, target);
  return error;
}

base::Result<BookmarkStates> states_after(store::Connection& journal, const JobRun& run,
                                          const std::string& run_id) {
  const auto row = TRY(BookmarksStore::after_run(journal, run.scope, run.job_name, run_id));
  if (row) return row->states;
  return base::refusal("EntityNotFoundException", 400,
                       fmt::format("the job {} has no bookmark of the run {}", run.job_name, run_id));
}

// Whether the job is still the one that was started: it may be deleted meanwhile, its bookmark with it, and
// another one made under its name.
base::Result<bool> is_of_the_job(store::Connection& journal, const JobRun& run) {
  const auto job = TRY(JobsStore::job(journal, run.scope, run.job_name));
  return job && job->created_at == run.job_created_at;
}

base::Result<void> move_bookmark(store::Transaction& journal, const JobRun& run, const BookmarkMove& move) {
  if (!TRY(is_of_the_job(journal, run))) return {};
  const auto newest = TRY(BookmarksStore::newest(journal, run.scope, run.job_name));
  const auto id_of = [](const std::optional<BookmarkRow>& row) { return row ? row->id : 0; };
  if (id_of(newest) != id_of(move.from))
    return base::refusal(
        "BookmarkConflict", 409,
        fmt::format("The bookmark of the job {} was moved by another run, or reset, while this "
                    "run read by it; nothing was written.",
                    run.job_name));
  BookmarkRow next{.version = 1, .run = 1, .attempt = run.attempt, .run_id = run.id, .states = move.states};
  if (newest) {
    next.version = newest->version + 1;
    next.run = newest->run + 1;
    next.previous_run_id = newest->run_id;
  }
  return BookmarksStore::add(journal, run.scope, run.job_name, next);
}

}  // namespace

std::string JobOutput::detail() const {
  std::int64_t read = 0, written = 0, short_rows = 0, long_rows = 0;
  for (const plan::ReadReport& source : report.reads()) {
    read += source.rows();
    short_rows += source.short_rows();
    long_rows += source.long_rows();
  }
  for (const plan::WriteReport& target : report.writes()) written += target.rows();
  const auto count = [](std::int64_t rows, std::string_view kind) {
    return fmt::format("{} {}row{}", rows, kind, rows == 1 ? "" : "s");
  };
  std::string text = fmt::format("{} read, {} written", count(read, ""), count(written, ""));
  if (short_rows > 0) text += fmt::format("; {} filled with NULL", count(short_rows, "short "));
  if (long_rows > 0) text += fmt::format("; {} cut to the header's columns", count(long_rows, "long "));
  return text;
}

base::Result<void> JobAttempt::check_targets(const std::vector<visual::Target>& targets) {
  visual::CatalogTables tables(to_.journal, run_.scope);
  for (const visual::Target& declared : targets) {
    auto resolved = tables.resolve(declared);
    if (!resolved.ok()) return std::move(resolved).error().context(declared.label);
    const visual::Target& target = *resolved;
    const auto bucket = to_.lake.bucket_of(run_.scope.account, target.path.bucket);
    if (!bucket.ok() && bucket.error().fault == base::Error::Fault::Caller)
      return as_hadoop_says(bucket.error(), target);
    TRY(bucket);
    if (!target.catalog) continue;
    const auto checked = to_.journal.read(
        [&](store::Snapshot& snapshot) { return check_catalog_update(snapshot, run_.scope, target); });
    if (!checked.ok()) return base::Error(checked.error()).context(target.label);
  }
  return {};
}

// What the bookmark lets the run read, and, when the run may move it, from where.
base::Result<std::optional<BookmarkWindow>> JobAttempt::bookmark_window(JobOutput& output) {
  using Mode = BookmarkOption::Mode;
  const BookmarkOption option = TRY(bookmark_option(declared_.arguments.value_or(Arguments())));
  if (option.mode == Mode::Disable) return std::optional<BookmarkWindow>();
  return to_.journal.read([&](store::Snapshot& snapshot) -> base::Result<std::optional<BookmarkWindow>> {
    if (option.between) {
      auto after = TRY(states_after(snapshot, run_, option.between->first));
      auto until = TRY(states_after(snapshot, run_, option.between->second));
      return std::optional(BookmarkWindow{.after = std::move(after), .until = std::move(until)});
    }
    std::optional<BookmarkRow> newest;
    if (TRY(is_of_the_job(snapshot, run_)))
      newest = TRY(BookmarksStore::newest(snapshot, run_.scope, run_.job_name));
    BookmarkWindow window{.after = newest ? newest->states : BookmarkStates(), .until = {}};
    if (option.mode == Mode::Enable) output.bookmark = BookmarkMove{.from = std::move(newest), .states = {}};
    return std::optional(std::move(window));
  });
}

base::Result<JobOutput> JobAttempt::work(engine::Limits limits, std::stop_token stop,
                                         std::function<void(const engine::Progress&)> on_progress) {
  const visual::Graph graph =
      TRY(visual::Graph::check(job_.code_gen_configuration_nodes.value_or(visual::Nodes())));
  TRY(check_targets(TRY(graph.targets())));

  JobOutput output;
  const auto window = TRY(bookmark_window(output));
  const lake::Lease lease = TRY(to_.lake.lease());
  const auto run_aside = [&](const plan::Program& program) -> base::Result<plan::Report> {
    std::optional<lake::StagedCommit> nothing_stays;
    if (!program.writes().empty())
      nothing_stays.emplace(TRY(lake::StagedCommit::begin(to_.lake, run_.scope.account)));
    const lake::CommitId commit = nothing_stays ? nothing_stays->id() : 0;
    return to_.engine.run({.program = program, .lease = lease, .commit = commit, .limits = limits}, stop);
  };
  visual::CatalogTables tables(to_.journal, run_.scope);
  visual::SourceReader reader(to_.lake, run_.scope.account, lease, window, to_.clock.now(), tables, run_aside,
                              stop);
  visual::JobPlan plan = TRY(visual::plan_job(graph, reader));
  output.targets = std::move(plan.targets);
  if (output.bookmark) {
    output.bookmark->states = std::move(plan.states);
    output.bookmark->states.insert(window->after.begin(), window->after.end());  // of sources that are gone
  }
  if (plan.program.writes().empty()) {
    output.nodes = visual::node_reports(graph, plan, output.report);
    return output;
  }

  output.staged.emplace(TRY(lake::StagedCommit::begin(to_.lake, run_.scope.account)));
  auto report = to_.engine.run({.program = plan.program,
                                .lease = lease,
                                .commit = output.staged->id(),
                                .limits = limits,
                                .on_progress = std::move(on_progress)},
                               stop);
  if (!report.ok()) return of_its_target(report.error(), output.targets);
  output.report = *std::move(report);
  if (output.report.writes_size() != static_cast<int>(output.targets.size()))
    return base::failure("the engine reported {} writes of {}", output.report.writes_size(),
                         output.targets.size());
  output.nodes = visual::node_reports(graph, plan, output.report);
  return output;
}

base::Result<void> publish_output(store::Transaction& transaction, const JobRun& run, JobOutput& output,
                                  base::Timestamp now) {
  if (output.staged)
    if (const auto done = output.staged->publish(transaction); !done.ok())
      return of_its_target(done.error(), output.targets);
  for (std::size_t i = 0; i < output.targets.size(); ++i)
    TRY(update_catalog(transaction, run, output.targets[i], output.report.writes(static_cast<int>(i)), now));
  if (output.bookmark) TRY(move_bookmark(transaction, run, *output.bookmark));
  return {};
}

}  // namespace services::glue
