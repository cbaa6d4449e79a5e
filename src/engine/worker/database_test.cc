#include "engine/worker/database.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/random.h"
#include "duckdb/main/database.hpp"
#include "duckdb/parallel/task_scheduler.hpp"
#include "engine/worker/execution_fixture.h"
#include "runtime/process_memory.h"

namespace engine {
namespace {

// A database of its own, with bounds as a worker sets them before each run.
class DatabaseTest : public ExecutionTest {
 protected:
  DatabaseTest()
      : scratch_(std::filesystem::temp_directory_path() / ("spill-" + base::random_hex(8))),
        own_(Database::open().value()) {
    std::filesystem::create_directories(scratch_);
  }
  ~DatabaseTest() override { std::filesystem::remove_all(scratch_); }

  base::Result<plan::Report> run_within(std::int64_t memory_bytes, const std::string& scratch) {
    TRY(own_->limit(2, memory_bytes, scratch));
    RunProgress progress;
    return Execution(*own_, broker_, clock_).run(program_, session_, progress);
  }

  std::filesystem::path scratch_;
  std::unique_ptr<Database> own_;
};

// Distinct rows of 64 MB and more, which no small memory holds at once.
plan::Relation large_distinct() {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(1'000'000);
  numbers.mutable_range()->set_step(1);
  const auto text = plan::call("concat", {plan::literal(std::string(100, 'x')), plan::column("id")});
  return plan::distinct(plan::project(numbers, {plan::alias(text, "text")}));
}

TEST_F(DatabaseTest, AWorkerThatHasSpilledServesTheNextRun) {
  *program_.add_writes() =
      plan::write(plan::aggregate(large_distinct(), {}, {plan::call("count", {plan::literal(1)})}),
                  "dovetail.athena_result", "s3://results/q.csv");
  constexpr std::int64_t kSmall = 64 << 20;
  const auto without = run_within(kSmall, "");
  ASSERT_FALSE(without.ok()) << "this run is one that must spill";
  EXPECT_EQ(without.error().code, "OutOfMemory");
  for (int i = 0; i < 3; ++i) {
    const auto report = run_within(kSmall, scratch_.string());
    ASSERT_TRUE(report.ok()) << "run " << i << ": " << report.error().message;
  }
}

// A state of a digest or of a distinct count holds what it has seen outside of DuckDB's memory.
TEST_F(DatabaseTest, StatesOfAggregatesCountAsMemory) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(2'000'000);
  numbers.mutable_range()->set_step(1);
  const auto id = plan::column("id");
  const plan::Expression percentile = plan::call(
      "trino.approx_percentile", {id, plan::literal(1.0), plan::literal(0.5), plan::literal(0.01)});
  const plan::Expression count = plan::call("approx_count_distinct", {id, plan::literal(0.023)});
  for (const plan::Expression& aggregate : {percentile, count}) {
    program_.clear_writes();
    const auto groups =
        plan::aggregate(numbers, {plan::call("%", {id, plan::literal(std::int64_t{1'000'000})})},
                        {plan::alias(aggregate, "seen")});
    *program_.add_writes() =
        plan::write(plan::aggregate(groups, {}, {plan::call("max", {plan::column("seen")})}),
                    "dovetail.athena_result", "s3://results/q.csv");
    const auto refused = run_within(128 << 20, scratch_.string());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "OutOfMemory") << refused.error().message;
    const auto report = run_within(2LL << 30, scratch_.string());
    EXPECT_TRUE(report.ok()) << report.error().message;
  }
}

// A gigabyte of rows, each of 8 KB: a row group of as many rows as narrow ones have would not fit.
TEST_F(DatabaseTest, WideRowsAreWrittenInBoundedMemory) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(125'000);
  numbers.mutable_range()->set_step(1);
  const auto text = plan::call("concat", {plan::literal(std::string(8192, 'x')), plan::column("id")});
  const auto wide = plan::project(
      numbers, {plan::alias(plan::call("%", {plan::column("id"), plan::literal(std::int64_t{5})}), "k"),
                plan::alias(text, "text")});
  for (const std::vector<std::string>& partitions : {std::vector<std::string>{}, {"k"}}) {
    program_.clear_writes();
    *program_.add_writes() = plan::write(wide, "parquet", "s3://lake/out", {.partition_by = partitions});
    const auto report = run_within((400 << 20) / 4 * 3, "");
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->writes(0).rows(), 125'000);
  }
}

// Each row of a gigabyte is of one of 5,000 partitions, in no order: what does not fit is spilled, and
// written one partition after the other.
TEST_F(DatabaseTest, FiveThousandPartitionsAreWrittenInBoundedMemory) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(500'000);
  numbers.mutable_range()->set_step(1);
  const auto text = plan::call("concat", {plan::literal(std::string(2000, 'x')), plan::column("id")});
  const auto rows = plan::project(
      numbers, {plan::alias(plan::call("%", {plan::column("id"), plan::literal(std::int64_t{5000})}), "k"),
                plan::alias(text, "text")});
  for (const char* source : {"glueparquet", "glue.json"}) {
    program_.clear_writes();
    broker_.forget_contents();
    *program_.add_writes() = plan::write(rows, source, "s3://lake/out", {.partition_by = {"k"}});
    const auto report = run_within(256 << 20, scratch_.string());
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->writes(0).rows(), 500'000);
    EXPECT_EQ(report->writes(0).files_size(), 5000);
  }
}

