#include "services/athena/queries_store.h"

#include <boost/json.hpp>
#include <limits>

namespace services::athena {
namespace {

// A state is the number of its enumerator, which therefore must not move. A client's token is unique among an
// account's queries in a region, and is kept as long as its query: a start that is sent again finds the
// first. Only queries whose result may be taken by others have a reuse_key, and are in that index.
constexpr store::Migration kMigrations[] = {
    {1, R"sql(
      CREATE TABLE athena_query (
        id TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, work_group TEXT NOT NULL,
        text TEXT NOT NULL, catalog TEXT NOT NULL, database TEXT NOT NULL, output_location TEXT NOT NULL,
        bucket_owner TEXT NOT NULL, statement_type TEXT NOT NULL, substatement_type TEXT NOT NULL,
        state INTEGER NOT NULL, submitted_at INTEGER NOT NULL, started_at INTEGER, completed_at INTEGER,
        failure_category INTEGER, failure_type INTEGER, failure_retryable INTEGER, failure_message TEXT,
        planning_ms INTEGER NOT NULL, engine_ms INTEGER NOT NULL, scanned_bytes INTEGER NOT NULL,
        token TEXT, token_parameters TEXT) WITHOUT ROWID;
      CREATE UNIQUE INDEX athena_query_token ON athena_query (account, region, token) WHERE token IS NOT NULL;
      CREATE INDEX athena_query_age ON athena_query (account, region, work_group, submitted_at, id);
    )sql"},
    {2, "ALTER TABLE athena_query ADD COLUMN losses INTEGER NOT NULL DEFAULT 0;"},
    {3, R"sql(
      ALTER TABLE athena_query ADD COLUMN engine_version TEXT NOT NULL DEFAULT 'AUTO';
      ALTER TABLE athena_query ADD COLUMN scan_limit INTEGER;
      ALTER TABLE athena_query ADD COLUMN reason TEXT NOT NULL DEFAULT '';
    )sql"},
    {4, "ALTER TABLE athena_query ADD COLUMN parameters TEXT NOT NULL DEFAULT '[]';"},
    {5, R"sql(
      ALTER TABLE athena_query ADD COLUMN preprocessing_ms INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE athena_query ADD COLUMN input_rows INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE athena_query ADD COLUMN output_rows INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE athena_query ADD COLUMN output_bytes INTEGER NOT NULL DEFAULT 0;
    )sql"},
    {6, R"sql(
      ALTER TABLE athena_query ADD COLUMN reuse_minutes INTEGER;
      ALTER TABLE athena_query ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE athena_query ADD COLUMN reuse_key TEXT NOT NULL DEFAULT '';
      CREATE INDEX athena_query_reuse ON athena_query (account, region, reuse_key, completed_at)
        WHERE reuse_key <> '';
    )sql"},
};

std::optional<std::int64_t> micros(const std::optional<base::Timestamp>& time) {
  return time ? std::optional(base::to_micros(*time)) : std::nullopt;
}

std::optional<base::Timestamp> time_of(const std::optional<std::int64_t>& micros) {
  return micros ? std::optional(base::from_micros(*micros)) : std::nullopt;
}

std::optional<int> minutes_of(const std::optional<std::int64_t>& minutes) {
  return minutes ? std::optional(static_cast<int>(*minutes)) : std::nullopt;
}

std::optional<QueryFailure> read_failure(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return QueryFailure{.category = static_cast<int>(row.integer(column)),
                      .type = static_cast<int>(row.integer(column + 1)),
                      .retryable = row.integer(column + 2) != 0,
                      .message = row.text(column + 3)};
}

// Parameters are kept as a JSON array of texts.
std::string write_texts(const std::vector<std::string>& texts) {
  return boost::json::serialize(boost::json::value_from(texts));
}

std::vector<std::string> read_texts(std::string_view json) {
  std::vector<std::string> texts;
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(json, error);
  if (error || !parsed.is_array()) return texts;
  for (const boost::json::value& text : parsed.get_array())
    if (text.is_string()) texts.emplace_back(text.get_string());
  return texts;
}

// By the places of QUERY_COLUMNS; columns that came with later migrations stand at its end.
Query read_query(const store::Row& row) {
  return {.id = row.text(0),
          .account = row.text(1),
          .region = row.text(2),
          .work_group = row.text(3),
          .text = row.text(4),
          .parameters = read_texts(row.view(26)),
          .catalog = row.text(5),
          .database = row.text(6),
          .output_location = row.text(7),
          .bucket_owner = row.text(8),
          .engine_version = row.text(23),
          .scan_limit = row.optional_integer(24),
          .statement_type = row.text(9),
          .substatement_type = row.text(10),
          .reuse_minutes = minutes_of(row.optional_integer(31)),
          .reused = row.integer(32) != 0,
          .reuse_key = row.text(33),
          .state = static_cast<QueryState>(row.integer(11)),
          .submitted_at = base::from_micros(row.integer(12)),
          .started_at = time_of(row.optional_integer(13)),
          .completed_at = time_of(row.optional_integer(14)),
          .failure = read_failure(row, 15),
          .cost = {.preprocessing_ms = row.integer(27),
                   .planning_ms = row.integer(19),
                   .engine_ms = row.integer(20),
                   .scanned_bytes = row.integer(21),
                   .input_rows = row.integer(28),
                   .output_rows = row.integer(29),
                   .output_bytes = row.integer(30)},
          .losses = static_cast<int>(row.integer(22)),
          .reason = row.text(25)};
}

}  // namespace

store::Schema QueriesStore::schema() {
  return {"athena", kMigrations};
}

base::Result<void> QueriesStore::insert(store::Transaction& transaction, const Query& query,
                                        const std::optional<RequestToken>& token) {
  const std::string parameters = write_texts(query.parameters);
  TRY(transaction.execute(
      "INSERT INTO athena_query (id, account, region, work_group, text, catalog, database, output_location, "
      "bucket_owner,"
      " statement_type, substatement_type, state, submitted_at, planning_ms, engine_ms, scanned_bytes, "
      "engine_version, scan_limit, parameters, reuse_minutes, token, token_parameters)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?)",
      {query.id, query.account, query.region, query.work_group, query.text, query.catalog, query.database,
       query.output_location, query.bucket_owner, query.statement_type, query.substatement_type,
       static_cast<int>(query.state), base::to_micros(query.submitted_at), query.engine_version,
       query.scan_limit, parameters, query.reuse_minutes,
       token ? store::Value(token->token) : store::Value(nullptr),
       token ? store::Value(token->parameters) : store::Value(nullptr)}));
  return {};
}

// The location is among what changes: a query that takes the result of another one shows that one's.
base::Result<void> QueriesStore::update(store::Transaction& transaction, const Query& query) {
  const std::optional<QueryFailure>& failure = query.failure;
  const QueryCost& cost = query.cost;
  TRY(transaction.execute(
      "UPDATE athena_query SET state = ?, started_at = ?, completed_at = ?, failure_category = ?, "
      "failure_type = ?,"
      " failure_retryable = ?, failure_message = ?, preprocessing_ms = ?, planning_ms = ?, engine_ms = ?,"
      " scanned_bytes = ?, input_rows = ?, output_rows = ?, output_bytes = ?, losses = ?, reason = ?,"
      " output_location = ?, reused = ?, reuse_key = ? WHERE id = ?",
      {static_cast<int>(query.state),
       micros(query.started_at),
       micros(query.completed_at),
       failure ? store::Value(failure->category) : store::Value(nullptr),
       failure ? store::Value(failure->type) : store::Value(nullptr),
       failure ? store::Value(failure->retryable ? 1 : 0) : store::Value(nullptr),
       failure ? store::Value(failure->message) : store::Value(nullptr),
       cost.preprocessing_ms,
       cost.planning_ms,
       cost.engine_ms,
       cost.scanned_bytes,
       cost.input_rows,
       cost.output_rows,
       cost.output_bytes,
       query.losses,
       query.reason,
       query.output_location,
       query.reused ? 1 : 0,
       query.reuse_key,
       query.id}));
  return {};
}

#define QUERY_COLUMNS                                                                                    \
  "SELECT id, account, region, work_group, text, catalog, database, output_location, bucket_owner,"      \
  " statement_type, substatement_type, state, submitted_at, started_at, completed_at, failure_category," \
  " failure_type, failure_retryable, failure_message, planning_ms, engine_ms, scanned_bytes, losses,"    \
  " engine_version, scan_limit, reason, parameters, preprocessing_ms,"                                   \
  " input_rows, output_rows, output_bytes, reuse_minutes, reused, reuse_key FROM athena_query"

base::Result<std::optional<Query>> QueriesStore::find(store::Connection& connection, std::string_view id) {
  return connection.one(QUERY_COLUMNS " WHERE id = ?", {id}, read_query);
}

base::Result<std::optional<Query>> QueriesStore::find(store::Connection& connection, const Scope& scope,
                                                      std::string_view id) {
  return connection.one(QUERY_COLUMNS " WHERE id = ? AND account = ? AND region = ?",
                        {id, scope.account, scope.region}, read_query);
}

base::Result<std::optional<StartedBefore>> QueriesStore::find_token(store::Connection& connection,
                                                                    const Scope& scope,
                                                                    std::string_view token) {
  return connection.one(
      "SELECT id, token_parameters FROM athena_query WHERE account = ? AND region = ? AND token = ?",
      {scope.account, scope.region, token},
      [](const store::Row& row) { return StartedBefore{.id = row.text(0), .parameters = row.text(1)}; });
}

// `reuse_key <> ''` says nothing of the rows that is not said before it; it lets SQLite use the index, which
// has that condition.
base::Result<std::optional<std::string>> QueriesStore::find_reusable(store::Connection& connection,
                                                                     const Scope& scope,
                                                                     std::string_view reuse_key,
                                                                     base::Timestamp not_before) {
  return connection.one(
      "SELECT output_location FROM athena_query WHERE account = ? AND region = ? AND reuse_key = ?"
      " AND reuse_key <> '' AND completed_at >= ? ORDER BY completed_at DESC LIMIT 1",
      {scope.account, scope.region, reuse_key, base::to_micros(not_before)},
      [](const store::Row& row) { return row.text(0); });
}

base::Result<std::vector<QueriesStore::Place>> QueriesStore::list(store::Connection& connection,
                                                                  const Scope& scope,
                                                                  std::string_view work_group,
                                                                  const std::optional<Place>& after,
                                                                  int limit) {
  // Above every query, whatever its id: none is submitted then.
  const Place end{.submitted_at = std::numeric_limits<std::int64_t>::max()};
  const Place& place = after ? *after : end;
  return connection.all(
      "SELECT submitted_at, id FROM athena_query WHERE account = ? AND region = ? AND work_group = ?"
      " AND (submitted_at, id) < (?, ?) ORDER BY submitted_at DESC, id DESC LIMIT ?",
      {scope.account, scope.region, work_group, place.submitted_at, place.id, limit},
      [](const store::Row& row) { return Place{.submitted_at = row.integer(0), .id = row.text(1)}; });
}

base::Result<bool> QueriesStore::has_any(store::Connection& connection, const Scope& scope,
                                         std::string_view work_group) {
  return !TRY(list(connection, scope, work_group, std::nullopt, 1)).empty();
}

base::Result<std::vector<std::string>> QueriesStore::unfinished(store::Connection& connection,
                                                                const Scope& scope,
                                                                std::string_view work_group) {
  return connection.all(
      "SELECT id FROM athena_query WHERE account = ? AND region = ? AND work_group = ? AND state IN (?, ?)",
      {scope.account, scope.region, work_group, static_cast<int>(QueryState::Queued),
       static_cast<int>(QueryState::Running)},
      [](const store::Row& row) { return row.text(0); });
}

base::Result<void> QueriesStore::remove_all(store::Transaction& transaction, const Scope& scope,
                                            std::string_view work_group) {
  TRY(transaction.execute("DELETE FROM athena_query WHERE account = ? AND region = ? AND work_group = ?",
                          {scope.account, scope.region, work_group}));
  return {};
}

}  // namespace services::athena
