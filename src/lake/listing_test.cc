#include "lake/test_lake.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

TEST_F(ListingTest, newer_than_gives_what_became_visible_since) {
  put("a");
  put("b");
  const store::Sequence bookmark = must(lake_->lease()).sequence();
  EXPECT_THAT(keys({.newer_than = bookmark}), IsEmpty());
  put("b", "again");
  put("c");
  EXPECT_THAT(keys({.newer_than = bookmark}), ElementsAre("b", "c"));
  EXPECT_THAT(keys({.prefix = "c", .newer_than = bookmark}), ElementsAre("c"));
}

TEST_F(ListingTest, newer_than_finds_published_objects_settled_or_not) {
  put("a");
  const store::Sequence bookmark = must(lake_->lease()).sequence();
  const CommitId commit = must(lake_->begin_commit());
  must(lake_->stage(commit, {{.bucket = "lake", .key = "b", .content = write("staged"), .properties = {}}}));
  EXPECT_THAT(keys({.newer_than = bookmark}), IsEmpty());
  publish(commit);
  EXPECT_THAT(keys({.newer_than = bookmark}), ElementsAre("b"));
  must(lake_->tidy());
  EXPECT_THAT(keys({.newer_than = bookmark}), ElementsAre("b"));
}

TEST_F(ListingTest, a_bucket_that_is_not_there_is_refused) {
  EXPECT_EQ(code_of(lake_->list("nowhere", {})), "NoSuchBucket");
}

}  // namespace
}  // namespace lake