// Not of DuckDB's memory alone: what is kept of each row beside it counts, too.
TEST_F(DatabaseTest, NarrowRowsTakeNoMoreMemoryThanWideOnesWhereverTheyGo) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(5'000'000);
  numbers.mutable_range()->set_step(1);
  const auto id = plan::column("id");
  const auto key = plan::call("%", {plan::call("hash", {id}), plan::literal(2500)});  // of either sign
  const auto text = plan::call("concat", {plan::literal(std::string(20, 'x')), id});
  const auto rows = plan::project(numbers, {plan::alias(key, "k"), plan::alias(text, "text")});
  *program_.add_writes() = plan::write(rows, "glueparquet", "s3://lake/out", {.partition_by = {"k"}});
  const auto before = runtime::resident_memory_bytes(getpid()).value();
  ASSERT_TRUE(runtime::reset_peak_memory(getpid()).ok());
  const auto report = run_within(128 << 20, scratch_.string());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->writes(0).rows(), 5'000'000);
  EXPECT_EQ(report->writes(0).files_size(), 4999);
  EXPECT_LT(runtime::peak_memory_bytes(getpid()).value() - before, 256 << 20);
}

// Half of the rows are of one partition, which is written as they come; those of the others are set aside,
// some of them several times.
TEST_F(DatabaseTest, RowsStayInTheirOrderInEachPartitionWhereTheyAreSpilled) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(400'000);
  numbers.mutable_range()->set_step(1);
  const auto id = plan::column("id");
  const auto zero = plan::literal(std::int64_t{0}), half = plan::literal(std::int64_t{2000});
  const auto key = plan::call(
      "greatest", {zero, plan::call("-", {plan::call("%", {id, plan::literal(std::int64_t{4000})}), half})});
  const auto rows =
      plan::project(plan::sort(numbers, {plan::descending(id)}),
                    {plan::alias(key, "k"), id, plan::alias(plan::call("array", {id, id}), "list"),
                     plan::alias(plan::call("concat", {plan::literal(std::string(40, 'x')), id}), "text")});
  *program_.add_writes() = plan::write(rows, "glue.json", "s3://lake/out", {.partition_by = {"k"}});
  const auto report = run_within(32 << 20, scratch_.string());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(broker_.staged.size(), 2000);
  std::map<std::string, std::string> expected, written;  // by partition
  for (int i = 399'999; i >= 0; --i)
    expected[fmt::format("k={}", std::max(0, i % 4000 - 2000))] +=
        fmt::format(R"({{"id":{0},"list":[{0},{0}],"text":"{1}{0}"}})", i, std::string(40, 'x')) + '\n';
  for (const auto& object : broker_.staged) {
    const std::filesystem::path path(object.uri);
    written[path.parent_path().filename()] += broker_.text(object.content_id);
  }
  EXPECT_TRUE(written == expected) << "texts too long to be shown";
}

// 128 MiB, and what is written at once on top of it.
TEST_F(DatabaseTest, FilesAreOfBoundedSize) {
  plan::Relation numbers;
  numbers.mutable_range()->set_end(3'000'000);
  numbers.mutable_range()->set_step(1);
  const auto text = plan::call("concat", {plan::literal(std::string(100, 'x')), plan::column("id")});
  const auto rows = plan::project(numbers, {plan::alias(text, "text")});
  for (const auto& [source, options] : {std::pair<const char*, plan::Options>{"glue.csv", {}},
                                        {"glueparquet", {{"compression", "uncompressed"}}}}) {
    program_.clear_writes();
    broker_.forget_contents();
    *program_.add_writes() = plan::write(rows, source, "s3://lake/out", {.options = options});
    const auto report = run_within(1 << 30, "");
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->writes(0).rows(), 3'000'000);
    EXPECT_GT(report->writes(0).bytes(), 300 << 20);
    EXPECT_GE(report->writes(0).files_size(), 2);
    for (const auto& file : report->writes(0).files()) EXPECT_LT(file.bytes(), (128 + 64) << 20);
  }
}

TEST_F(DatabaseTest, TheFirstRunHasItsThreadsAndSoHasALaterOneOfMoreOrFewer) {
  for (const int threads : {2, 3, 1}) {
    ASSERT_TRUE(own_->limit(threads, 64 << 20, "").ok());
    EXPECT_EQ(duckdb::TaskScheduler::GetScheduler(*own_->duckdb().instance).NumberOfThreads(), threads);
  }
}

TEST_F(DatabaseTest, BoundsThatCannotBeSetAreNotTheCallersFault) {
  const auto limited = own_->limit(-1, 64 << 20, scratch_.string());
  ASSERT_FALSE(limited.ok());
  EXPECT_EQ(limited.error().fault, base::Error::Fault::World);
}

}  // namespace
}  // namespace engine
