#include "lake/test_lake.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StagedCommits : public LakeTest {
 protected:
  CommitId staged(const std::vector<std::string>& keys, const std::string& text = "staged") {
    const CommitId commit = must(lake_->begin_commit());
    stage(commit, keys, text);
    return commit;
  }

  void stage(CommitId commit, const std::vector<std::string>& keys, const std::string& text = "staged") {
    std::vector<StagedObject> objects;
    for (const std::string& key : keys)
      objects.push_back({.bucket = "lake", .key = key, .content = write(text), .properties = {}});
    must(lake_->stage(commit, std::move(objects)));
  }
};

TEST_F(StagedCommits, objects_are_invisible_until_published_and_then_all_there) {
  const CommitId commit = staged({"a", "b"});
  EXPECT_THAT(keys(), IsEmpty());
  EXPECT_EQ(get("a"), "NoSuchKey");
  publish(commit);
  EXPECT_THAT(keys(), ElementsAre("a", "b"));
  EXPECT_EQ(get("a"), "staged");
}

TEST_F(StagedCommits, keys_are_as_long_as_those_of_other_writes) {
  const CommitId commit = must(lake_->begin_commit());
  std::vector<StagedObject> objects{
      {.bucket = "lake", .key = std::string(1025, 'k'), .content = write("x"), .properties = {}}};
  EXPECT_EQ(lake_->stage(commit, std::move(objects)).error().code, "KeyTooLongError");
  stage(commit, {std::string(1024, 'k')});
  publish(commit);
  EXPECT_THAT(keys(), ElementsAre(std::string(1024, 'k')));
}

TEST_F(StagedCommits, settling_changes_nothing_that_anybody_sees) {
  put("a", "old");
  const CommitId commit = staged({"a", "b"});
  publish(commit);
  const Object before = must(lake_->head("lake", "a"));
  must(lake_->tidy());
  const Object after = must(lake_->head("lake", "a"));
  EXPECT_EQ(before.sequence, after.sequence);
  EXPECT_EQ(before.content, after.content);
  EXPECT_THAT(keys(), ElementsAre("a", "b"));
  EXPECT_EQ(files(), 2) << "the superseded content is gone";
}

TEST_F(StagedCommits, publishing_is_part_of_the_callers_transaction) {
  const CommitId commit = staged({"a"});
  const auto failed = journal_->write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(lake_->publish(transaction, commit));
    return base::refusal("Changed", 400, "my mind");
  });
  EXPECT_EQ(code_of(failed), "Changed");
  EXPECT_THAT(keys(), IsEmpty());
  publish(commit);
  EXPECT_THAT(keys(), ElementsAre("a"));
}

TEST_F(StagedCommits, a_put_after_publishing_wins_before_and_after_settling) {
  publish(staged({"a"}));
  put("a", "later");
  EXPECT_EQ(get("a"), "later");
  must(lake_->tidy());
  EXPECT_EQ(get("a"), "later");
}

TEST_F(StagedCommits, a_put_before_publishing_loses_though_its_row_is_newer) {
  const CommitId commit = staged({"a"});
  put("a", "meanwhile");
  EXPECT_EQ(get("a"), "meanwhile");
  publish(commit);
  EXPECT_EQ(get("a"), "staged");
  must(lake_->tidy());
  EXPECT_EQ(get("a"), "staged");
}

TEST_F(StagedCommits, a_published_object_takes_tags_before_and_after_settling) {
  put("a", "old");
  publish(staged({"a"}));
  must(lake_->set_tags("lake", "a", {{"k", "1"}}));
  EXPECT_EQ(must(lake_->head("lake", "a")).properties.tags, (Tags{{"k", "1"}}));
  must(lake_->tidy());
  EXPECT_EQ(must(lake_->head("lake", "a")).properties.tags, (Tags{{"k", "1"}}));
  must(lake_->set_tags("lake", "a", {}));
  EXPECT_THAT(must(lake_->head("lake", "a")).properties.tags, IsEmpty());
}

TEST_F(StagedCommits, a_staged_object_takes_no_tags) {
  staged({"a"});
  EXPECT_EQ(code_of(lake_->set_tags("lake", "a", {{"k", "1"}})), "NoSuchKey");
}

TEST_F(StagedCommits, of_two_commits_the_one_published_last_wins) {
  const CommitId first = staged({"a"}, "first");
  const CommitId second = staged({"a"}, "second");
  publish(second);
  publish(first);
  EXPECT_EQ(get("a"), "first");
  must(lake_->tidy());
  EXPECT_EQ(get("a"), "first");
  EXPECT_EQ(files(), 1);
}

