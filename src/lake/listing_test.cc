#include "lake/changes_store.h"
#include "lake/test_lake.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ListingTest : public LakeTest {
 protected:
  Listing list(const ListQuery& query) { return must(lake_->list("lake", query)); }

  // All pages of a listing, each item on its own: keys as they are, common prefixes in brackets.
  std::vector<std::string> pages(ListQuery query) {
    std::vector<std::string> items;
    for (;;) {
      const Listing page = list(query);
      for (const Object& object : page.objects) items.push_back(object.key);
      for (const std::string& prefix : page.common_prefixes) items.push_back("[" + prefix + "]");
      if (!page.truncated) return items;
      query.start_after = page.next;
    }
  }
};

TEST_F(ListingTest, keys_come_in_the_order_of_their_bytes) {
  for (const char* key : {"b", "a", "B", "\xc3\xa9", "a/b", "a!"}) put(key);
  EXPECT_THAT(keys(), ElementsAre("B", "a", "a!", "a/b", "b", "\xc3\xa9"));
}

TEST_F(ListingTest, a_prefix_is_of_bytes_not_of_folders) {
  for (const char* key : {"log", "logs/1", "logs/2", "lot"}) put(key);
  EXPECT_THAT(keys({.prefix = "log"}), ElementsAre("log", "logs/1", "logs/2"));
  EXPECT_THAT(keys({.prefix = "logs/"}), ElementsAre("logs/1", "logs/2"));
}

TEST_F(ListingTest, a_delimiter_rolls_keys_up) {
  for (const char* key : {"a/1", "a/2", "b", "c/d/1"}) put(key);
  const Listing listing = list({.delimiter = "/"});
  EXPECT_THAT(listing.common_prefixes, ElementsAre("a/", "c/"));
  ASSERT_EQ(listing.objects.size(), 1u);
  EXPECT_EQ(listing.objects[0].key, "b");
  EXPECT_THAT(list({.prefix = "c/", .delimiter = "/"}).common_prefixes, ElementsAre("c/d/"));
}

TEST_F(ListingTest, a_delimiter_may_be_any_text) {
  for (const char* key : {"a--b", "a--c", "a-d", "\xc3\xbf\xc3\xbf"}) put(key);
  EXPECT_THAT(list({.delimiter = "--"}).common_prefixes, ElementsAre("a--"));
  EXPECT_THAT(list({.delimiter = "\xc3\xbf"}).common_prefixes, ElementsAre("\xc3\xbf"));
}

TEST_F(ListingTest, pages_of_one_give_each_key_and_prefix_once) {
  for (const char* key : {"a/1", "a/2", "b", "c/1", "d"}) put(key);
  EXPECT_THAT(pages({.max_keys = 1}), ElementsAre("a/1", "a/2", "b", "c/1", "d"));
  EXPECT_THAT(pages({.delimiter = "/", .max_keys = 1}), ElementsAre("[a/]", "b", "[c/]", "d"));
}

TEST_F(ListingTest, a_full_last_page_is_not_truncated) {
  for (const char* key : {"a", "b"}) put(key);
  const Listing listing = list({.max_keys = 2});
  EXPECT_FALSE(listing.truncated);
  EXPECT_EQ(listing.next, "");
}

TEST_F(ListingTest, no_keys_asked_for_gives_none) {
  put("a");
  const Listing listing = list({.max_keys = 0});
  EXPECT_THAT(listing.objects, IsEmpty());
  EXPECT_FALSE(listing.truncated);
}

TEST_F(ListingTest, starting_after_a_common_prefix_skips_its_group) {
  for (const char* key : {"a/1", "a/2", "b"}) put(key);
  EXPECT_THAT(list({.delimiter = "/", .start_after = "a/"}).common_prefixes, IsEmpty());
  EXPECT_THAT(list({.delimiter = "/", .start_after = "a/1"}).common_prefixes, ElementsAre("a/"));
}

