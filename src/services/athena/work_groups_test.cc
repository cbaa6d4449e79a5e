#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using namespace api::athena;
using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;

class WorkGroupsTest : public AthenaTest {
 protected:
  void create(const std::string& name, WorkGroupConfiguration configuration = {}) {
    must(athena_->create_work_group(context_, {.name = name, .configuration = std::move(configuration)}));
  }
  WorkGroup group(const std::string& name) {
    return *must(athena_->get_work_group(context_, {.work_group = name})).work_group;
  }
  base::Error refusal_of(const UpdateWorkGroupInput& request) {
    return athena_->update_work_group(context_, request).error();
  }
  StartQueryExecutionInput in(const std::string& work_group) {
    StartQueryExecutionInput input = request("select 1 as a");
    input.work_group = work_group;
    return input;
  }
  QueryExecution ended(const StartQueryExecutionInput& input) {
    return wait(*must(athena_->start_query_execution(context_, input)).query_execution_id);
  }
};

TEST_F(WorkGroupsTest, PrimaryIsThereFromTheBeginning) {
  EXPECT_EQ(*group("primary").configuration->enforce_work_group_configuration, false);
  EXPECT_EQ(athena_->create_work_group(context_, {.name = "primary"}).error().message,
            "WorkGroup is already created");
  EXPECT_EQ(athena_->delete_work_group(context_, {.work_group = "primary"}).error().message,
            "The primary workgroup cannot be deleted");
}

TEST_F(WorkGroupsTest, ANewOneHasAthenasDefaults) {
  create("finance");
  const WorkGroup found = group("finance");
  EXPECT_EQ(*found.state, "ENABLED");
  EXPECT_EQ(*found.configuration->enforce_work_group_configuration, true);
  EXPECT_EQ(*found.configuration->engine_version->effective_engine_version, "Athena engine version 3");
  EXPECT_EQ(athena_->create_work_group(context_, {.name = "finance"}).error().message,
            "WorkGroup is already created");
}

TEST_F(WorkGroupsTest, TheyAreListedByNameInPages) {
  create("audit");
  create("sales");
  const auto first = must(athena_->list_work_groups(context_, {.max_results = 2}));
  ASSERT_EQ(first.work_groups->size(), 2u);
  EXPECT_EQ(*(*first.work_groups)[1].name, "primary");
  const auto second = must(athena_->list_work_groups(context_, {.next_token = first.next_token}));
  ASSERT_EQ(second.work_groups->size(), 1u);
  EXPECT_EQ(*(*second.work_groups)[0].name, "sales");
  EXPECT_FALSE(second.next_token);
}

TEST_F(WorkGroupsTest, AnUpdateChangesWhatItNames) {
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"},
                     .bytes_scanned_cutoff_per_query = 20'000'000});
  must(athena_->update_work_group(
      context_,
      {.work_group = "finance",
       .description = "money",
       .configuration_updates = WorkGroupConfigurationUpdates{
           .enforce_work_group_configuration = false,
           .result_configuration_updates = ResultConfigurationUpdates{.remove_output_location = true},
           .remove_bytes_scanned_cutoff_per_query = true}}));
  const WorkGroup found = group("finance");
  EXPECT_EQ(*found.description, "money");
  EXPECT_FALSE(found.configuration->result_configuration->output_location);
  EXPECT_FALSE(found.configuration->bytes_scanned_cutoff_per_query);
  EXPECT_EQ(*found.configuration->enforce_work_group_configuration, false);
}

TEST_F(WorkGroupsTest, PrimaryIsUpdatedLikeAnyOther) {
  must(athena_->update_work_group(context_, {.work_group = "primary",
                                             .configuration_updates = WorkGroupConfigurationUpdates{
                                                 .result_configuration_updates = ResultConfigurationUpdates{
                                                     .output_location = "s3://lake/all/"}}}));
  auto input = request("select 1 as a");
  input.result_configuration.reset();
  EXPECT_THAT(*ended(input).result_configuration->output_location, HasSubstr("s3://lake/all/"));
}

TEST_F(WorkGroupsTest, WhatIsNoLocationAndNoEngineIsRefused) {
  create("finance");
  const auto update = [](WorkGroupConfigurationUpdates updates) {
    return UpdateWorkGroupInput{.work_group = "finance", .configuration_updates = std::move(updates)};
  };
  EXPECT_EQ(refusal_of(update({.result_configuration_updates =
                                   ResultConfigurationUpdates{.output_location = "results"}}))
                .message,
            "outputLocation is not a valid S3 path.");
  EXPECT_THAT(refusal_of(update({.engine_version =
                                     EngineVersion{.selected_engine_version = "Athena engine version 2"}}))
                  .message,
              HasSubstr("'Athena engine version 2' is not available"));
  EXPECT_EQ(refusal_of({.work_group = "nobody"}).message, "WorkGroup nobody is not found.");
}

TEST_F(WorkGroupsTest, AnEnforcedConfigurationReplacesTheClients) {
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"}});
  EXPECT_THAT(*ended(in("finance")).result_configuration->output_location, HasSubstr("s3://lake/finance/"));
}

