// Prepared statements by the API. Follows
// https://docs.aws.amazon.com/athena/latest/APIReference/API_CreatePreparedStatement.html and its neighbours.
#include <fmt/format.h>

#include "services/athena/athena.h"
#include "services/athena/paging.h"
#include "services/athena/prepared_statement.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

constexpr std::size_t kMostNames = 256;

PreparedStatement statement_of(const PreparedStatementRow& row) {
  PreparedStatement statement{.statement_name = row.name,
                              .query_statement = row.text,
                              .work_group_name = row.work_group,
                              .last_modified_time = row.modified_at};
  if (!row.description.empty()) statement.description = row.description;
  return statement;
}

}  // namespace

base::Result<CreatePreparedStatementOutput> Athena::create_prepared_statement(
    const wire::RequestContext& context, const CreatePreparedStatementInput& request) {
  TRY(check_preparable(request.query_statement));
  const PreparedStatementRow row{.work_group = request.work_group,
                                 .name = request.statement_name,
                                 .text = request.query_statement,
                                 .description = request.description.value_or(""),
                                 .modified_at = with_.clock.now()};
  TRY(with_.journal.write([&](store::Transaction& transaction) {
    return athena::create_prepared_statement(transaction, Scope::of(context), row);
  }));
  return CreatePreparedStatementOutput{};
}

base::Result<GetPreparedStatementOutput> Athena::get_prepared_statement(
    const wire::RequestContext& context, const GetPreparedStatementInput& request) {
  const PreparedStatementRow row = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return require_prepared_statement(snapshot, Scope::of(context), request.work_group,
                                      request.statement_name);
  }));
  return GetPreparedStatementOutput{.prepared_statement = statement_of(row)};
}

base::Result<BatchGetPreparedStatementOutput> Athena::batch_get_prepared_statement(
    const wire::RequestContext& context, const BatchGetPreparedStatementInput& request) {
  if (request.prepared_statement_names.size() > kMostNames)
    return invalid_request(fmt::format("PreparedStatementNames holds at most {} names", kMostNames));
  const Scope scope = Scope::of(context);
  using Output = BatchGetPreparedStatementOutput;
  return with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<Output> {
    TRY(require_work_group(snapshot, scope, request.work_group));
    Output output;
    output.prepared_statements.emplace();
    output.unprocessed_prepared_statement_names.emplace();
    for (const std::string& name : request.prepared_statement_names) {
      const auto row = TRY(PreparedStatementsStore::find(snapshot, scope, request.work_group, name));
      if (row) {
        output.prepared_statements->push_back(statement_of(*row));
      } else {
        output.unprocessed_prepared_statement_names->push_back(
            {.statement_name = name,
             .error_code = "STATEMENT_NOT_FOUND",
             .error_message = fmt::format("PreparedStatement {} was not found in workGroup {}", name,
                                          request.work_group)});
      }
    }
    return output;
  });
}

base::Result<ListPreparedStatementsOutput> Athena::list_prepared_statements(
    const wire::RequestContext& context, const ListPreparedStatementsInput& request) {
  const Scope scope = Scope::of(context);
  const int limit = page_limit(request.max_results);
  const std::string after = TRY(decode_token(request.next_token));
  using Rows = std::vector<PreparedStatementRow>;
  Rows rows = TRY(with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<Rows> {
    TRY(require_work_group(snapshot, scope, request.work_group));
    return PreparedStatementsStore::list(snapshot, scope, request.work_group, after, limit + 1);
  }));
  ListPreparedStatementsOutput output{.prepared_statements = std::vector<PreparedStatementSummary>()};
  output.next_token = cut_page(rows, limit, [](const PreparedStatementRow& row) { return row.name; });
  for (const PreparedStatementRow& row : rows)
    output.prepared_statements->push_back(
        {.statement_name = row.name, .last_modified_time = row.modified_at});
  return output;
}

// Replaces text and description.
base::Result<UpdatePreparedStatementOutput> Athena::update_prepared_statement(
    const wire::RequestContext& context, const UpdatePreparedStatementInput& request) {
  TRY(check_preparable(request.query_statement));
  const Scope scope = Scope::of(context);
  const base::Timestamp now = with_.clock.now();
  TRY(with_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    PreparedStatementRow row =
        TRY(require_prepared_statement(transaction, scope, request.work_group, request.statement_name));
    row.text = request.query_statement;
    row.description = request.description.value_or("");
    row.modified_at = now;
    return PreparedStatementsStore::put(transaction, scope, row);
  }));
  return UpdatePreparedStatementOutput{};
}

base::Result<DeletePreparedStatementOutput> Athena::delete_prepared_statement(
    const wire::RequestContext& context, const DeletePreparedStatementInput& request) {
  TRY(with_.journal.write([&](store::Transaction& transaction) {
    return athena::delete_prepared_statement(transaction, Scope::of(context), request.work_group,
                                             request.statement_name);
  }));
  return DeletePreparedStatementOutput{};
}

}  // namespace services::athena