TEST_F(ListingTest, a_lease_keeps_seeing_what_it_saw) {
  put("a", "old");
  put("b");
  const Lease lease = must(lake_->lease());
  put("a", "new");
  put("c");
  must(lake_->remove("lake", std::vector<std::string>{"b"}));
  EXPECT_THAT(keys({.as_of = lease.sequence()}), ElementsAre("a", "b"));
  EXPECT_THAT(keys(), ElementsAre("a", "c"));
  must(lake_->tidy());
  const Listing then = list({.as_of = lease.sequence()});
  EXPECT_EQ(read(then.objects[0].content), "old");
}

TEST_F(ListingTest, changes_are_what_became_visible_since_in_that_order) {
  put("a");
  put("b");
  const store::Sequence bookmark = must(lake_->lease()).sequence();
  EXPECT_THAT(changed(bookmark), IsEmpty());
  put("c");
  put("b", "again");
  EXPECT_THAT(changed(bookmark), ElementsAre("c", "b"));
  EXPECT_THAT(changed(bookmark, "c"), ElementsAre("c"));
  EXPECT_THAT(changed(0), ElementsAre("a", "c", "b"));
}

TEST_F(ListingTest, changes_hold_published_objects_settled_or_not) {
  put("a");
  const store::Sequence bookmark = must(lake_->lease()).sequence();
  put("c", "put, and then published over");
  const CommitId commit = must(lake_->begin_commit());
  for (const char* key : {"c", "b", "b"})
    must(
        lake_->stage(commit, {{.bucket = "lake", .key = key, .content = write("staged"), .properties = {}}}));
  EXPECT_THAT(changed(bookmark), ElementsAre("c"));
  publish(commit);
  put("d");
  for (const int max_rows : {1, 2, 1000})
    EXPECT_THAT(changed(bookmark, "", max_rows), ElementsAre("c", "b", "d"));
  must(lake_->tidy());
  for (const int max_rows : {1, 2, 1000})
    EXPECT_THAT(changed(bookmark, "", max_rows), ElementsAre("c", "b", "d"));
}

// However much is in the bucket: no table is scanned, and nothing is sorted.
TEST_F(ListingTest, changes_come_out_of_indexes_in_order) {
  for (const std::string& plan :
       {plan_of(kSettledChanges, {1, 1, 1, 1, 1, "", ""}), plan_of(kStagedChanges, {1, 1, 1, 1, 1, "", ""}),
        plan_of(kUnsettledCommits, {1, 1})}) {
    EXPECT_THAT(plan, Not(HasSubstr("SCAN"))) << plan;
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << plan;
  }
  EXPECT_THAT(plan_of(kSettledChanges, {1, 1, 1, 1, 1, "", ""}),
              HasSubstr("lake_objects_by_begin (bucket=? AND begin_sequence>"));
  EXPECT_THAT(plan_of(kStagedChanges, {1, 1, 1, 1, 1, "", ""}),
              HasSubstr("lake_objects_by_commit (commit_id=? AND rowid>?)"));
}

TEST_F(ListingTest, a_lease_lists_a_bucket_that_was_looked_up_even_when_it_is_gone) {
  put("a", "kept");
  const Bucket bucket = must(lake_->bucket("lake"));
  const Lease lease = must(lake_->lease());
  must(lake_->remove("lake", std::vector<std::string>{"a"}));
  must(lake_->delete_bucket("lake"));
  must(lake_->tidy());
  const Listing then = must(lake_->list(bucket, {.as_of = lease.sequence()}));
  ASSERT_EQ(then.objects.size(), 1u);
  EXPECT_EQ(read(then.objects[0].content), "kept");
  EXPECT_EQ(must(lake_->changes(bucket, {.as_of = lease.sequence()})).objects.size(), 1u);
  EXPECT_EQ(code_of(lake_->list(bucket, {})), "NoSuchBucket");
  EXPECT_EQ(code_of(lake_->list("lake", {.as_of = lease.sequence()})), "NoSuchBucket");
}

TEST_F(ListingTest, a_bucket_that_is_not_there_is_refused) {
  EXPECT_EQ(code_of(lake_->list("nowhere", {})), "NoSuchBucket");
}

}  // namespace
}  // namespace lake
