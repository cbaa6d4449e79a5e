#include "services/athena/query_runner.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "base/text.h"
#include "engine/error_codes.h"
#include "lake/s3_path.h"
#include "lake/staged_commit.h"
#include "plan/program.pb.h"
#include "plan/walks.h"
#include "services/athena/data_catalogs_store.h"
#include "services/athena/inputs.h"
#include "services/athena/open_csv.h"
#include "services/athena/queries_store.h"
#include "services/athena/query_failures.h"
#include "services/athena/query_program.h"
#include "services/athena/query_statement.h"
#include "services/athena/query_statistics.h"
#include "services/athena/result_metadata.h"
#include "services/athena/result_reuse.h"
#include "services/athena/stored_reads.h"
#include "services/athena/system_tables.h"
#include "sql/session.h"

namespace services::athena {
namespace {

constexpr const char* kDefaultDatabase = "default";

void count(const plan::Report& report, QueryCost& cost) {
  for (const plan::ReadReport& read : report.reads()) {
    cost.scanned_bytes += read.bytes();
    cost.input_rows += read.rows();
  }
  for (const plan::WriteReport& write : report.writes()) {
    cost.output_rows += write.rows();
    cost.output_bytes += write.bytes();
  }
}

QueryFailure lost_too_often() {
  return {.category = 1,
          .type = 9999,
          .message = fmt::format(
              "GENERIC_INTERNAL_ERROR: The server ended {} times while the query was running", kMostLosses)};
}

}  // namespace

// One run of one query, from RUNNING to its end.
class QueryRunner::Execution {
 public:
  Execution(const Collaborators& with, const machine::Task& task, Query query)
      : with_(with),
        task_(task),
        query_(std::move(query)),
        catalog_(with.catalog(query_.account, query_.region), with.browser(query_.account, query_.region)) {}

  base::Result<void> run(const std::stop_token& stop) {
    lake::StagedCommit commit = TRY(lake::StagedCommit::begin(with_.lake, query_.account));
    const base::Timestamp begun = with_.clock.now();
    cost_.preprocessing_ms = millis_between(*query_.started_at, begun);
    const base::Result<void> outcome = execute(commit.id(), begun, stop);
    if (!outcome.ok()) cost_.scanned_bytes = read_bytes_;  // of a query that ended early, too
    cost_.engine_ms = millis_between(begun, with_.clock.now());
    if (stop.stop_requested()) return stopped();
    if (outcome.ok() && reused_) {
      return end(kReuse, Reused{.at = with_.clock.now(), .cost = cost_, .output_location = *reused_});
    }
    if (!outcome.ok() && outcome.error().code == engine::kScanLimitExceeded)
      return end(kCutOff, Ended{.at = with_.clock.now(), .cost = cost_});
    return outcome.ok() ? succeed(commit) : fail(outcome.error());
  }

 private:
  base::Result<void> execute(lake::CommitId commit, base::Timestamp begun, const std::stop_token& stop) {
    const QueryStatement statement = TRY(statement_of(with_.journal, query_, with_.clock.now()));
    change_ = statement.change;
    if (change_) return stage_empty_result(commit);
    sql::Query planned = TRY(plan(statement, stop));
    cost_.planning_ms = millis_between(begun, with_.clock.now());

    reuse_key_ = TRY(reuse_key(query_, statement, planned, catalog_));
    if (query_.reuse_minutes && !reuse_key_.empty())
      reused_ = TRY(find_reusable_result(with_.journal, with_.lake, query_, reuse_key_, with_.clock.now()));
    if (reused_) return {};
    TRY(catalog_.fill(planned));
    const lake::Lease lease = TRY(with_.lake.lease());
    std::vector<plan::PinnedInput> inputs = TRY(pin_inputs(planned, lease, stop));
    cost_.planning_ms = millis_between(begun, with_.clock.now());  // with the time that partitions took
    read_open_csv_values(planned);
    const plan::Program program = make_program(planned, std::move(inputs), query_.output_location);
    engine::Limits limits = with_.limits;
    limits.scan_bytes = query_.scan_limit.value_or(0);
    const auto follow = [this](const engine::Progress& progress) { read_bytes_ = progress.bytes_read; };
    const plan::Report report = TRY(with_.engine.run({.program = program,
                                                      .lease = lease,
                                                      .commit = commit,
                                                      .limits = limits,
                                                      .time_zone = "UTC",
                                                      .on_progress = follow},
                                                     stop));
    count(report, cost_);
    return stage_metadata(commit, planned.columns);
  }

