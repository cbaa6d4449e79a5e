#pragma once

#include "duckdb/parser/sql_statement.hpp"
#include "engine/functions/cast.h"
#include "engine/lower/relation.h"
#include "engine/sinks/write_spec.h"

namespace plan {
class WriteReport;
}
namespace spark::connect {
class WriteOperation;
}

namespace engine {

// One write of a program, made ready: the rows that its sink gets, and how the sink writes them. The sources
// are those of files (write_options.h) and
//   dovetail.athena_result   one CSV at exactly the path, in Trino's text forms; its .metadata is Athena's
// Only appending is supported: whoever publishes the files removes what they overwrite. One thread; the
// statement points into the plan, which outlives its execution.
class WritePlan {
 public:
  static base::Result<WritePlan> make(const spark::connect::WriteOperation& operation, Lowered rows,
                                      const Session& session, RunStorage& storage, std::int64_t now_millis);

  // The COPY to run.
  duckdb::unique_ptr<duckdb::SQLStatement> statement();
  bool partitioned() const { return !spec_->partition_columns.empty(); }
  const WriteSpec& spec() const { return *spec_; }

  // After the statement ran.
  plan::WriteReport report() const;

 private:
  enum class Kind { Files, Result };
  WritePlan() = default;
  duckdb::unique_ptr<duckdb::QueryNode> query() const;

  Kind kind_ = Kind::Files;
  Session session_;
  RunStorage* storage_ = nullptr;
  Lowered rows_;
  Columns data_columns_;
  Columns partition_columns_;
  std::optional<OutputColumn> number_;  // of the part that a row is written to
  std::unique_ptr<FileNames> names_;
  std::unique_ptr<WriteSpec> spec_;
};

}  // namespace engine
