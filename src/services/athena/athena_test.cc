#include "services/athena/athena.h"

#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "services/athena/queries_store.h"
#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using api::athena::GetQueryResultsOutput;
using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> cells(const api::athena::Row& row) {
  std::vector<std::string> result;
  for (const auto& datum : *row.data) result.push_back(datum.var_char_value.value_or("NULL"));
  return result;
}

TEST_F(AthenaTest, AQueryEndsWithItsResultBesideItsMetadata) {
  const std::string id = run("select 1 as a");
  const auto query = wait(id);
  EXPECT_EQ(*query.status->state, "SUCCEEDED");
  EXPECT_EQ(*query.result_configuration->output_location, "s3://lake/results/" + id + ".csv");
  EXPECT_EQ(*query.statement_type, "DML");
  EXPECT_EQ(*query.statistics->data_scanned_in_bytes, 42);
  EXPECT_TRUE(lake_->head("lake", "results/" + id + ".csv").ok());
  EXPECT_TRUE(lake_->head("lake", "results/" + id + ".csv.metadata").ok());
}

// So that a worker starts while the query is planned; what runs nothing starts none.
TEST_F(AthenaTest, AQueryThatIsAcceptedIsAnnouncedToTheEngine) {
  wait(run("create table t as select 1"));
  EXPECT_FALSE(athena_->start_query_execution(context_, request("selec 1")).ok());
  EXPECT_EQ(engine_->announced, 0);
  wait(run("select 1"));
  EXPECT_EQ(engine_->announced, 1);
}

TEST_F(AthenaTest, TheSameTokenStartsOneQuery) {
  auto first = request("select 1");
  first.client_request_token = "0123456789abcdef0123456789abcdef";
  const auto id = must(athena_->start_query_execution(context_, first)).query_execution_id;
  EXPECT_EQ(must(athena_->start_query_execution(context_, first)).query_execution_id, id);
  auto other = first;
  other.query_string = "select 2";
  EXPECT_EQ(athena_->start_query_execution(context_, other).error().message,
            "Idempotent parameters do not match");
}

TEST_F(AthenaTest, AQueryNeedsAnOutputLocationInABucketThatIsThere) {
  auto nowhere = request("select 1");
  nowhere.result_configuration.reset();
  EXPECT_THAT(athena_->start_query_execution(context_, nowhere).error().message,
              HasSubstr("No output location provided"));
  auto missing = request("select 1");
  missing.result_configuration->output_location = "s3://nothing/here";
  EXPECT_EQ(athena_->start_query_execution(context_, missing).error().message,
            "Unable to verify/create output bucket nothing");
  auto other = request("select 1");
  other.result_configuration->expected_bucket_owner = "111111111111";
  EXPECT_THAT(athena_->start_query_execution(context_, other).error().message,
              HasSubstr("does not belong to"));
}

TEST_F(AthenaTest, TextThatIsNoStatementIsRefusedAtOnce) {
  const auto refused = athena_->start_query_execution(context_, request("selec 1"));
  EXPECT_EQ(refused.error().code, "InvalidRequestException");
  EXPECT_THAT(refused.error().message, HasSubstr("line 1:1: mismatched input 'selec'. Expecting: "));
}

TEST_F(AthenaTest, TextThatTheGrammarRefusesIsRefusedAtOnce) {
  const auto refusal = [&](const char* text) {
    return athena_->start_query_execution(context_, request(text)).error();
  };
  EXPECT_EQ(refusal("select id\nfrom orders\nwhere").message,
            "line 3:6: mismatched input '<EOF>'. Expecting: <expression>");
  EXPECT_EQ(refusal("select 1; select 2").message, "line 1:11: mismatched input 'select'. Expecting: <EOF>");
  EXPECT_EQ(refusal("select 'a").details.at(0),
            std::pair(std::string("AthenaErrorCode"), std::string("MALFORMED_QUERY")));
}

TEST_F(AthenaTest, OtherErrorsFailTheExecutionWithTheirPlace) {
  const auto query = wait(run("select x from orders"));
  EXPECT_EQ(*query.status->state, "FAILED");
  EXPECT_EQ(*query.status->state_change_reason, "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved");
  EXPECT_EQ(*query.status->athena_error->error_category, 2);
  EXPECT_EQ(*query.status->athena_error->error_type, 1006);
  EXPECT_EQ(*wait(run("create table t as select 1")).status->state_change_reason,
            "NOT_SUPPORTED: line 1:1: CREATE is not supported yet");
}