TEST_F(WorkGroupsTest, AConfigurationThatIsNotEnforcedIsWhatTheClientFallsBackTo) {
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"},
                     .enforce_work_group_configuration = false});
  auto input = in("finance");
  EXPECT_THAT(*ended(input).result_configuration->output_location, HasSubstr("s3://lake/results/"));
  input.result_configuration.reset();
  EXPECT_THAT(*ended(input).result_configuration->output_location, HasSubstr("s3://lake/finance/"));
}

TEST_F(WorkGroupsTest, AnEnforcedConfigurationWithoutALocationLeavesNone) {
  create("finance");
  EXPECT_THAT(athena_->start_query_execution(context_, in("finance")).error().message,
              HasSubstr("No output location provided"));
}

TEST_F(WorkGroupsTest, ADisabledOneTakesNoQueries) {
  create("finance");
  must(athena_->update_work_group(context_, {.work_group = "finance", .state = "DISABLED"}));
  EXPECT_EQ(athena_->start_query_execution(context_, in("finance")).error().message,
            "WorkGroup finance is disabled.");
}

TEST_F(WorkGroupsTest, AQueryThatReadsMoreThanTheLimitIsCancelledWithoutAResult) {
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"},
                     .bytes_scanned_cutoff_per_query = 41});
  const QueryExecution query = ended(in("finance"));  // it reads 42
  EXPECT_EQ(*query.status->state, "CANCELLED");
  EXPECT_EQ(*query.status->state_change_reason, "Bytes scanned limit was exceeded");
  EXPECT_EQ(*query.statistics->data_scanned_in_bytes, 42);
  EXPECT_FALSE(lake_->head("lake", "finance/" + *query.query_execution_id + ".csv").ok());
}

TEST_F(WorkGroupsTest, OneWithQueriesIsDeletedOnlyWithThem) {
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"}});
  const std::string id = *ended(in("finance")).query_execution_id;
  EXPECT_EQ(athena_->delete_work_group(context_, {.work_group = "finance"}).error().message,
            "WorkGroup finance is not empty");
  must(athena_->delete_work_group(context_, {.work_group = "finance", .recursive_delete_option = true}));
  EXPECT_FALSE(athena_->get_query_execution(context_, {.query_execution_id = id}).ok());
  EXPECT_EQ(athena_->get_work_group(context_, {.work_group = "finance"}).error().message,
            "WorkGroup finance is not found.");
}

TEST_F(WorkGroupsTest, DeletingOneEndsTheQueriesThatRunInIt) {
  std::atomic<bool> started = false, stopped = false;
  engine_->behaviour = [&](const engine::RunRequest&, std::stop_token stop) -> base::Result<plan::Report> {
    started = true;
    while (!stop.stop_requested()) std::this_thread::yield();
    stopped = true;
    return base::refusal("Stopped", 400, "the run was stopped");
  };
  create("finance", {.result_configuration = ResultConfiguration{.output_location = "s3://lake/finance/"}});
  must(athena_->start_query_execution(context_, in("finance")));
  while (!started) std::this_thread::yield();
  must(athena_->delete_work_group(context_, {.work_group = "finance", .recursive_delete_option = true}));
  tasks_->stop();
  EXPECT_TRUE(stopped);
}

TEST_F(WorkGroupsTest, TagsAreSetAndRemoved) {
  const std::string arn = "arn:aws:athena:us-east-1:000000000000:workgroup/finance";
  must(athena_->create_work_group(
      context_, {.name = "finance", .tags = std::vector<Tag>{{.key = "team", .value = "money"}}}));
  must(athena_->tag_resource(context_, {.resource_arn = arn, .tags = {{.key = "stage", .value = "test"}}}));
  must(athena_->untag_resource(context_, {.resource_arn = arn, .tag_keys = {"team"}}));
  const auto tags = *must(athena_->list_tags_for_resource(context_, {.resource_arn = arn})).tags;
  ASSERT_EQ(tags.size(), 1u);
  EXPECT_EQ(*tags[0].key, "stage");
  EXPECT_EQ(athena_->list_tags_for_resource(context_, {.resource_arn = arn + "x"}).error().code,
            "ResourceNotFoundException");
}

TEST_F(WorkGroupsTest, AResourceHasAtMostFiftyTags) {
  create("finance");
  std::vector<Tag> tags;
  for (int n = 0; n < 51; ++n) tags.push_back({.key = std::to_string(n)});
  EXPECT_EQ(
      athena_
          ->tag_resource(context_, {.resource_arn = "arn:aws:athena:us-east-1:000000000000:workgroup/finance",
                                    .tags = tags})
          .error()
          .message,
      "A resource has at most 50 tags");
}

TEST_F(WorkGroupsTest, TheyAreKeptApartByAccountAndSurviveARestart) {
  create("finance");
  const wire::RequestContext other{.account = "111111111111", .region = "us-east-1"};
  EXPECT_FALSE(athena_->get_work_group(other, {.work_group = "finance"}).ok());
  shut_down();
  open();
  start();
  EXPECT_EQ(group("finance").name, "finance");
}

}  // namespace
}  // namespace services::athena
