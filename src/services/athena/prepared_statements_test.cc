#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using namespace api::athena;
using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;

class PreparedStatementsTest : public AthenaTest {
 protected:
  base::Result<CreatePreparedStatementOutput> create(const std::string& name, const std::string& text) {
    return athena_->create_prepared_statement(
        context_, {.statement_name = name, .work_group = "primary", .query_statement = text});
  }
  base::Result<GetPreparedStatementOutput> find(const std::string& name) {
    return athena_->get_prepared_statement(context_, {.statement_name = name, .work_group = "primary"});
  }
  std::string reason(const QueryExecution& query) { return query.status->state_change_reason.value_or(""); }
  QueryExecution ended(std::string text, std::vector<std::string> parameters) {
    auto input = request(std::move(text));
    input.execution_parameters = std::move(parameters);
    return wait(*must(athena_->start_query_execution(context_, input)).query_execution_id);
  }
};

TEST_F(PreparedStatementsTest, ParametersAreTheValuesOfAQuery) {
  put("orders/year=2024/b.parquet", "bb");
  put("orders/year=2023/a.parquet", "a1");
  const QueryExecution query = ended("select id from orders where year = ?", {"2024"});
  EXPECT_EQ(*query.status->state, "SUCCEEDED");
  EXPECT_THAT(*query.execution_parameters, ElementsAre("2024"));
  EXPECT_EQ(*query.query, "select id from orders where year = ?");
  ASSERT_EQ(engine_->program.inputs(0).objects_size(), 1);
}

TEST_F(PreparedStatementsTest, AWrongNumberOfParametersFailsTheQuery) {
  EXPECT_EQ(reason(ended("select ? + ?", {"1"})),
            "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 1");
  EXPECT_EQ(reason(wait(run("select ?"))),
            "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0");
}

TEST_F(PreparedStatementsTest, AStatementIsCreatedShownReplacedAndDeleted) {
  must(create("by_year", "select id from orders where year = ?"));
  const auto found = *must(find("by_year")).prepared_statement;
  EXPECT_EQ(*found.query_statement, "select id from orders where year = ?");
  EXPECT_EQ(create("by_year", "select 1").error().message,
            "PreparedStatement by_year already exists in workGroup primary");
  must(athena_->update_prepared_statement(
      context_, {.statement_name = "by_year", .work_group = "primary", .query_statement = "select 1"}));
  EXPECT_EQ(*must(find("by_year")).prepared_statement->query_statement, "select 1");
  must(athena_->delete_prepared_statement(context_, {.statement_name = "by_year", .work_group = "primary"}));
  EXPECT_EQ(find("by_year").error().code, "ResourceNotFoundException");
  EXPECT_EQ(find("by_year").error().message, "PreparedStatement by_year was not found in workGroup primary");
}

TEST_F(PreparedStatementsTest, TextThatCannotBePreparedIsRefused) {
  EXPECT_EQ(create("q1", "select from").error().code, "InvalidRequestException");
  EXPECT_THAT(create("q1", "select 1 +").error().message, HasSubstr("line 1:11: mismatched input"));
  EXPECT_EQ(create("q1", "show tables").error().message, "SHOW cannot be prepared");
  EXPECT_EQ(athena_
                ->create_prepared_statement(
                    context_, {.statement_name = "q1", .work_group = "x", .query_statement = "select 1"})
                .error()
                .message,
            "WorkGroup x is not found.");
}

TEST_F(PreparedStatementsTest, TheyAreListedAndReadInBatches) {
  for (const char* name : {"a1", "b1", "c1"}) must(create(name, "select 1"));
  const auto first =
      must(athena_->list_prepared_statements(context_, {.work_group = "primary", .max_results = 2}));
  EXPECT_EQ(first.prepared_statements->size(), 2u);
  const auto second = must(athena_->list_prepared_statements(
      context_, {.work_group = "primary", .next_token = first.next_token, .max_results = 2}));
  EXPECT_EQ(*second.prepared_statements->at(0).statement_name, "c1");
  EXPECT_FALSE(second.next_token);
  const auto batch = must(athena_->batch_get_prepared_statement(
      context_, {.prepared_statement_names = {"a1", "z1"}, .work_group = "primary"}));
  EXPECT_EQ(batch.prepared_statements->size(), 1u);
  EXPECT_EQ(*batch.unprocessed_prepared_statement_names->at(0).error_code, "STATEMENT_NOT_FOUND");
}

