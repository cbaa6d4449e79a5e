#include "services/athena/test_athena.h"

namespace services::athena {
namespace {

using namespace api::athena;
using lake::must;
using testing::ElementsAre;

class NamedQueriesTest : public AthenaTest {
 protected:
  CreateNamedQueryInput named(const std::string& name) {
    return {.name = name, .database = "db", .query_string = "select 1; select 2"};
  }
  std::string create(const CreateNamedQueryInput& input) {
    return *must(athena_->create_named_query(context_, input)).named_query_id;
  }
  std::vector<std::string> ids() { return *must(athena_->list_named_queries(context_, {})).named_query_ids; }
};

TEST_F(NamedQueriesTest, OneIsCreatedShownReplacedAndDeleted) {
  const std::string id = create(named("daily"));
  const GetNamedQueryInput asked{.named_query_id = id};
  const NamedQuery found = *must(athena_->get_named_query(context_, asked)).named_query;
  EXPECT_EQ(found.name, "daily");
  EXPECT_EQ(found.query_string, "select 1; select 2");
  EXPECT_EQ(*found.work_group, "primary");
  must(athena_->update_named_query(context_,
                                   {.named_query_id = id, .name = "nightly", .query_string = "select 3"}));
  EXPECT_EQ(must(athena_->get_named_query(context_, asked)).named_query->name, "nightly");
  must(athena_->delete_named_query(context_, {.named_query_id = id}));
  EXPECT_EQ(athena_->get_named_query(context_, asked).error().message, "NamedQuery " + id + " was not found");
  EXPECT_FALSE(athena_->delete_named_query(context_, {.named_query_id = id}).ok());
}

TEST_F(NamedQueriesTest, TheSameTokenCreatesOne) {
  auto input = named("daily");
  input.client_request_token = "0123456789abcdef0123456789abcdef";
  const std::string id = create(input);
  EXPECT_EQ(create(input), id);
  input.name = "nightly";
  EXPECT_EQ(athena_->create_named_query(context_, input).error().message,
            "Idempotent parameters do not match");
}

TEST_F(NamedQueriesTest, TheyAreListedInPagesAndReadInBatches) {
  const std::vector<std::string> made{create(named("a")), create(named("b")), create(named("c"))};
  const auto first = must(athena_->list_named_queries(context_, {.max_results = 2}));
  EXPECT_THAT(*first.named_query_ids, ElementsAre(made[0], made[1]));
  const auto second =
      must(athena_->list_named_queries(context_, {.next_token = first.next_token, .max_results = 2}));
  EXPECT_THAT(*second.named_query_ids, ElementsAre(made[2]));
  EXPECT_FALSE(second.next_token);
  const auto batch =
      must(athena_->batch_get_named_query(context_, {.named_query_ids = {made[1], "nothing"}}));
  EXPECT_EQ(batch.named_queries->at(0).name, "b");
  EXPECT_EQ(*batch.unprocessed_named_query_ids->at(0).named_query_id, "nothing");
}

TEST_F(NamedQueriesTest, TheyBelongToAWorkGroupAndGoWithIt) {
  auto input = named("daily");
  input.work_group = "finance";
  EXPECT_EQ(athena_->create_named_query(context_, input).error().message, "WorkGroup finance is not found.");
  must(athena_->create_work_group(context_, {.name = "finance"}));
  const std::string id = create(input);
  EXPECT_TRUE(ids().empty());
  EXPECT_EQ(athena_->delete_work_group(context_, {.work_group = "finance"}).error().message,
            "WorkGroup finance is not empty");
  must(athena_->delete_work_group(context_, {.work_group = "finance", .recursive_delete_option = true}));
  EXPECT_FALSE(athena_->get_named_query(context_, {.named_query_id = id}).ok());
}

TEST_F(NamedQueriesTest, ThoseOfAnotherAccountAreNotThere) {
  const std::string id = create(named("daily"));
  const wire::RequestContext other{.account = "111111111111", .region = "us-east-1"};
  EXPECT_FALSE(athena_->get_named_query(other, {.named_query_id = id}).ok());
}

}  // namespace
}  // namespace services::athena