TEST_F(AthenaTest, MemoryThatIsExceededIsToldInTheWordsOfAQuery) {
  engine_->behaviour = [](const auto&, auto) -> base::Result<plan::Report> {
    return base::refusal("OutOfMemory", 400, "The run needs more memory than it may have: x");
  };
  const auto query = wait(run("select 1"));
  EXPECT_EQ(*query.status->state_change_reason,
            "EXCEEDED_LOCAL_MEMORY_LIMIT: The run needs more memory than it may have: x");
  EXPECT_EQ(*query.status->athena_error->error_category, 1);
}

TEST_F(AthenaTest, AnEngineThatFailsFailsTheQueryAndLeavesNoResult) {
  engine_->behaviour = [](const auto&, auto) -> base::Result<plan::Report> {
    return base::refusal("DIVIDE_BY_ZERO", 400, "Division by zero");
  };
  const std::string id = run("select 1");
  EXPECT_EQ(*wait(id).status->state_change_reason, "DIVISION_BY_ZERO: Division by zero");
  EXPECT_FALSE(lake_->head("lake", "results/" + id + ".csv").ok());
}

TEST_F(AthenaTest, TheCauseOfAFailureOfTheWorldIsLoggedOnce) {
  const auto lines = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(16);
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", lines));
  engine_->behaviour = [](const auto&, auto) -> base::Result<plan::Report> {
    return base::failure("reading the answer of a worker: it is gone");
  };
  const std::string id = run("select 1");
  EXPECT_EQ(*wait(id).status->state, "FAILED");
  EXPECT_EQ(*wait(run("select x")).status->state, "FAILED");  // the caller's fault is none of the log's
  tasks_->stop();
  spdlog::set_default_logger(before);
  EXPECT_THAT(lines->last_formatted(),
              ElementsAre(HasSubstr("query " + id + ": reading the answer of a worker: it is gone")));
}

TEST_F(AthenaTest, OnlyThePartitionsThatAWhereAsksForArePinned) {
  put("orders/year=2023/a.parquet", "a");
  put("orders/year=2024/b.parquet", "bb");
  put("orders/year=2024/_temporary/c.parquet", "c");
  put("orders/year=2024/.hidden", "d");
  put("orders/year=2024/empty.parquet", "");
  put("orders/year=20245/e.parquet", "e");
  wait(run("select count(*) from orders where year = 2024"));
  ASSERT_EQ(engine_->program.inputs_size(), 1);
  const plan::PinnedInput& input = engine_->program.inputs(0);
  EXPECT_THAT(input.partition_columns(), ElementsAre("year"));
  ASSERT_EQ(input.objects_size(), 1);
  EXPECT_EQ(input.objects(0).uri(), "s3://lake/orders/year=2024/b.parquet");
  EXPECT_EQ(input.objects(0).partition_values(0).value(), "2024");
}

TEST_F(AthenaTest, ALocationWithoutObjectsIsAnEmptyTable) {
  EXPECT_EQ(*wait(run("select id from orders")).status->state, "SUCCEEDED");
  EXPECT_EQ(engine_->program.inputs(0).objects_size(), 0);
}

TEST_F(AthenaTest, AnOutputLocationInAnotherAccountsBucketIsRefused) {
  must(lake_->create_bucket("111111111111", "us-east-1", "theirs"));
  auto input = request("select 1");
  input.result_configuration->output_location = "s3://theirs/results";
  const auto refused = athena_->start_query_execution(context_, input);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            "Access denied when writing output to url: s3://theirs/results . Please ensure you are allowed "
            "to access the S3 bucket.");
}