TEST_F(PreparedStatementsTest, StatementsPrepareExecuteAndDeallocate) {
  put("orders/year=2024/b.parquet", "bb");
  put("orders/year=2023/a.parquet", "a1");
  const QueryExecution prepared = wait(run("prepare by_year from select id from orders where year = ?"));
  EXPECT_EQ(*prepared.status->state, "SUCCEEDED") << reason(prepared);
  const auto results =
      must(athena_->get_query_results(context_, {.query_execution_id = *prepared.query_execution_id}));
  EXPECT_TRUE(results.result_set->rows->empty());
  EXPECT_EQ(*must(find("by_year")).prepared_statement->query_statement,
            "select id from orders where year = ?");

  EXPECT_EQ(*wait(run("execute by_year using 2024")).status->state, "SUCCEEDED");
  ASSERT_EQ(engine_->program.inputs(0).objects_size(), 1);
  EXPECT_EQ(*ended("execute by_year", {"2024"}).status->state, "SUCCEEDED");
  EXPECT_THAT(reason(ended("execute by_year using 2024", {"2024"})), HasSubstr("both with USING"));

  EXPECT_EQ(*wait(run("deallocate prepare by_year")).status->state, "SUCCEEDED");
  EXPECT_EQ(reason(wait(run("execute by_year using 2024"))),
            "NOT_FOUND: PreparedStatement by_year was not found in workGroup primary");
}

TEST_F(PreparedStatementsTest, AStatementThatCannotBeMadeFailsItsQueryAndChangesNothing) {
  must(create("q1", "select 1"));
  const QueryExecution again = wait(run("prepare q1 from select 2"));
  EXPECT_EQ(reason(again),
            "INVALID_PREPARED_STATEMENT: PreparedStatement q1 already exists in workGroup primary");
  EXPECT_EQ(*must(find("q1")).prepared_statement->query_statement, "select 1");
  EXPECT_FALSE(lake_->head("lake", "results/" + *again.query_execution_id + ".txt").ok());
  EXPECT_THAT(reason(wait(run("prepare r from select 1"))),
              HasSubstr("The name 'r' of a prepared statement"));
}

TEST_F(PreparedStatementsTest, ErrorsOfTheirGrammarAreFoundAtOnce) {
  const auto refusal = [&](const char* text) {
    return athena_->start_query_execution(context_, request(text)).error().message;
  };
  EXPECT_EQ(refusal("prepare q1 from\n select 1 +"),
            "line 2:12: mismatched input '<EOF>'. Expecting: <expression>");
  EXPECT_EQ(refusal("prepare q1 from show tables"), "SHOW cannot be prepared");
  EXPECT_EQ(refusal("execute q1 using"), "line 1:17: mismatched input '<EOF>'. Expecting: <expression>");
  EXPECT_EQ(refusal("deallocate q1"), "line 1:12: mismatched input 'q1'. Expecting: 'PREPARE'");
}

TEST_F(PreparedStatementsTest, TheyGoWithTheirWorkGroup) {
  must(athena_->create_work_group(context_, {.name = "finance"}));
  must(athena_->create_prepared_statement(
      context_, {.statement_name = "q1", .work_group = "finance", .query_statement = "select 1"}));
  EXPECT_EQ(athena_->delete_work_group(context_, {.work_group = "finance"}).error().message,
            "WorkGroup finance is not empty");
  must(athena_->delete_work_group(context_, {.work_group = "finance", .recursive_delete_option = true}));
  must(athena_->create_work_group(context_, {.name = "finance"}));
  EXPECT_TRUE(must(athena_->list_prepared_statements(context_, {.work_group = "finance"}))
                  .prepared_statements->empty());
}

}  // namespace
}  // namespace services::athena
