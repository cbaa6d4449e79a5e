#include "services/athena/tags_store.h"

#include <gmock/gmock.h>

#include "services/athena/test_athena.h"
#include "services/athena/work_groups_store.h"

namespace services::athena {
namespace {

using lake::must;
using testing::ElementsAre;
using testing::Pair;

TEST(TagsStore, TagsOfWorkGroupsInAnOlderJournalAreKept) {
  const store::TestFolder folder;
  const std::filesystem::path file = folder / "journal.sqlite";
  const Scope scope{.account = "000000000000", .region = "us-east-1"};
  {
    const auto older = must(store::Journal::open({.file = file, .schemas = {WorkGroupsStore::schema()}}));
    must(older->write([&](store::Transaction& transaction) -> base::Result<void> {
      TRY(
          transaction.execute("INSERT INTO athena_work_group_tag (account, region, work_group, key, value) "
                              "VALUES (?, ?, ?, ?, ?)",
                              {scope.account, scope.region, "finance", "team", "money"}));
      return {};
    }));
  }
  const auto journal =
      must(store::Journal::open({.file = file, .schemas = {WorkGroupsStore::schema(), TagsStore::schema()}}));
  const auto tags = must(journal->read(
      [&](store::Snapshot& snapshot) { return TagsStore::list(snapshot, scope, "workgroup/finance"); }));
  EXPECT_THAT(tags, ElementsAre(Pair("team", "money")));
}

}  // namespace
}  // namespace services::athena
