#include <fmt/format.h>

#include "base/random.h"
#include "lake/s3_path.h"
#include "services/athena/athena.h"
#include "services/athena/prepared_statement.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"
#include "sql/prepared.h"
#include "sql/statement.h"

namespace services::athena {
namespace {

using api::athena::StartQueryExecutionInput;
using api::athena::StartQueryExecutionOutput;

constexpr const char* kNoOutputLocation =
    "No output location provided. An output location is required either through the Workgroup result "
    "configuration "
    "setting or as an API input.";

std::string requested_location(const StartQueryExecutionInput& request) {
  return request.result_configuration ? request.result_configuration->output_location.value_or("") : "";
}

std::string requested_owner(const StartQueryExecutionInput& request) {
  return request.result_configuration ? request.result_configuration->expected_bucket_owner.value_or("") : "";
}

std::optional<int> reuse_minutes(const StartQueryExecutionInput& request) {
  constexpr int kDefaultMinutes = 60;
  const auto& reuse = request.result_reuse_configuration;
  const bool enabled =
      reuse && reuse->result_reuse_by_age_configuration && reuse->result_reuse_by_age_configuration->enabled;
  if (!enabled) return std::nullopt;
  return reuse->result_reuse_by_age_configuration->max_age_in_minutes.value_or(kDefaultMinutes);
}

// The statement behind PREPARE, its errors at their places in the whole text.
base::Result<void> check_prepared(const sql::Prepare& prepare) {
  const std::string above(static_cast<std::size_t>(prepare.position.line) - 1, '\n');
  const std::string before(static_cast<std::size_t>(prepare.position.column) - 1, ' ');
  return check_preparable(above + before + prepare.statement);
}

base::Result<void> check_grammar(const sql::StatementKind& kind, const std::string& text) {
  if (kind.word == "PREPARE") return check_prepared(TRY(sql::parse_prepare(text)));
  if (kind.word == "EXECUTE") TRY(sql::parse_execute(text));
  if (kind.word == "DEALLOCATE") TRY(sql::parse_deallocate(text));
  if (kind.supported) TRY(sql::check_syntax(text));
  return {};
}

// What the grammar refuses is refused here; all that is found later, and what we do not do yet, fails the
// execution, as in Athena.
base::Result<sql::StatementKind> kind_of(const std::string& text) {
  const std::optional<sql::StatementKind> kind = sql::classify(text);
  const base::Result<void> checked = kind ? check_grammar(*kind, text) : sql::check_syntax(text);
  if (!checked.ok() && !sql::is_not_supported_yet(checked.error()))
    return invalid_request(checked.error().message, "MALFORMED_QUERY");
  if (!kind) return invalid_request("Queries of this type are not supported", "MALFORMED_QUERY");
  return *kind;
}

base::Result<WorkGroupRow> open_work_group(store::Connection& connection, const Scope& scope,
                                           const std::string& name) {
  WorkGroupRow group = TRY(require_work_group(connection, scope, name));
  if (group.state == api::athena::work_group_state::kEnabled) return group;
  return invalid_request("WorkGroup " + name + " is disabled.");
}

base::Result<void> check_bucket(lake::Lake& lake, const std::string& account, const lake::S3Path& location,
                                const std::string& expected_owner) {
  const base::Result<lake::Bucket> bucket = lake.bucket_of(account, location.bucket);
  if (!bucket.ok() && bucket.error().code == "AccessDenied") {
    return invalid_request("Access denied when writing output to url: " + location.uri() +
                           " . Please ensure you are allowed to access the S3 bucket.");
  }
  const bool missing = !bucket.ok() && bucket.error().fault == base::Error::Fault::Caller;
  if (missing) return invalid_request("Unable to verify/create output bucket " + location.bucket);
  if (!bucket.ok()) return bucket.error();
  if (!expected_owner.empty() && bucket->account != expected_owner) {
    return invalid_request("The bucket " + location.bucket + " does not belong to the expected owner " +
                           expected_owner);
  }
  return {};
}

}  // namespace

base::Result<Query> Athena::new_query(const wire::RequestContext& context,
                                      const StartQueryExecutionInput& request) {
  const WorkGroupRow group = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return open_work_group(snapshot, Scope::of(context), request.work_group.value_or(kPrimary));
  }));
  const QuerySettings settings = query_settings(TRY(configuration_of(group)), request.result_configuration);
  const sql::StatementKind kind = TRY(kind_of(request.query_string));
  if (settings.output_location.empty()) return invalid_request(kNoOutputLocation);
  const std::optional<lake::S3Path> location = lake::S3Path::parse(settings.output_location);
  if (!location) return invalid_request("outputLocation is not a valid S3 path.");

  const auto& query_context = request.query_execution_context;
  Query query{.id = base::random_uuid(),
              .account = context.account,
              .region = context.region,
              .work_group = group.name,
              .text = request.query_string,
              .parameters = request.execution_parameters.value_or(std::vector<std::string>()),
              .catalog = query_context ? query_context->catalog.value_or("") : "",
              .database = query_context ? query_context->database.value_or("") : "",
              .bucket_owner = settings.bucket_owner,
              .engine_version = settings.engine_version,
              .scan_limit = settings.scan_limit,
              .statement_type = std::string(kind.type),
              .substatement_type = std::string(kind.substatement),
              .reuse_minutes = reuse_minutes(request),
              .submitted_at = with_.clock.now()};
  TRY(check_bucket(with_.lake, context.account, *location, query.bucket_owner));
  query.output_location = location->folder().uri() + query.id + (kind.type == "DML" ? ".csv" : ".txt");
  return query;
}

base::Result<StartQueryExecutionOutput> Athena::start_query_execution(
    const wire::RequestContext& context, const StartQueryExecutionInput& request) {
  const Query query = TRY(new_query(context, request));
  // The two calls are the same when all that they ask for is; what their workgroup adds may have changed.
  std::string values;
  for (const std::string& value : query.parameters) values += fmt::format("{}:{},", value.size(), value);
  const auto token =
      request_token(request.client_request_token,
                    {query.text, query.catalog, query.database, query.work_group, requested_owner(request),
                     requested_location(request), values, std::to_string(query.reuse_minutes.value_or(-1))});
  if (query.statement_type == "DML") with_.engine.warm_up();  // a worker is there once the query is planned
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<StartQueryExecutionOutput> {
    const Scope scope = Scope::of(context);
    // The same call again gets the same query, whatever became of it.
    if (token) {
      const auto started = TRY(QueriesStore::find_token(transaction, scope, token->token));
      if (started && started->parameters != token->parameters)
        return invalid_request("Idempotent parameters do not match");
      if (started) return StartQueryExecutionOutput{.query_execution_id = started->id};
    }
    TRY(open_work_group(transaction, scope, query.work_group));  // it may be gone by now
    TRY(QueriesStore::insert(transaction, query, token));
    TRY(with_.tasks.add(transaction, {.kind = QueryRunner::kTask, .subject = query.id}));
    return StartQueryExecutionOutput{.query_execution_id = query.id};
  });
}

}  // namespace services::athena