TEST_F(StagedCommits, a_key_staged_twice_is_the_later_content) {
  const CommitId commit = staged({"a"}, "first");
  stage(commit, {"a"}, "second");
  publish(commit);
  EXPECT_EQ(get("a"), "second");
  must(lake_->tidy());
  EXPECT_EQ(get("a"), "second");
}

TEST_F(StagedCommits, removing_a_key_reaches_published_objects_and_not_staged_ones) {
  publish(staged({"a"}));
  const CommitId later = staged({"a"}, "later");
  must(lake_->remove("lake", std::vector<std::string>{"a"}));
  EXPECT_EQ(get("a"), "NoSuchKey");
  must(lake_->tidy());
  publish(later);
  EXPECT_EQ(get("a"), "later");
}

TEST_F(StagedCommits, a_lease_from_before_publishing_sees_the_old_object) {
  put("a", "old");
  const Lease lease = must(lake_->lease());
  publish(staged({"a", "b"}));
  EXPECT_THAT(keys({.as_of = lease.sequence()}), ElementsAre("a"));
  must(lake_->tidy());
  const Listing then = must(lake_->list("lake", {.as_of = lease.sequence()}));
  ASSERT_EQ(then.objects.size(), 1u);
  EXPECT_EQ(read(then.objects[0].content), "old");
}

TEST_F(StagedCommits, a_discarded_commit_leaves_nothing_and_takes_nothing) {
  const CommitId commit = staged({"a"});
  lake_->discard(commit);
  const auto late =
      lake_->stage(commit, {{.bucket = "lake", .key = "b", .content = write("late"), .properties = {}}});
  EXPECT_EQ(code_of(late), "CommitClosed");
  const auto published =
      journal_->write([&](store::Transaction& transaction) { return lake_->publish(transaction, commit); });
  EXPECT_EQ(code_of(published), "CommitClosed");
  must(lake_->tidy());
  EXPECT_THAT(keys(), IsEmpty());
  EXPECT_EQ(files(), 0);
}

TEST_F(StagedCommits, one_that_a_restart_finds_unpublished_is_discarded) {
  const CommitId commit = staged({"a"});
  restart();
  const auto published =
      journal_->write([&](store::Transaction& transaction) { return lake_->publish(transaction, commit); });
  EXPECT_EQ(code_of(published), "CommitClosed");
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(StagedCommits, one_that_was_published_before_a_restart_stays) {
  publish(staged({"a"}));
  restart();
  EXPECT_EQ(get("a"), "staged");
  must(lake_->tidy());
  EXPECT_EQ(get("a"), "staged");
}

TEST_F(StagedCommits, publishing_into_a_bucket_that_was_deleted_is_refused) {
  const CommitId commit = staged({"a"});
  must(lake_->delete_bucket("lake"));
  const auto published =
      journal_->write([&](store::Transaction& transaction) { return lake_->publish(transaction, commit); });
  EXPECT_EQ(code_of(published), "NoSuchBucket");
}

TEST_F(StagedCommits, one_of_an_account_takes_no_object_of_another_accounts_bucket) {
  const CommitId commit = must(lake_->begin_commit("111111111111"));
  EXPECT_EQ(code_of(lake_->stage(commit,
                                 {{.bucket = "lake", .key = "a", .content = write("x"), .properties = {}}})),
            "AccessDenied");
  EXPECT_EQ(files(), 0);
  const CommitId own = must(lake_->begin_commit("000000000000"));
  must(lake_->stage(own, {{.bucket = "lake", .key = "a", .content = write("x"), .properties = {}}}));
}

TEST_F(StagedCommits, many_objects_become_visible_by_one_row) {
  const CommitId commit = must(lake_->begin_commit());
  std::vector<StagedObject> objects;
  for (int i = 0; i < 100'000; ++i)
    objects.push_back({.bucket = "lake",
                       .key = fmt::format("part-{:06}", i),
                       .content = {.id = ContentId(fmt::format("ff-{:x}", i)), .md5 = std::string(16, 'm')},
                       .properties = {}});
  must(lake_->stage(commit, std::move(objects)));
  publish(commit);
  EXPECT_EQ(keys({.max_keys = 200'000}).size(), 100'000u);
  must(lake_->tidy());
  EXPECT_EQ(keys({.max_keys = 200'000}).size(), 100'000u);
}

}  // namespace
}  // namespace lake
