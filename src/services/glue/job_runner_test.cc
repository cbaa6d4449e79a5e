#include "services/glue/job_runner.h"

#include <spdlog/sinks/ostream_sink.h>

#include <latch>
#include <sstream>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "services/glue/job_arguments.h"
#include "services/glue/test_glue.h"

namespace services::glue {
namespace {

using namespace api::glue;

std::map<std::string, CodeGenConfigurationNode> orders_nodes() {
  const auto mapping = [](std::string name, std::string type) {
    return Mapping{.to_key = name, .from_path = std::vector<std::string>{name}, .to_type = type};
  };
  CodeGenConfigurationNode source{.s3_csv_source = S3CsvSource{.name = "Orders",
                                                               .paths = {"s3://lake/landing/"},
                                                               .separator = "comma",
                                                               .quote_char = "quote",
                                                               .with_header = true}};
  CodeGenConfigurationNode typed{
      .apply_mapping =
          ApplyMapping{.name = "Typed",
                       .inputs = {"n1"},
                       .mapping = {mapping("order_id", "int"), mapping("order_status", "string")}}};
  CodeGenConfigurationNode target{
      .s3_glue_parquet_target =
          S3GlueParquetTarget{.name = "Curated",
                              .inputs = {"n2"},
                              .partition_keys = std::vector<std::vector<std::string>>{{"order_status"}},
                              .path = "s3://lake/curated/",
                              .schema_change_policy = DirectSchemaChangePolicy{
                                  .enable_update_catalog = true, .table = "Orders", .database = "sales"}}};
  return {{"n1", source}, {"n2", typed}, {"n3", target}};
}

CreateJobRequest orders_job() {
  CreateJobRequest request;
  request.name = "orders";
  request.role = "glue";
  request.command = {.name = "glueetl"};
  request.worker_type = "G.1X";
  request.number_of_workers = 2;
  request.default_arguments = Arguments{{"--job-bookmark-option", "job-bookmark-enable"}};
  request.code_gen_configuration_nodes = orders_nodes();
  return request;
}

class JobRunnerTest : public GlueTest {
 protected:
  JobRunnerTest() {
    must(glue_->create_database(context_, {.database_input = {.name = "sales"}}));
    put("landing/1.csv", "order_id,order_status\n1,NEW\n");
  }

  void create(CreateJobRequest request = orders_job()) { must(glue_->create_job(context_, request)); }

  std::string start(Arguments arguments = {}) {
    StartJobRunRequest request{.job_name = "orders"};
    if (!arguments.empty()) request.arguments = arguments;
    return *must(glue_->start_job_run(context_, request)).job_run_id;
  }

  api::glue::JobRun get(const std::string& id) {
    return *must(glue_->get_job_run(context_, {.job_name = "orders", .run_id = id})).job_run;
  }

