// What is known of queries, and their end before its time.
#include <fmt/format.h>

#include "base/text.h"
#include "services/athena/athena.h"
#include "services/athena/paging.h"
#include "services/athena/query_statistics.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

std::string reason_of(const Query& query) {
  if (query.failure) return query.failure->message;
  if (!query.reason.empty()) return query.reason;
  return query.state == QueryState::Cancelled ? "Query was cancelled by user." : "";
}

QueryExecutionStatus status_of(const Query& query) {
  QueryExecutionStatus status{.state = std::string(name_of(query.state)),
                              .submission_date_time = query.submitted_at,
                              .completion_date_time = query.completed_at};
  if (const std::string reason = reason_of(query); !reason.empty()) status.state_change_reason = reason;
  if (query.failure) {
    status.athena_error = AthenaError{.error_category = query.failure->category,
                                      .error_type = query.failure->type,
                                      .retryable = query.failure->retryable,
                                      .error_message = query.failure->message};
  }
  return status;
}

QueryExecution execution_of(const Query& query, base::Timestamp now) {
  QueryExecution execution{
      .query_execution_id = query.id,
      .query = query.text,
      .statement_type = query.statement_type,
      .result_configuration = ResultConfiguration{.output_location = query.output_location},
      .query_execution_context = QueryExecutionContext{},
      .status = status_of(query),
      .statistics = statistics_of(query, now),
      .work_group = query.work_group,
      .engine_version = EngineVersion{.selected_engine_version = query.engine_version,
                                      .effective_engine_version = kEngineVersion},
      .substatement_type = query.substatement_type};
  if (query.reuse_minutes) {
    execution.result_reuse_configuration =
        ResultReuseConfiguration{.result_reuse_by_age_configuration = ResultReuseByAgeConfiguration{
                                     .enabled = true, .max_age_in_minutes = query.reuse_minutes}};
  }
  if (!query.parameters.empty()) execution.execution_parameters = query.parameters;
  if (!query.bucket_owner.empty()) execution.result_configuration->expected_bucket_owner = query.bucket_owner;
  if (!query.database.empty()) execution.query_execution_context->database = query.database;
  if (!query.catalog.empty()) execution.query_execution_context->catalog = base::to_lower(query.catalog);
  return execution;
}

// Time and id of the last query of the page. Both, as several may be submitted in one microsecond.
std::string place_token(const QueriesStore::Place& place) {
  return encode_token(fmt::format("{}:{}", place.submitted_at, place.id));
}

base::Result<QueriesStore::Place> parse_place(const std::string& token) {
  const std::string text = TRY(decode_token(token));
  const std::size_t colon = text.find(':');
  const auto submitted =
      colon == std::string::npos ? std::nullopt : base::parse_int(std::string_view(text).substr(0, colon));
  if (!submitted) return invalid_request("The NextToken is not valid");
  return QueriesStore::Place{.submitted_at = *submitted, .id = text.substr(colon + 1)};
}

}  // namespace

base::Result<GetQueryExecutionOutput> Athena::get_query_execution(const wire::RequestContext& context,
                                                                  const GetQueryExecutionInput& request) {
  const Query query = TRY(find(context, request.query_execution_id));
  return GetQueryExecutionOutput{.query_execution = execution_of(query, with_.clock.now())};
}

base::Result<BatchGetQueryExecutionOutput> Athena::batch_get_query_execution(
    const wire::RequestContext& context, const BatchGetQueryExecutionInput& request) {
  std::vector<QueryExecution> executions;
  std::vector<UnprocessedQueryExecutionId> unprocessed;
  for (const std::string& id : request.query_execution_ids) {
    const base::Result<Query> query = find(context, id);
    if (query.ok()) {
      executions.push_back(execution_of(*query, with_.clock.now()));
    } else if (query.error().fault == base::Error::Fault::Caller) {
      unprocessed.push_back(
          {.query_execution_id = id, .error_code = "INVALID_INPUT", .error_message = query.error().message});
    } else {
      return query.error();
    }
  }
  return BatchGetQueryExecutionOutput{.query_executions = std::move(executions),
                                      .unprocessed_query_execution_ids = std::move(unprocessed)};
}

base::Result<GetQueryRuntimeStatisticsOutput> Athena::get_query_runtime_statistics(
    const wire::RequestContext& context, const GetQueryRuntimeStatisticsInput& request) {
  const Query query = TRY(find(context, request.query_execution_id));
  return GetQueryRuntimeStatisticsOutput{.query_runtime_statistics =
                                             runtime_statistics_of(query, with_.clock.now())};
}

base::Result<ListQueryExecutionsOutput> Athena::list_query_executions(
    const wire::RequestContext& context, const ListQueryExecutionsInput& request) {
  const std::string work_group = request.work_group.value_or(kPrimary);
  std::optional<QueriesStore::Place> after;
  if (request.next_token) after = TRY(parse_place(*request.next_token));
  const int limit = page_limit(request.max_results);

  const Scope scope = Scope::of(context);
  using Places = std::vector<QueriesStore::Place>;
  const Places places = TRY(with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<Places> {
    TRY(require_work_group(snapshot, scope, work_group));
    return QueriesStore::list(snapshot, scope, work_group, after,
                              limit + 1);  // one more says whether there is a next page
  }));
  ListQueryExecutionsOutput output{.query_execution_ids = std::vector<std::string>()};
  for (const QueriesStore::Place& place : places) {
    if (static_cast<int>(output.query_execution_ids->size()) == limit) {
      output.next_token = place_token(places[static_cast<std::size_t>(limit) - 1]);
      break;
    }
    output.query_execution_ids->push_back(place.id);
  }
  return output;
}

// The state first, so that a run which is about to begin sees it; then the run itself, if there is one.
base::Result<StopQueryExecutionOutput> Athena::stop_query_execution(const wire::RequestContext& context,
                                                                    const StopQueryExecutionInput& request) {
  const Query known = TRY(find(context, request.query_execution_id));
  const At event{with_.clock.now()};
  TRY(with_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    std::optional<Query> query = TRY(QueriesStore::find(transaction, known.id));
    if (!query || !kCancel.can_apply(*query)) return {};  // it has ended: nothing to stop
    TRY(kCancel.apply(*query, event));
    return QueriesStore::update(transaction, *query);
  }));
  with_.tasks.interrupt(QueryRunner::kTask, known.id);
  return StopQueryExecutionOutput{};
}

}  // namespace services::athena
