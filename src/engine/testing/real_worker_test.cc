// The two halves of the engine together: the server's, and the program dovetail-engine that is built beside.
#include <fmt/format.h>

#include <chrono>
#include <limits>

#include "engine/engine.h"
#include "lake/test_lake.h"
#include "plan/builders.h"
#include "plan/program.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

using lake::must;
using plan::column;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class RealWorker : public lake::LakeTest {
 protected:
  RealWorker() {
    const auto build = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
    engine_ = must(Engine::create({.worker_program = build / "bin" / "dovetail-engine",
                                   .scratch_folder = (folder_ / "scratch").string()},
                                  *lake_));
  }

  void pin(plan::Program& program, std::int64_t plan_id, const lake::Object& object) {
    auto& input = *program.add_inputs();
    input.set_plan_id(plan_id);
    auto& pinned = *input.add_objects();
    pinned.set_uri("s3://lake/" + object.key);
    pinned.set_content_id(object.content.str());
    pinned.set_size(object.size);
  }

  // CSV without a header to Parquet: mapped, without duplicates, a folder for each status.
  plan::Program orders_job(const lake::Object& csv) {
    plan::Program program;
    pin(program, 1, csv);
    plan::Relation mapped = plan::project(plan::read("glue.csv", "", {}, 1),
                                          {plan::alias(plan::cast(column("col0"), "bigint"), "order_id"),
                                           plan::alias(column("col1"), "status")});
    *program.add_writes() = plan::write(plan::distinct(std::move(mapped)), "glueparquet", "s3://lake/out",
                                        {.partition_by = {"status"}});
    return program;
  }

  base::Result<plan::Report> run(const plan::Program& program,
                                 std::int64_t memory_bytes = std::int64_t{1} << 30) {
    const lake::Lease lease = must(lake_->lease());
    const lake::CommitId commit = must(lake_->begin_commit());
    auto report = engine_->run({.program = program,
                                .lease = lease,
                                .commit = commit,
                                .limits = {.threads = 2, .memory_bytes = memory_bytes}},
                               {});
    if (report.ok()) publish(commit);
    return report;
  }

  std::unique_ptr<Engine> engine_;
};

std::string orders(int count) {
  static const char* const kStatuses[] = {"CLOSED", "COMPLETE", "PENDING"};
  std::string csv;
  for (int i = 0; i < count; ++i) csv += fmt::format("{},{}\n", i, kStatuses[i % 3]);
  return csv;
}

TEST_F(RealWorker, a_csv_becomes_partitioned_parquet_in_one_commit) {
  const plan::Report report = must(run(orders_job(put("in/orders.csv", orders(3000) + orders(30)))));
  EXPECT_EQ(report.writes(0).rows(), 3000);
  EXPECT_EQ(report.reads(0).rows(), 3030);
  EXPECT_GT(report.peak_memory_bytes(), 0);
  const auto written = keys({.prefix = "out/"});
  ASSERT_THAT(written, SizeIs(3));
  EXPECT_THAT(written[0], StartsWith("out/status=CLOSED/"));
  EXPECT_THAT(get(written[0]), StartsWith("PAR1"));
}

TEST_F(RealWorker, one_worker_serves_run_after_run_and_what_one_refuses_the_next_does_not_feel) {
  const plan::Program good = orders_job(put("in/orders.csv", orders(30)));
  plan::Program bad = good;
  *bad.mutable_writes(0)->mutable_input() =
      plan::project(plan::read("glue.csv", "", {}, 1), {column("no_such_column")});
  must(run(good));
  const auto refused = run(bad);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, base::Error::Fault::Caller);
  EXPECT_THAT(refused.error().message, HasSubstr("no_such_column"));
  EXPECT_EQ(must(run(good)).writes(0).rows(), 30);
}

plan::Program writing(plan::Relation relation) {
  plan::Program program;
  *program.add_writes() = plan::write(std::move(relation), "dovetail.athena_result", "s3://lake/out.csv");
  return program;
}

// The relation around the sum and the literal at its bottom count too.
plan::Program nested_sum(int levels, const plan::Expression& term) {
  plan::Expression sum = term;
  for (int i = 2; i < levels; ++i) sum = plan::call("+", {std::move(sum), term});
  return writing(plan::project(std::nullopt, {plan::alias(std::move(sum), "sum")}));
}

plan::Program nested_filters(int levels) {
  plan::Relation relation = plan::project(std::nullopt, {plan::alias(plan::literal(1), "a")});
  for (int i = 3; i < levels; ++i)
    relation = plan::filter(std::move(relation), plan::call("==", {column("a"), plan::literal(1)}));
  return writing(std::move(relation));
}

TEST_F(RealWorker, expressions_nest_to_the_bound_and_are_refused_beyond_it) {
  // The alias is one more level.
  EXPECT_EQ(must(run(nested_sum(plan::kMaxNesting - 2, plan::literal(1)))).writes(0).rows(), 1);
  EXPECT_THAT(get("out.csv"), HasSubstr("\"997\""));
  // A text is cast at every level, and a decimal has kernels of its own.
  EXPECT_TRUE(run(nested_sum(plan::kMaxNesting - 2, plan::literal("1"))).ok());
  EXPECT_EQ(must(run(nested_sum(plan::kMaxNesting - 2, plan::decimal_literal("1.5", 2, 1)))).writes(0).rows(),
            1);
  const auto refused = run(nested_sum(plan::kMaxNesting, plan::literal(1)));
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("nests more than 1000"));
}

TEST_F(RealWorker, relations_nest_to_the_bound_and_are_refused_beyond_it) {
  EXPECT_EQ(must(run(nested_filters(plan::kMaxNesting - 1))).writes(0).rows(), 1);
  EXPECT_FALSE(run(nested_filters(plan::kMaxNesting + 10)).ok());
}

// DuckDB throws where a date is too far away to be shown; the worker lives on.
TEST_F(RealWorker, what_is_thrown_while_a_plan_is_lowered_fails_the_run_alone) {
  plan::Expression far;
  far.mutable_literal()->set_timestamp(std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(run(writing(plan::project(std::nullopt, {plan::alias(far, "t")}))).ok());
  EXPECT_EQ(must(run(nested_sum(3, plan::literal(1)))).writes(0).rows(), 1);
}

TEST_F(RealWorker, its_bound_may_differ_from_run_to_run) {
  const plan::Program program = orders_job(put("in/orders.csv", orders(3000)));
  for (const std::int64_t mebibytes : {1024, 512, 2048}) EXPECT_TRUE(run(program, mebibytes << 20).ok());
}

}  // namespace
}  // namespace engine