  base::Result<std::vector<plan::PinnedInput>> pin_inputs(sql::Query& planned, const lake::Lease& lease,
                                                          const std::stop_token& stop) {
    const plan::PartitionDemands demands(*planned.root);
    std::vector<std::vector<StoredInput>> stored;
    for (const sql::TableRead& read : planned.reads) {
      stored.push_back(TRY(
          pin_input(demands, read, catalog_, with_.lake, lease, query_.account, with_.clock.now(), stop)));
    }
    std::vector<plan::PinnedInput> inputs;
    std::int64_t last_id = 0;  // those of the planner are above
    for (std::vector<StoredInput>& of_read : stored) {
      read_as_stored(planned, of_read, last_id);
      for (StoredInput& each : of_read) inputs.push_back(std::move(each.input));
    }
    return inputs;
  }

  base::Result<sql::Query> plan(const QueryStatement& statement, const std::stop_token& stop) {
    const sql::Session session = session_of();
    if (!TRY(session.has_catalog(session.catalog))) {
      return base::refusal("CATALOG_NOT_FOUND", 400, "Catalog '" + query_.catalog + "' does not exist");
    }
    const std::string database = query_.database.empty() ? kDefaultDatabase : query_.database;
    return sql::plan_query(statement.text, sql::trino(), catalog_, database, stop, statement.parameters,
                           session);
  }

  // Data catalogs are further names of the one that is asked.
  sql::Session session_of() {
    sql::Session session{.user = query_.account};
    if (!query_.catalog.empty()) session.catalog = base::to_lower(query_.catalog);
    session.is_other_name = [this](const std::string& name) {
      return with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<bool> {
        return TRY(DataCatalogsStore::find(snapshot, {query_.account, query_.region}, name)).has_value();
      });
    };
    return session;
  }

  base::Result<void> stage_metadata(lake::CommitId commit, const std::vector<sql::OutputColumn>& columns) {
    return stage(commit, ".metadata", write_metadata(columns), "application/octet-stream");
  }

  // Of a statement without rows.
  base::Result<void> stage_empty_result(lake::CommitId commit) {
    TRY(stage(commit, "", "", "text/plain"));
    return stage_metadata(commit, {});
  }

  // One object at the result's location, behind which `suffix` stands.
  base::Result<void> stage(lake::CommitId commit, const std::string& suffix, const std::string& bytes,
                           const std::string& type) {
    const lake::S3Path location = *lake::S3Path::parse(query_.output_location);
    const std::unique_ptr<lake::ContentWriter> writer = TRY(with_.lake.new_content());
    TRY(writer->write(bytes));
    lake::Content content = TRY(writer->seal());
    return with_.lake.stage(commit, {{.bucket = location.bucket,
                                      .key = location.key + suffix,
                                      .content = std::move(content),
                                      .properties = {.content_type = type}}});
  }

  // Publishes the result with the state. A query that was cancelled meanwhile keeps its state and gets no
  // result.
  base::Result<void> succeed(lake::StagedCommit& commit) {
    const Ended event{.at = with_.clock.now(), .cost = cost_, .reuse_key = reuse_key_};
    const base::Result<bool> published =
        with_.journal.write([&](store::Transaction& transaction) -> base::Result<bool> {
          if (!TRY(apply(transaction, kSucceed, event))) return false;
          if (change_) TRY(change_(transaction));
          TRY(commit.publish(transaction));
          return true;
        });
    // The result's bucket is gone, say: that is how the query ends.
    if (!published.ok() && published.error().fault == base::Error::Fault::Caller)
      return fail(published.error());
    if (TRY(published)) commit.published();
    return {};
  }

