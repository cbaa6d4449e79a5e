#include "services/athena/query_statement.h"

#include "services/athena/prepared_statement.h"
#include "sql/prepared.h"
#include "sql/statement.h"

namespace services::athena {
namespace {

// Refusals of the API's words, as the reason of a failed query.
base::Result<void> as_failure(base::Result<void> result) {
  if (result.ok() || result.error().fault != base::Error::Fault::Caller) return result;
  const bool missing = result.error().code == "ResourceNotFoundException";
  return base::refusal(missing ? "NOT_FOUND" : "INVALID_PREPARED_STATEMENT", 400, result.error().message);
}

base::Result<QueryStatement> prepare(const Query& query, base::Timestamp now) {
  const sql::Prepare statement = TRY(sql::parse_prepare(query.text));
  const PreparedStatementRow row{.work_group = query.work_group,
                                 .name = statement.name,
                                 .text = statement.statement,
                                 .modified_at = now};
  const Scope scope{query.account, query.region};
  return QueryStatement{.change = [=](store::Transaction& transaction) {
    return as_failure(create_prepared_statement(transaction, scope, row));
  }};
}

base::Result<QueryStatement> deallocate(const Query& query) {
  const sql::Deallocate statement = TRY(sql::parse_deallocate(query.text));
  const Scope scope{query.account, query.region};
  return QueryStatement{.change = [=, work_group = query.work_group](store::Transaction& transaction) {
    return as_failure(delete_prepared_statement(transaction, scope, work_group, statement.name));
  }};
}

// The values come with USING or as the parameters of the execution.
base::Result<QueryStatement> execute(store::Journal& journal, const Query& query) {
  sql::Execute statement = TRY(sql::parse_execute(query.text));
  if (!statement.values.empty() && !query.parameters.empty()) {
    return base::refusal("INVALID_PARAMETER_USAGE", 400,
                         "Values are given both with USING and as ExecutionParameters");
  }
  const auto row = journal.read([&](store::Snapshot& snapshot) {
    return require_prepared_statement(snapshot, {query.account, query.region}, query.work_group,
                                      statement.name);
  });
  if (!row.ok()) return as_failure(row.error()).error();
  if (statement.values.empty()) statement.values = query.parameters;
  return QueryStatement{.text = row->text, .parameters = std::move(statement.values)};
}

}  // namespace

base::Result<QueryStatement> statement_of(store::Journal& journal, const Query& query, base::Timestamp now) {
  const std::optional<sql::StatementKind> kind = sql::classify(query.text);
  const std::string_view word = kind ? kind->word : "";
  const bool changes = word == "PREPARE" || word == "DEALLOCATE";
  if (changes && !query.parameters.empty()) {
    return base::refusal("INVALID_PARAMETER_USAGE", 400,
                         "line 1:1: Incorrect number of parameters: expected 0 but found " +
                             std::to_string(query.parameters.size()));
  }
  if (word == "PREPARE") return prepare(query, now);
  if (word == "DEALLOCATE") return deallocate(query);
  if (word == "EXECUTE") return execute(journal, query);
  return QueryStatement{.text = query.text, .parameters = query.parameters};
}

}  // namespace services::athena