TEST_F(AthenaTest, ATableInAnotherAccountsBucketIsDenied) {
  must(lake_->delete_bucket("lake"));
  must(lake_->create_bucket("111111111111", "us-east-1", "lake"));  // where the tests' table lies
  must(lake_->create_bucket("000000000000", "us-east-1", "mine"));
  put("orders/year=2023/a.parquet", "rows");
  auto input = request("select id from orders");
  input.result_configuration->output_location = "s3://mine/results";
  const auto query = wait(*must(athena_->start_query_execution(context_, input)).query_execution_id);
  EXPECT_EQ(*query.status->state, "FAILED");
  EXPECT_EQ(*query.status->state_change_reason,
            "PERMISSION_DENIED: Access denied when checking location 's3://lake/orders/year=2023'");
}

TEST_F(AthenaTest, TheFirstPageBeginsWithTheLabels) {
  engine_->csv = "\"a\",\"b\"\n\"1\",\"x \"\"y\"\"\"\n,\"\"\n\"3\",\"line\nbreak\"\n";
  const std::string id = run("select 1 as a, 'x' as b");
  wait(id);
  const GetQueryResultsOutput first =
      must(athena_->get_query_results(context_, {.query_execution_id = id, .max_results = 2}));
  ASSERT_EQ(first.result_set->rows->size(), 2u);
  EXPECT_THAT(cells((*first.result_set->rows)[0]), ElementsAre("a", "b"));
  EXPECT_THAT(cells((*first.result_set->rows)[1]), ElementsAre("1", "x \"y\""));
  const GetQueryResultsOutput second = must(athena_->get_query_results(
      context_, {.query_execution_id = id, .next_token = first.next_token, .max_results = 2}));
  EXPECT_THAT(cells((*second.result_set->rows)[0]), ElementsAre("NULL", ""));
  EXPECT_THAT(cells((*second.result_set->rows)[1]), ElementsAre("3", "line\nbreak"));
  EXPECT_FALSE(second.next_token);
}

TEST_F(AthenaTest, ColumnsAreDescribedByTheMetadata) {
  const std::string id = run("select 1 as a, 'x' as b, cast(1.5 as decimal(5,2)) as c, 1e0 as d");
  wait(id);
  const auto columns = *must(athena_->get_query_results(context_, {.query_execution_id = id}))
                            .result_set->result_set_metadata->column_info;
  ASSERT_EQ(columns.size(), 4u);
  EXPECT_EQ(columns[0].type, "integer");
  EXPECT_EQ(*columns[0].precision, 10);
  EXPECT_EQ(columns[1].type, "varchar");
  EXPECT_TRUE(*columns[1].case_sensitive);
  EXPECT_EQ(columns[2].type, "decimal");
  EXPECT_EQ(*columns[2].precision, 5);
  EXPECT_EQ(*columns[2].scale, 2);
  EXPECT_EQ(columns[3].type, "double");
}

TEST_F(AthenaTest, ResultsAreThereOnlyWhenTheQuerySucceededAndTheFileIsThere) {
  const std::string failed = run("select x");
  wait(failed);
  EXPECT_EQ(athena_->get_query_results(context_, {.query_execution_id = failed}).error().message,
            "Query did not finish successfully. Final query state: FAILED");
  const std::string id = run("select 1 as a");
  wait(id);
  EXPECT_EQ(athena_->get_query_results(context_, {.query_execution_id = id, .next_token = "bm9uc2Vuc2U="})
                .error()
                .message,
            "The NextToken is not valid");
  const std::vector<std::string> keys{"results/" + id + ".csv"};
  must(lake_->remove("lake", keys));
  EXPECT_EQ(athena_->get_query_results(context_, {.query_execution_id = id}).error().message,
            "Could not find results");
}

TEST_F(AthenaTest, StoppingARunningQueryEndsItsRunAndItsResult) {
  std::atomic<bool> started = false, stopped = false;
  engine_->behaviour = [&](const engine::RunRequest& request,
                           std::stop_token stop) -> base::Result<plan::Report> {
    started = true;
    while (!stop.stop_requested()) std::this_thread::yield();
    TRY(engine_->write_result(request));  // even when the engine was too quick
    stopped = true;
    return plan::Report();
  };
  const std::string id = run("select 1");
  wait(id, "RUNNING");
  EXPECT_EQ(athena_->get_query_results(context_, {.query_execution_id = id}).error().message,
            "Query has not yet finished. Current state: RUNNING");
  while (!started) std::this_thread::yield();
  must(athena_->stop_query_execution(context_, {.query_execution_id = id}));
  EXPECT_EQ(state(id), "CANCELLED");
  tasks_->stop();
  EXPECT_TRUE(stopped);
  EXPECT_EQ(state(id), "CANCELLED");
  EXPECT_FALSE(lake_->head("lake", "results/" + id + ".csv").ok());
  must(athena_->stop_query_execution(context_, {.query_execution_id = id}));  // again: harmless
}

