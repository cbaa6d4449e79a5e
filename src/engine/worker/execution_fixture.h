#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "base/random.h"
#include "duckdb/main/connection.hpp"
#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker/fake_broker.h"
#include "plan/builders.h"
#include "plan/program.pb.h"

namespace engine {

// Runs programs in process, against a fake server. What rows come out is seen as Athena's CSV.
class ExecutionTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { database_ = Database::open().value().release(); }
  static void TearDownTestSuite() {
    delete database_;
    database_ = nullptr;
  }

  // Pins a file to the Read with this plan id.
  void pin(std::int64_t plan_id, std::string_view text,
           std::vector<std::optional<std::string>> partition = {},
           const std::string& uri = "s3://lake/in/a.csv") {
    auto& input = input_for(plan_id);
    auto& object = *input.add_objects();
    object.set_uri(uri);
    object.set_content_id(broker_.add(text));
    object.set_size(static_cast<std::int64_t>(text.size()));
    for (const auto& value : partition) {
      auto& added = *object.add_partition_values();
      if (value) added.set_value(*value);
    }
  }

  plan::PinnedInput& input_for(std::int64_t plan_id) {
    for (auto& input : *program_.mutable_inputs())
      if (input.plan_id() == plan_id) return input;
    auto& input = *program_.add_inputs();
    input.set_plan_id(plan_id);
    return input;
  }

  base::Result<plan::Report> run() {
    RunProgress progress;
    return Execution(*database_, broker_, clock_, scan_bytes_).run(program_, session_, progress);
  }

  // The rows of a relation as text; an error is its code and message.
  std::string rows(plan::Relation relation) {
    program_.clear_writes();
    broker_.staged.clear();
    *program_.add_writes() = plan::write(std::move(relation), "dovetail.athena_result", "s3://results/q.csv");
    const auto report = run();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    report_ = *report;
    const auto text = broker_.text(broker_.staged.at(0).content_id);
    return text.substr(text.find('\n') + 1);
  }

  // The bytes of a Parquet file of DuckDB's own, for what plans cannot make.
  std::string parquet_of(const std::string& select) {
    const auto path = std::filesystem::temp_directory_path() / (base::random_hex(8) + ".parquet");
    duckdb::Connection connection(database_->duckdb());
    const auto result = connection.Query("COPY (" + select + ") TO '" + path.string() + "' (FORMAT parquet)");
    EXPECT_FALSE(result->HasError()) << result->GetError();
    auto bytes = base::read_file(path).value();
    std::filesystem::remove(path);
    return bytes;
  }

  // One value, computed from nothing.
  std::string value(plan::Expression expression) {
    return rows(plan::project(std::nullopt, {plan::alias(std::move(expression), "v")}));
  }

  static inline Database* database_ = nullptr;
  FakeBroker broker_;
  base::SystemClock clock_;
  Session session_;
  std::int64_t scan_bytes_ = 0;  // no limit
  plan::Program program_;
  plan::Report report_;
};

}  // namespace engine