  base::Result<void> fail(const base::Error& error) {
    if (error.fault == base::Error::Fault::World) spdlog::error("query {}: {}", query_.id, error.message);
    const Failed event{.at = with_.clock.now(), .cost = cost_, .failure = failure_of(error)};
    return end(kFail, event);
  }

  template <typename Event>
  base::Result<void> end(const machine::Transition<Query, Event>& transition, const Event& event) {
    TRY(with_.journal.write(
        [&](store::Transaction& transaction) { return apply(transaction, transition, event); }));
    return {};
  }

  // The query's last transition, with which its task is done; no, when it has ended or is gone.
  template <typename Event>
  base::Result<bool> apply(store::Transaction& transaction,
                           const machine::Transition<Query, Event>& transition, const Event& event) {
    std::optional<Query> query = TRY(QueriesStore::find(transaction, query_.id));
    TRY(with_.tasks.finish(transaction, task_));
    if (!query || !transition.can_apply(*query)) return false;
    TRY(transition.apply(*query, event));
    TRY(QueriesStore::update(transaction, *query));
    return true;
  }

  // Asked to stop: by StopQueryExecution, which has written CANCELLED before, by DeleteWorkGroup, which has
  // removed the query, or by the end of the server, after which it is run again.
  base::Result<void> stopped() {
    return with_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      std::optional<Query> query = TRY(QueriesStore::find(transaction, query_.id));
      if (!query || is_final(query->state)) return with_.tasks.finish(transaction, task_);
      if (!kInterrupt.can_apply(*query)) return {};
      TRY(kInterrupt.apply(*query));
      return QueriesStore::update(transaction, *query);
    });
  }

  const Collaborators& with_;
  const machine::Task& task_;
  const Query query_;
  SystemTables catalog_;
  std::function<base::Result<void>(store::Transaction&)> change_;  // commits with the result
  std::string reuse_key_;              // empty: nobody may take the result of this query
  std::optional<std::string> reused_;  // where the result lies that this query takes
  std::int64_t read_bytes_ = 0;        // by the engine, as it last said
  QueryCost cost_;
};

machine::Tasks::Kind QueryRunner::task_kind() {
  return {.is_current = [](store::Snapshot& snapshot, const machine::Task& task) -> base::Result<bool> {
            const std::optional<Query> query = TRY(QueriesStore::find(snapshot, task.subject));
            return query && !is_final(query->state);
          },
          .execute = [this](const machine::Task& task,
                            std::stop_token stop) { return run(task, std::move(stop)); }};
}

base::Result<void> QueryRunner::run(const machine::Task& task, std::stop_token stop) {
  const std::optional<Query> queued = TRY(find(task.subject));
  if (!queued || is_final(queued->state)) return {};
  if (const std::optional<runtime::Slot> slot = with_.slots.acquire(stop, queued->submitted_at)) {
    std::optional<Query> query = TRY(start(task.subject));
    if (query) TRY(Execution(with_, task, *std::move(query)).run(stop));
  }
  const std::optional<Query> left = TRY(find(task.subject));
  if (!left || is_final(left->state)) return {};
  return base::failure("the run of query {} was interrupted", task.subject);  // so that it is run again
}

base::Result<std::optional<Query>> QueryRunner::find(const std::string& id) {
  return with_.journal.read([&](store::Snapshot& snapshot) { return QueriesStore::find(snapshot, id); });
}

// To RUNNING; nothing when the query has ended meanwhile. A killed server leaves RUNNING behind: back to the
// queue first, unless that came too often.
base::Result<std::optional<Query>> QueryRunner::start(const std::string& id) {
  const At event{with_.clock.now()};
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<std::optional<Query>> {
    std::optional<Query> query = TRY(QueriesStore::find(transaction, id));
    if (!query || is_final(query->state)) return std::optional<Query>();
    if (kLose.can_apply(*query)) TRY(kLose.apply(*query));
    const bool lost = query->losses >= kMostLosses;
    TRY(lost ? kFail.apply(*query, {.at = event.at, .failure = lost_too_often()})
             : kStart.apply(*query, event));
    TRY(QueriesStore::update(transaction, *query));
    return lost ? std::nullopt : std::move(query);
  });
}

}  // namespace services::athena