TEST_F(AthenaTest, AQueryWaitsForASlotAndMayBeStoppedThere) {
  std::optional<runtime::Slot> taken = slots_.acquire();
  const std::string waiting = run("select 1 as a");
  EXPECT_EQ(state(waiting), "QUEUED");
  must(athena_->stop_query_execution(context_, {.query_execution_id = waiting}));
  const std::string next = run("select 1 as a");
  taken.reset();
  EXPECT_EQ(*wait(next).status->state, "SUCCEEDED");
  EXPECT_EQ(state(waiting), "CANCELLED");
}

TEST_F(AthenaTest, AQueryThatTheEndOfTheServerInterruptsRunsAgain) {
  engine_->behaviour = [&](const engine::RunRequest&, std::stop_token stop) -> base::Result<plan::Report> {
    while (!stop.stop_requested()) std::this_thread::yield();
    return base::refusal("Stopped", 400, "the run was stopped");
  };
  const std::string id = run("select 1 as a");
  wait(id, "RUNNING");
  shut_down();
  open();
  EXPECT_EQ(state(id), "QUEUED");
  start();
  EXPECT_EQ(*wait(id).status->state, "SUCCEEDED");
}

TEST_F(AthenaTest, AQueryThatServersDieOfIsNotRunForEver) {
  std::optional<runtime::Slot> taken = slots_.acquire();
  const std::string once = run("select 1 as a");
  const std::string often = run("select 1 as a");
  shut_down();
  open();
  const auto leave_running = [&](const std::string& id, int losses) {  // as a killed server does
    must(journal_->write([&](store::Transaction& transaction) -> base::Result<void> {
      Query query = *TRY(QueriesStore::find(transaction, id));
      query.state = QueryState::Running;
      query.losses = losses;
      return QueriesStore::update(transaction, query);
    }));
  };
  leave_running(once, 0);
  leave_running(often, kMostLosses - 1);
  taken.reset();
  start();
  EXPECT_EQ(*wait(once).status->state, "SUCCEEDED");
  EXPECT_EQ(*wait(often).status->state_change_reason,
            "GENERIC_INTERNAL_ERROR: The server ended 3 times while the query was running");
  EXPECT_EQ(state(often), "FAILED");
}

TEST_F(AthenaTest, QueriesAreListedNewestFirstInPages) {
  std::vector<std::string> started;
  for (int i = 0; i < 3; ++i) {
    started.push_back(run("select 1"));
    clock_.advance(std::chrono::seconds(1));
  }
  const auto first = must(athena_->list_query_executions(context_, {.max_results = 2}));
  EXPECT_THAT(*first.query_execution_ids, ElementsAre(started[2], started[1]));
  const auto second =
      must(athena_->list_query_executions(context_, {.next_token = first.next_token, .max_results = 2}));
  EXPECT_THAT(*second.query_execution_ids, ElementsAre(started[0]));
  EXPECT_FALSE(second.next_token);
}

TEST_F(AthenaTest, QueriesOfAnotherAccountAreNotThere) {
  const std::string id = run("select 1");
  const wire::RequestContext other{.account = "111111111111", .region = "us-east-1"};
  EXPECT_EQ(athena_->get_query_execution(other, {.query_execution_id = id}).error().message,
            "QueryExecution " + id + " was not found");
  const auto batch = must(athena_->batch_get_query_execution(other, {.query_execution_ids = {id}}));
  EXPECT_EQ(batch.unprocessed_query_execution_ids->size(), 1u);
}

TEST_F(AthenaTest, AQueryNeedsAWorkGroupThatIsThere) {
  auto elsewhere = request("select 1");
  elsewhere.work_group = "finance";
  EXPECT_EQ(athena_->start_query_execution(context_, elsewhere).error().message,
            "WorkGroup finance is not found.");
}

}  // namespace
}  // namespace services::athena
