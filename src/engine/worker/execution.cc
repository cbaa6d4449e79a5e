#include "engine/worker/execution.h"

#include <fmt/format.h>

#include <algorithm>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/main/connection.hpp"
#include "duckdb/main/database.hpp"
#include "duckdb/parser/parsed_data/create_table_info.hpp"
#include "duckdb/parser/statement/create_statement.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/functions/readable_name.h"
#include "engine/functions/spark_interval.h"
#include "engine/lower/lowering.h"
#include "engine/sinks/arrow_stream.h"
#include "engine/storage/lake_file_system.h"
#include "engine/storage/raise.h"
#include "engine/worker/database.h"
#include "engine/worker/write_layout.h"
#include "engine/worker/write_plan.h"
#include "plan/program.pb.h"
#include "plan/walks.h"

namespace engine {
namespace {

// Ties the database's files to one run.
class Attached {
 public:
  Attached(Database& database, RunStorage& run) : database_(database) { database_.files().attach(&run); }
  ~Attached() {
    database_.files().attach(nullptr);
    database_.forget_files();
  }

 private:
  Database& database_;
};

// How often each shared relation is used.
std::map<std::string, int> count_uses(const plan::Program& program) {
  std::map<std::string, int> uses;
  plan::for_each_relation(program, [&](const spark::connect::Relation& relation) {
    if (relation.has_cached_remote_relation()) ++uses[relation.cached_remote_relation().relation_id()];
  });
  return uses;
}

// Gives the number of rows that the statement has made.
base::Result<std::int64_t> execute(duckdb::Connection& connection,
                                   duckdb::unique_ptr<duckdb::SQLStatement> statement) {
  try {
    const auto result = connection.Query(std::move(statement));
    if (result->HasError()) result->ThrowError();
    return result->RowCount() == 0 ? 0 : result->GetValue(0, 0).GetValue<std::int64_t>();
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
}

class Stopwatch {
 public:
  std::int64_t micros() const {
    const auto passed = std::chrono::steady_clock::now() - start_;
    return std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

duckdb::unique_ptr<duckdb::SQLStatement> create_table(const std::string& name, Lowered rows) {
  auto node = select_from(std::move(rows.table));
  select_all(*node, rows.columns);
  auto query = duckdb::make_uniq<duckdb::SelectStatement>();
  query->node = std::move(node);
  auto info = duckdb::make_uniq<duckdb::CreateTableInfo>(TEMP_CATALOG, DEFAULT_SCHEMA, name);
  info->temporary = true;
  info->query = std::move(query);
  auto statement = duckdb::make_uniq<duckdb::CreateStatement>();
  statement->info = std::move(info);
  return statement;
}

// Of what is written: no format has them yet.
base::Result<void> refuse_intervals(const Columns& columns) {
  for (const auto& column : columns)
    if (holds_interval(column.type))
      return unsupported(fmt::format("an interval as the column `{}` of a file or table", column.name));
  return {};
}

base::Result<void> describe(const Lowered& rows, plan::Description& description) {
  for (const auto& column : rows.columns) {
    auto& described = *description.add_columns();
    described.set_name(column.name);
    described.set_type(readable_name(column.type));
  }
  return {};
}

base::Result<void> observe(Lowering& lowering, Lowered row, plan::ObservedRow& observed) {
  TRY(describe(row, *observed.mutable_description()));
  const Columns columns = row.columns;
  const auto rows = TRY(lowering.rows_of(std::move(row)));
  if (rows.size() != 1) return unsupported("a relation of other than one row among those that are observed");
  for (std::size_t i = 0; i < columns.size(); ++i)
    TRY(to_literal(rows[0][i], columns[i].type, *observed.add_values()));
  return {};
}

// About what a batch of rows may hold; a single row may be more.
constexpr duckdb::idx_t kBatchBytes = duckdb::idx_t{4} << 20;

class Fetching {
 public:
  Fetching(const plan::Description& columns, ArrowStream stream, const Execution::TakeRows& take)
      : columns_(columns), stream_(std::move(stream)), take_(take) {}

  // Of a chunk of large rows only so many at once as a batch may hold.
  base::Result<void> add(duckdb::DataChunk& chunk) {
    if (columns_.columns_size() == 0) chunk.data.clear();  // rows without columns are counted
    const duckdb::idx_t bytes = std::max<duckdb::idx_t>(arrow_bytes(chunk), 1);
    const duckdb::idx_t step = std::clamp<duckdb::idx_t>(chunk.size() * kBatchBytes / bytes, 1, chunk.size());
    for (duckdb::idx_t from = 0; from < chunk.size(); from += step) {
      const duckdb::idx_t to = std::min(from + step, chunk.size());
      stream_.append(chunk, from, to);
      bytes_ += bytes * (to - from) / chunk.size();
      if (bytes_ >= kBatchBytes) TRY(send());
    }
    return {};
  }

  // What is left; of no rows, their columns.
  base::Result<std::int64_t> finish() {
    if (stream_.rows() > 0 || rows_ == 0) TRY(send());
    return rows_;
  }

 private:
  base::Result<void> send() {
    const std::int64_t count = stream_.rows();
    rows_ += count;
    bytes_ = 0;
    return take_(columns_, stream_.take(), count);
  }

  const plan::Description& columns_;
  ArrowStream stream_;
  const Execution::TakeRows& take_;
  duckdb::idx_t bytes_ = 0;
  std::int64_t rows_ = 0;
};

// Rows go on as they come. Gives their number.
base::Result<std::int64_t> fetch(duckdb::Connection& connection, const plan::Description& columns,
                                 Lowered rows, const std::string& time_zone,
                                 const Execution::TakeRows& take) {
  try {
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    auto node = select_from(std::move(rows.table));
    select_all(*node, rows.columns);
    if (rows.columns.empty()) node->select_list.push_back(constant_tree(duckdb::Value::BOOLEAN(true)));
    statement->node = std::move(node);
    const auto result = connection.SendQuery(std::move(statement));
    if (result->HasError()) result->ThrowError();
    Fetching fetching(columns, ArrowStream(rows.columns, time_zone, *connection.context), take);
    while (auto chunk = result->Fetch()) TRY(fetching.add(*chunk));
    if (result->HasError()) result->ThrowError();
    return fetching.finish();
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
}

void fill_reads(const Lowering& lowering, plan::Report& report) {
  for (const auto& [plan_id, counters] : lowering.counters()) {
    auto& read = *report.add_reads();
    read.set_plan_id(plan_id);
    read.set_rows(counters->rows);
    read.set_bytes(counters->bytes);
    read.set_short_rows(counters->short_rows);
    read.set_long_rows(counters->long_rows);
  }
}

}  // namespace

RunProgress::Snapshot RunProgress::snapshot() const {
  std::lock_guard lock(mutex_);
  Snapshot result;
  for (const auto& read : reads_) {
    result.rows_read += read->rows;
    result.bytes_read += read->bytes;
  }
  result.rows_written = rows_written_ + (rows_being_written_ ? rows_being_written_->load() : 0);
  // What is read is most of the work, and no more than nearly all of it before the run is over.
  if (pinned_bytes_ > 0)
    fraction_ = std::max(fraction_, std::min(0.95, 0.95 * static_cast<double>(result.bytes_read) /
                                                       static_cast<double>(pinned_bytes_)));
  result.fraction = fraction_;
  return result;
}

// 1. Relations that are used more than once become temporary tables, those that others use first.
// 2. What is described and explained, of which no row is computed.
// 3. Writes, one after the other.
// 4. What is fetched; then what was observed on the way, from the shared tables.
// 5. What the Reads took, of all of the above.
base::Result<plan::Report> Execution::run(const plan::Program& program, const Session& session,
                                          RunProgress& progress) {
  TRY(consume_only(program, {"relations", "writes", "inputs", "described", "fetched", "python_settings",
                             "observed", "explained"}));
  RunStorage storage(broker_, scan_bytes_);
  const Attached attached(database_, storage);
  duckdb::Connection connection(database_.duckdb());
  Lowering lowering(program, storage, session, connection, database_.known_footers());
  // A Read has its counters once it is lowered, so before any of its rows.
  const auto follow = [&] {
    std::lock_guard lock(progress.mutex_);
    progress.reads_.clear();
    for (const auto& [plan_id, counters] : lowering.counters()) progress.reads_.push_back(counters);
    progress.pinned_bytes_ = lowering.pinned_bytes();
  };

  plan::Report report;
  auto uses = count_uses(program);
  for (const auto& relation : program.relations()) {
    const auto id = std::to_string(relation.common().plan_id());
    // What is only described has no row computed, so none is kept for its other uses.
    if (uses[id] < 2 || (program.writes().empty() && !program.has_fetched())) continue;
    const Stopwatch time;
    auto rows = TRY(lowering.relation(relation));
    follow();
    const auto name = "shared_" + id;
    const Columns columns = rows.columns;
    auto& shared = *report.add_shared();
    shared.set_plan_id(relation.common().plan_id());
    shared.set_rows(TRY(execute(connection, create_table(name, std::move(rows)))));
    shared.set_micros(time.micros());
    lowering.share(id, name, columns);
  }

  for (const auto& relation : program.described())
    TRY(describe(TRY(lowering.relation(relation)), *report.add_descriptions()));
  for (const auto& relation : program.explained())
    report.add_explanations(TRY(lowering.plan_of(TRY(lowering.relation(relation)))));
  for (const auto& operation : program.writes()) {
    const Stopwatch time;
    auto rows = TRY(lowering.relation(operation.input(), wanted_for_layout(operation)));
    follow();
    TRY(refuse_intervals(rows.columns));
    const auto now_millis = base::to_micros(clock_.now()) / 1000;
    auto write = TRY(WritePlan::make(operation, std::move(rows), session, storage, now_millis));
    {
      std::lock_guard lock(progress.mutex_);
      progress.rows_being_written_ = &write.spec().rows_written;
    }
    auto done = execute(connection, write.statement());
    {
      std::lock_guard lock(progress.mutex_);
      progress.rows_being_written_ = nullptr;
      progress.rows_written_ += write.spec().rows_written;
    }
    TRY(std::move(done));
    auto& written = *report.add_writes();
    written = write.report();
    written.set_micros(time.micros());
  }
  if (program.has_fetched()) {
    const Stopwatch time;
    auto rows = TRY(lowering.relation(program.fetched()));
    follow();
    auto& fetched = *report.mutable_fetched();
    TRY(describe(rows, *fetched.mutable_description()));
    fetched.set_rows(
        TRY(fetch(connection, fetched.description(), std::move(rows), session.time_zone, take_rows_)));
    fetched.set_micros(time.micros());
  }
  for (const auto& relation : program.observed())
    TRY(observe(lowering, TRY(lowering.relation(relation)), *report.add_observed()));
  fill_reads(lowering, report);
  return report;
}

}  // namespace engine