  api::glue::JobRun wait_for(const std::string& id, std::string_view state) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (true) {
      auto run = get(id);
      if (run.job_run_state == state) return run;
      if (is_over(*job_run_state(*run.job_run_state)) || std::chrono::steady_clock::now() > give_up) {
        ADD_FAILURE() << "the run is " << *run.job_run_state << ": " << run.error_message.value_or("");
        return run;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  // The engine's next run goes on until it is stopped.
  void let_the_engine_wait() {
    engine_->next([](const engine::RunRequest& request, std::stop_token stop) -> base::Result<plan::Report> {
      request.on_progress({.fraction = 0.4, .rows_read = 12, .rows_written = 3});
      while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return base::refusal("Stopped", 409, "The run was stopped.");
    });
  }

  void let_the_engine_fail(std::string message) {
    engine_->next([=](const engine::RunRequest&, std::stop_token) -> base::Result<plan::Report> {
      return base::refusal("BadData", 400, message);
    });
  }
};

TEST_F(JobRunnerTest, ARunPublishesObjectsTableAndPartitionsTogether) {
  create();
  const auto run = wait_for(start(), "SUCCEEDED");
  EXPECT_EQ(run.worker_type, "G.1X");
  EXPECT_EQ(run.number_of_workers, 2);
  EXPECT_EQ(run.attempt, 0);
  EXPECT_TRUE(run.completed_on);
  EXPECT_EQ(run.state_detail, "1 row read, 1 row written");
  EXPECT_EQ(keys("curated/"), std::vector<std::string>{"curated/order_status=NEW/run-1.parquet"});

  const auto table = *must(glue_->get_table(context_, {.database_name = "sales", .name = "orders"})).table;
  EXPECT_EQ(table.storage_descriptor->location, "s3://lake/curated/");
  EXPECT_EQ(table.parameters->at("CreatedByJobRun"), *run.id);
  const auto partition = must(glue_->get_partition(
      context_, {.database_name = "sales", .table_name = "orders", .partition_values = {"NEW"}}));
  EXPECT_EQ(partition.partition->storage_descriptor->location, "s3://lake/curated/order_status=NEW/");
}

TEST_F(JobRunnerTest, ThePlanPinsWhatIsThereAndCastsAsGlueDoes) {
  create();
  wait_for(start(), "SUCCEEDED");
  EXPECT_THAT(engine_->last_program, testing::HasSubstr("s3://lake/landing/1.csv"));
  EXPECT_THAT(engine_->last_program, testing::HasSubstr("EVAL_MODE_LEGACY"));
}

TEST_F(JobRunnerTest, WithABookmarkASecondRunReadsNothingAgain) {
  create();
  wait_for(start(), "SUCCEEDED");
  wait_for(start(), "SUCCEEDED");
  EXPECT_EQ(engine_->runs(), 1) << "an empty increment needs no engine";
  put("landing/2.csv", "order_id,order_status\n2,NEW\n");
  wait_for(start(), "SUCCEEDED");
  EXPECT_EQ(engine_->runs(), 2);
  EXPECT_THAT(engine_->last_program, testing::Not(testing::HasSubstr("landing/1.csv")));

  const auto bookmark = must(glue_->get_job_bookmark(context_, {.job_name = "orders"})).job_bookmark_entry;
  EXPECT_EQ(bookmark->version, 3);
  EXPECT_EQ(bookmark->run, 3);
}

TEST_F(JobRunnerTest, AMultipartUploadThatWasBegunBeforeARunAndEndedAfterItIsReadByTheNext) {
  create();
  const auto upload = must(lake_->create_upload("lake", {.key = "landing/0-early.csv"}));
  const auto writer = must(lake_->new_content());
  must(writer->write("order_id,order_status\n3,NEW\n"));
  const auto content = must(writer->seal());
  must(lake_->put_part("lake", upload.key, upload.id, {.number = 1, .content = content}));
  wait_for(start(), "SUCCEEDED");

  must(lake_->complete_upload("lake", upload.key, upload.id,
                              {{.number = 1, .etag = base::to_hex(content.md5)}}));
  wait_for(start(), "SUCCEEDED");
  EXPECT_THAT(engine_->last_program, testing::HasSubstr("0-early.csv"));
}

TEST_F(JobRunnerTest, ATargetInAnotherAccountsBucketIsDenied) {
  must(lake_->create_bucket("111111111111", "us-east-1", "theirs"));
  CreateJobRequest request = orders_job();
  (*request.code_gen_configuration_nodes)["n3"].s3_glue_parquet_target->path = "s3://theirs/curated/";
  create(std::move(request));
  EXPECT_THAT(*wait_for(start(), "FAILED").error_message,
              testing::HasSubstr("Error Code: AccessDenied; Bucket: theirs"));
  EXPECT_EQ(engine_->runs(), 0);
  EXPECT_TRUE(must(lake_->list("theirs", {})).objects.empty());
}

TEST_F(JobRunnerTest, ABucketThatIsDeletedDuringTheRunIsNamedWithItsTarget) {
  const std::string said =
      "S3GlueParquetTarget node 'Curated' (n3): The specified bucket does not exist (Service: Amazon S3; "
      "Status "
      "Code: 404; Error Code: NoSuchBucket; Bucket: gone)";
  CreateJobRequest request = orders_job();
  (*request.code_gen_configuration_nodes)["n3"].s3_glue_parquet_target->path = "s3://gone/curated/";
  create(std::move(request));
  for (const bool staged_before : {false, true}) {
    must(lake_->create_bucket("000000000000", "us-east-1", "gone"));
    engine_->next([&](const engine::RunRequest& run, std::stop_token) -> base::Result<plan::Report> {
      if (!staged_before) must(lake_->delete_bucket("gone"));
      const auto writer = must(lake_->new_content());
      must(writer->write("rows"));
      TRY(lake_->stage(run.commit,
                       {{.bucket = "gone", .key = "curated/1", .content = must(writer->seal())}}));
      if (staged_before) must(lake_->delete_bucket("gone"));
      plan::Report report;
      report.add_writes();
      return report;
    });
    EXPECT_EQ(wait_for(start(), "FAILED").error_message, said);
  }
}

TEST_F(JobRunnerTest, TheEngineSaysWhichColumnsParquetFilesHave) {
  CreateJobRequest request = orders_job();
  auto& nodes = *request.code_gen_configuration_nodes;
  nodes["n1"] = {.s3_parquet_source = S3ParquetSource{.name = "Orders", .paths = {"s3://lake/landing/"}}};
  create(std::move(request));
  engine_->next([](const engine::RunRequest& run, std::stop_token) -> base::Result<plan::Report> {
    EXPECT_EQ(run.program.described_size(), 1);
    EXPECT_EQ(run.program.inputs(0).objects(0).uri(), "s3://lake/landing/1.csv");
    plan::Report report;
    auto& description = *report.add_descriptions();
    for (const char* name : {"order_id", "order_status"}) {
      auto& column = *description.add_columns();
      column.set_name(name);
      column.set_type("string");
    }
    return report;
  });
  wait_for(start(), "SUCCEEDED");
  EXPECT_EQ(engine_->runs(), 2);
}

TEST_F(JobRunnerTest, ASourceInAnotherAccountsBucketIsDenied) {
  must(lake_->create_bucket("111111111111", "us-east-1", "theirs"));
  CreateJobRequest request = orders_job();
  (*request.code_gen_configuration_nodes)["n1"].s3_csv_source->paths = {"s3://theirs/landing/"};
  create(std::move(request));
  EXPECT_THAT(*wait_for(start(), "FAILED").error_message,
              testing::HasSubstr("s3://theirs/landing/: Access Denied"));
  EXPECT_EQ(engine_->runs(), 0);
}

TEST_F(JobRunnerTest, AFailedRunLeavesNothingBehindAndIsReadAgain) {
  create();
  let_the_engine_fail("s3://lake/landing/1.csv: line 2: a quote is never closed");
  const auto failed = wait_for(start(), "FAILED");
  EXPECT_EQ(failed.error_message, "s3://lake/landing/1.csv: line 2: a quote is never closed");
  EXPECT_TRUE(keys("curated/").empty());
  EXPECT_EQ(code_of(glue_->get_job_bookmark(context_, {.job_name = "orders"})), "EntityNotFoundException");
  EXPECT_EQ(code_of(glue_->get_table(context_, {.database_name = "sales", .name = "orders"})),
            "EntityNotFoundException");
  wait_for(start(), "SUCCEEDED");
}

TEST_F(JobRunnerTest, AFailedRunIsTriedAgainAsOftenAsTheJobSays) {
  CreateJobRequest job = orders_job();
  job.max_retries = 2;
  create(job);
  let_the_engine_fail("first");
  let_the_engine_fail("second");
  const std::string id = start();
  wait_for(id, "FAILED");
  wait_for(id + "_attempt_1", "FAILED");
  const auto last = wait_for(id + "_attempt_2", "SUCCEEDED");
  EXPECT_EQ(last.attempt, 2);
  EXPECT_EQ(last.previous_run_id, id + "_attempt_1");
  EXPECT_EQ(must(glue_->get_job_runs(context_, {.job_name = "orders"})).job_runs->size(), 3u);
}

TEST_F(JobRunnerTest, AStopEndsTheWorkerAndNothingIsWritten) {
  create();
  let_the_engine_wait();
  const std::string id = start();
  wait_for(id, "RUNNING");
  const auto stopped =
      must(glue_->batch_stop_job_run(context_, {.job_name = "orders", .job_run_ids = {id, "jr_0"}}));
  ASSERT_EQ(stopped.successful_submissions->size(), 1u);
  ASSERT_EQ(stopped.errors->size(), 1u);
  EXPECT_EQ(stopped.errors->front().error_detail->error_code, "EntityNotFoundException");
  wait_for(id, "STOPPED");
  EXPECT_TRUE(keys("curated/").empty());
}

TEST_F(JobRunnerTest, ARunThatWaitsForASlotIsInStartingAndCanBeStoppedThere) {
  create();
  auto first = slots_.acquire(), second = slots_.acquire();
  const std::string id = start();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(get(id).job_run_state, "STARTING");
  must(glue_->batch_stop_job_run(context_, {.job_name = "orders", .job_run_ids = {id}}));
  const auto run = wait_for(id, "STOPPED");
  EXPECT_EQ(run.execution_time, 0);
  EXPECT_EQ(engine_->runs(), 0);
}

TEST_F(JobRunnerTest, ProgressIsShownWhileTheRunIsUnderWay) {
  create();
  let_the_engine_wait();
  const std::string id = start();
  wait_for(id, "RUNNING");
  while (get(id).state_detail.value_or("0 %").starts_with("0 %")) std::this_thread::yield();
  EXPECT_EQ(get(id).state_detail, "40 % done, 12 rows read, 3 rows written");
}

TEST_F(JobRunnerTest, MoreRunsThanTheJobAllowsAreRefused) {
  create();
  let_the_engine_wait();
  start();
  const auto second = glue_->start_job_run(context_, {.job_name = "orders"});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "ConcurrentRunsExceededException");
  EXPECT_EQ(second.error().message, "Concurrent runs exceeded for orders");
}

TEST_F(JobRunnerTest, ARunThatTheServersEndInterruptedIsFailedAfterTheRestart) {
  create();
  let_the_engine_wait();
  const std::string id = start();
  wait_for(id, "RUNNING");
  restart();
  const auto run = wait_for(id, "FAILED");
  EXPECT_THAT(*run.error_message, testing::HasSubstr("server ended while the run was under way"));
  EXPECT_TRUE(keys("curated/").empty());
}

TEST_F(JobRunnerTest, ARunThatWasStillStartingRunsAfterTheRestart) {
  create();
  std::string id;
  {
    auto first = slots_.acquire(), second = slots_.acquire();
    id = start();
    close();
  }
  open();
  wait_for(id, "SUCCEEDED");
}

TEST_F(JobRunnerTest, AMissingTargetBucketFailsTheRunBeforeAnythingIsRead) {
  CreateJobRequest job = orders_job();
  job.code_gen_configuration_nodes->at("n3").s3_glue_parquet_target->path = "s3://nowhere/curated/";
  create(job);
  const auto run = wait_for(start(), "FAILED");
  EXPECT_THAT(*run.error_message,
              testing::StartsWith("S3GlueParquetTarget node 'Curated' (n3): The specified "
                                  "bucket does not exist (Service: Amazon S3; Status Code: 404; "
                                  "Error Code: NoSuchBucket"));
  EXPECT_EQ(engine_->runs(), 0);
}

TEST_F(JobRunnerTest, AColumnThatNoFileHasFailsTheRunBeforeTheEngine) {
  CreateJobRequest job = orders_job();
  job.code_gen_configuration_nodes->at("n2").apply_mapping->mapping[0].from_path = {{"order_no"}};
  create(job);
  const auto run = wait_for(start(), "FAILED");
  EXPECT_EQ(
      run.error_message,
      "ApplyMapping node 'Typed' (n2): there is no column 'order_no'; the input has: order_id, order_status");
  EXPECT_EQ(engine_->runs(), 0);
}

TEST_F(JobRunnerTest, EmptyFilesMakeARunOfNoRows) {
  must(lake_->remove("lake", std::vector<std::string>{"landing/1.csv"}));
  put("landing/empty.csv", "");
  create();
  wait_for(start(), "SUCCEEDED");
}

TEST_F(JobRunnerTest, AScriptCanBeDefinedButNotRun) {
  CreateJobRequest job = orders_job();
  job.code_gen_configuration_nodes.reset();
  job.command.script_location = "s3://lake/scripts/orders.py";
  create(job);
  const auto run = glue_->start_job_run(context_, {.job_name = "orders"});
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().code, "InvalidInputException");
  EXPECT_THAT(run.error().message, testing::HasSubstr("scripts are not run yet"));
}

TEST_F(JobRunnerTest, ResettingTheBookmarkReadsEverythingAgain) {
  create();
  wait_for(start(), "SUCCEEDED");
  must(glue_->reset_job_bookmark(context_, {.job_name = "orders"}));
  EXPECT_EQ(code_of(glue_->get_job_bookmark(context_, {.job_name = "orders"})), "EntityNotFoundException");
  wait_for(start(), "SUCCEEDED");
  EXPECT_EQ(engine_->runs(), 2);
}

TEST_F(JobRunnerTest, ABookmarkRewindsToTheStateAfterARun) {
  create();
  const std::string first = start();
  wait_for(first, "SUCCEEDED");
  put("landing/2.csv", "order_id,order_status\n2,NEW\n");
  wait_for(start(), "SUCCEEDED");
  must(glue_->reset_job_bookmark(context_, {.job_name = "orders", .run_id = first}));
  wait_for(start(), "SUCCEEDED");
  EXPECT_THAT(engine_->last_program, testing::HasSubstr("landing/2.csv"));
  EXPECT_THAT(engine_->last_program, testing::Not(testing::HasSubstr("landing/1.csv")));
}

TEST_F(JobRunnerTest, APausedBookmarkReadsWhatIsNewAndStays) {
  create();
  wait_for(start(), "SUCCEEDED");
  put("landing/2.csv", "order_id,order_status\n2,NEW\n");
  const Arguments pause{{"--job-bookmark-option", "job-bookmark-pause"}};
  for (int time = 0; time < 2; ++time) {
    wait_for(start(pause), "SUCCEEDED");
    EXPECT_THAT(engine_->last_program, testing::HasSubstr("landing/2.csv"));
  }
  EXPECT_EQ(engine_->runs(), 3);
  EXPECT_EQ(must(glue_->get_job_bookmark(context_, {.job_name = "orders"})).job_bookmark_entry->version, 1);
}

TEST_F(JobRunnerTest, ABookmarkThatMovedMeanwhileMakesTheRunFailInsteadOfDoublingRows) {
  CreateJobRequest job = orders_job();
  job.execution_property = ExecutionProperty{.max_concurrent_runs = 2};
  create(job);
  std::latch reset(1);
  engine_->next([&](const engine::RunRequest&, std::stop_token) -> base::Result<plan::Report> {
    reset.wait();
    plan::Report report;
    report.add_writes();
    return report;
  });
  const std::string slow = start();
  wait_for(slow, "RUNNING");
  while (engine_->runs() == 0) std::this_thread::yield();
  wait_for(start(), "SUCCEEDED");
  reset.count_down();
  EXPECT_THAT(*wait_for(slow, "FAILED").error_message, testing::HasSubstr("was moved by another run"));
}

TEST_F(JobRunnerTest, EveryTransitionTellsTheOutbox) {
  create();
  const std::string id = start();
  wait_for(id, "SUCCEEDED");
  std::vector<std::string> states;
  for (const store::Event& event : must(outbox_->first("glue.job_run_state_change", 10)))
    for (const char* state : {"STARTING", "RUNNING", "SUCCEEDED"})
      if (event.payload.find(state) != std::string::npos) states.push_back(state);
  EXPECT_EQ(states, (std::vector<std::string>{"STARTING", "RUNNING", "SUCCEEDED"}));
}

TEST_F(JobRunnerTest, ARunBeyondItsTimeoutIsEndedAndNotRetried) {
  CreateJobRequest job = orders_job();
  job.timeout = 10080;
  job.max_retries = 3;
  create(job);
  let_the_engine_wait();
  const std::string id = start();
  wait_for(id, "RUNNING");
  while (engine_->runs() == 0) std::this_thread::yield();
  clock_.advance(std::chrono::minutes(10080));
  const auto run = wait_for(id, "TIMEOUT");
  EXPECT_EQ(run.error_message, "Job run exceeded its timeout of 10080 minutes");
  EXPECT_EQ(run.execution_time, 7 * 24 * 60 * 60);
  EXPECT_EQ(must(glue_->get_job_runs(context_, {.job_name = "orders"})).job_runs->size(), 1u);
}

TEST_F(JobRunnerTest, ARunWithinItsTimeoutGoesOn) {
  CreateJobRequest job = orders_job();
  job.timeout = 60;
  create(job);
  std::latch go_on(1);
  engine_->next([&](const engine::RunRequest&, std::stop_token stop) -> base::Result<plan::Report> {
    go_on.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(250));  // the deadline has looked at the clock
    EXPECT_FALSE(stop.stop_requested());
    plan::Report report;
    report.add_writes();
    return report;
  });
  const std::string id = start();
  wait_for(id, "RUNNING");
  while (engine_->runs() == 0) std::this_thread::yield();
  clock_.advance(std::chrono::minutes(59));
  go_on.count_down();
  wait_for(id, "SUCCEEDED");
}

TEST_F(JobRunnerTest, TheBookmarkOfAJobIsNotMovedByARunOfAnEarlierOneOfItsName) {
  create();
  std::latch replaced(1);
  engine_->next([&](const engine::RunRequest&, std::stop_token) -> base::Result<plan::Report> {
    replaced.wait();
    plan::Report report;
    report.add_writes();
    return report;
  });
  const std::string old = start();
  wait_for(old, "RUNNING");
  while (engine_->runs() == 0) std::this_thread::yield();
  must(glue_->delete_job(context_, {.job_name = "orders"}));
  clock_.advance(std::chrono::seconds(1));
  create();
  replaced.count_down();
  wait_for(old, "SUCCEEDED");
  EXPECT_EQ(code_of(glue_->get_job_bookmark(context_, {.job_name = "orders"})), "EntityNotFoundException");
  wait_for(start(), "SUCCEEDED");
  EXPECT_THAT(engine_->last_program, testing::HasSubstr("landing/1.csv"));
}

TEST_F(JobRunnerTest, AFaultOfTheWorldIsLoggedOnceAndOneOfTheDataIsNot) {
  std::ostringstream log;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
  auto& sinks = spdlog::default_logger()->sinks();
  sinks.push_back(sink);
  create();
  engine_->next([](const engine::RunRequest&, std::stop_token) -> base::Result<plan::Report> {
    return base::failure("the worker was killed by signal 9");
  });
  const std::string id = start();
  wait_for(id, "FAILED");
  let_the_engine_fail("line 2: a quote is never closed");
  wait_for(start(), "FAILED");
  sinks.pop_back();
  EXPECT_THAT(log.str(), testing::HasSubstr("job run " + id + ": the worker was killed by signal 9"));
  EXPECT_THAT(log.str(), testing::Not(testing::HasSubstr("a quote is never closed")));
}

}  // namespace
}  // namespace services::glue
