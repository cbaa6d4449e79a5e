#include "services/athena/result_reuse.h"

#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using lake::must;

bool repeatable(const char* text, std::vector<std::string> parameters = {},
                const std::vector<plan::View>& views = {}) {
  return is_repeatable({.text = text, .parameters = std::move(parameters)}, views);
}

TEST(RepeatableTest, ChanceAndTimeAreNot) {
  EXPECT_TRUE(repeatable("select count(*) from t where day = date '2024-01-31'"));
  for (const char* text : {"select rand()", "select random(1, 2)", "select now()", "select current_date",
                           "select * from t tablesample bernoulli (10)", "select uuid()", "select \"now\"()",
                           "select a from t offset 5"})
    EXPECT_FALSE(repeatable(text)) << text;
  EXPECT_TRUE(repeatable("select 'now()', \"rand\" from t"));
}

TEST(RepeatableTest, NeitherAreParametersOfTheirKind) {
  EXPECT_TRUE(repeatable("select ?", {"1"}));
  EXPECT_FALSE(repeatable("select ?", {"current_date"}));
}

TEST(RepeatableTest, NeitherAreTheViewsThatItNames) {
  EXPECT_TRUE(repeatable("select * from v", {}, {{.sql = "select 1 x"}}));
  EXPECT_FALSE(repeatable("select * from v", {}, {{.sql = "select 1 x"}, {.sql = "select rand() y"}}));
}

TEST(RepeatableTest, ALimitNeedsAnOrder) {
  EXPECT_TRUE(repeatable("select a from t order by a limit 5"));
  EXPECT_TRUE(repeatable("select * from (select a from t order by a fetch first 5 rows only)"));
  EXPECT_FALSE(repeatable("select a from t limit 5"));
  EXPECT_FALSE(repeatable("select * from (select a from t limit 5) order by a"));
  EXPECT_FALSE(repeatable("select rank() over (order by a) from t limit 5"));
}

class ResultReuseTest : public AthenaTest {
 protected:
  api::athena::QueryExecution ended(std::string text, int minutes = 60,
                                    std::string folder = "s3://lake/results") {
    auto input = request(std::move(text));
    input.result_configuration->output_location = std::move(folder);
    input.result_reuse_configuration = api::athena::ResultReuseConfiguration{
        .result_reuse_by_age_configuration =
            api::athena::ResultReuseByAgeConfiguration{.enabled = true, .max_age_in_minutes = minutes}};
    return wait(*must(athena_->start_query_execution(context_, input)).query_execution_id);
  }
  static bool reused(const api::athena::QueryExecution& query) {
    return query.statistics->result_reuse_information->reused_previous_result;
  }
};

TEST_F(ResultReuseTest, AnEarlierResultIsTheResultOfTheSameQuery) {
  const std::string first = run("select 1 as a");
  wait(first);
  const auto query = ended("select 1 as a");
  EXPECT_TRUE(reused(query));
  EXPECT_EQ(*query.statistics->data_scanned_in_bytes, 0);
  EXPECT_EQ(*query.result_configuration->output_location, "s3://lake/results/" + first + ".csv");
  const auto results =
      must(athena_->get_query_results(context_, {.query_execution_id = *query.query_execution_id}));
  EXPECT_EQ(results.result_set->rows->size(), 2u);
}

TEST_F(ResultReuseTest, OnlyThatOfTheSameTextPlaceAndAgeIs) {
  wait(run("select 1 as a"));
  EXPECT_FALSE(reused(ended("select 1  as a")));
  EXPECT_FALSE(reused(ended("select 1 as a", 60, "s3://lake/elsewhere")));
  clock_.advance(std::chrono::minutes(61));
  EXPECT_TRUE(reused(ended("select 1 as a", 62)));
  const auto late = ended("select 1 as a", 60);  // the reused one is no younger result
  EXPECT_FALSE(reused(late));
  EXPECT_TRUE(reused(ended("select 1 as a", 60)));
}

TEST_F(ResultReuseTest, AResultThatIsGoneIsMadeAnew) {
  const std::string first = run("select 1 as a");
  wait(first);
  const std::vector<std::string> keys{"results/" + first + ".csv"};
  must(lake_->remove("lake", keys));
  const auto query = ended("select 1 as a");
  EXPECT_FALSE(reused(query));
  EXPECT_EQ(*query.status->state, "SUCCEEDED");
}

TEST_F(ResultReuseTest, AResultThatSomebodyReplacedIsMadeAnew) {
  const std::string first = run("select 1 as a");
  wait(first);
  put("results/" + first + ".csv", engine_->csv);  // the same bytes, by whom nobody knows
  EXPECT_FALSE(reused(ended("select 1 as a")));
}

TEST_F(ResultReuseTest, WhatIsNotRepeatableAndWhatFailedIsNotReused) {
  wait(run("select 1 as a limit 1"));
  EXPECT_FALSE(reused(ended("select 1 as a limit 1")));
  engine_->behaviour = [](const auto&, auto) -> base::Result<plan::Report> {
    return base::refusal("DIVIDE_BY_ZERO", 400, "Division by zero");
  };
  wait(run("select 2 as a"));
  EXPECT_EQ(*ended("select 2 as a").status->state, "FAILED");
}

TEST_F(ResultReuseTest, ATextThatWasPreparedAnewIsAnotherQuery) {
  const auto prepare = [&](const char* text) {
    must(athena_->delete_prepared_statement(context_, {.statement_name = "q1", .work_group = "primary"}));
    must(athena_->create_prepared_statement(
        context_, {.statement_name = "q1", .work_group = "primary", .query_statement = text}));
  };
  must(athena_->create_prepared_statement(
      context_, {.statement_name = "q1", .work_group = "primary", .query_statement = "select 1 as a"}));
  wait(run("execute q1"));
  EXPECT_TRUE(reused(ended("execute q1")));
  prepare("select 2 as a");
  EXPECT_FALSE(reused(ended("execute q1")));
}

}  // namespace
}  // namespace services::athena
