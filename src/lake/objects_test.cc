#include "lake/test_lake.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Objects : public LakeTest {};
class Buckets : public LakeTest {};

TEST_F(Buckets, a_name_is_one_bucket_for_all_accounts) {
  EXPECT_EQ(code_of(lake_->create_bucket("000000000000", "us-east-1", "lake")), "BucketAlreadyOwnedByYou");
  EXPECT_EQ(code_of(lake_->create_bucket("111111111111", "us-east-1", "lake")), "BucketAlreadyExists");
}

TEST_F(Buckets, an_account_lists_its_own_by_name) {
  must(lake_->create_bucket("000000000000", "eu-west-1", "attic"));
  must(lake_->create_bucket("111111111111", "us-east-1", "barn"));
  const auto buckets = must(lake_->buckets("000000000000"));
  ASSERT_EQ(buckets.size(), 2u);
  EXPECT_EQ(buckets[0].name, "attic");
  EXPECT_EQ(buckets[0].region, "eu-west-1");
  EXPECT_EQ(buckets[1].name, "lake");
}

TEST_F(Buckets, one_with_an_object_is_not_deleted) {
  put("a");
  EXPECT_EQ(code_of(lake_->delete_bucket("lake")), "BucketNotEmpty");
  must(lake_->remove("lake", std::vector<std::string>{"a"}));
  must(lake_->delete_bucket("lake"));
  EXPECT_EQ(code_of(lake_->bucket("lake")), "NoSuchBucket");
}

TEST_F(Buckets, a_new_one_of_an_old_name_is_empty) {
  put("a");
  must(lake_->remove("lake", std::vector<std::string>{"a"}));
  must(lake_->delete_bucket("lake"));
  must(lake_->create_bucket("111111111111", "us-east-1", "lake"));
  EXPECT_THAT(keys(), IsEmpty());
}

TEST_F(Objects, a_put_is_read_back_with_all_that_was_said_of_it) {
  const ObjectProperties properties{.content_type = "text/csv",
                                    .system_metadata = {{"cache-control", "no-store"}},
                                    .user_metadata = {{"owner", "ann"}, {"empty", ""}}};
  must(lake_->put("lake", "a.csv", write("x,y\n", "sha256"), properties));
  const Object object = must(lake_->head("lake", "a.csv"));
  EXPECT_EQ(object.size, 4);
  EXPECT_EQ(object.etag, "043212bb9834e334677e9c9659294bd4");
  EXPECT_EQ(object.checksum->algorithm, "sha256");
  EXPECT_EQ(object.checksum->value.size(), 32u);
  EXPECT_EQ(object.properties.content_type, "text/csv");
  EXPECT_EQ(object.properties.system_metadata, properties.system_metadata);
  EXPECT_EQ(object.properties.user_metadata, properties.user_metadata);
  EXPECT_EQ(object.modified_at, clock_.now());
  EXPECT_EQ(read(object.content), "x,y\n");
}

TEST_F(Buckets, tags_are_kept_in_their_order_and_go_with_the_bucket) {
  EXPECT_THAT(must(lake_->bucket_tags("lake")), IsEmpty());
  const Tags tags = {{"team", "data"}, {"empty", ""}, {"a", "1"}};
  must(lake_->set_bucket_tags("lake", tags));
  EXPECT_EQ(must(lake_->bucket_tags("lake")), tags);
  must(lake_->set_bucket_tags("lake", {}));
  EXPECT_THAT(must(lake_->bucket_tags("lake")), IsEmpty());
  must(lake_->create_bucket("000000000000", "us-east-1", "barn", {}, tags));
  EXPECT_EQ(must(lake_->bucket_tags("barn")), tags);
  const auto tagged = must(lake_->tagged_buckets("000000000000"));
  ASSERT_EQ(tagged.size(), 1u);
  EXPECT_EQ(tagged[0].bucket.name, "barn");
  EXPECT_EQ(tagged[0].tags, tags);
  EXPECT_EQ(code_of(lake_->set_bucket_tags("attic", tags)), "NoSuchBucket");
}

TEST_F(Objects, tags_come_with_the_put_and_change_without_one) {
  must(lake_->put("lake", "a", write("x"), {.content_type = "text/csv", .tags = {{"b", "1"}, {"a", "2"}}}));
  const Object before = must(lake_->head("lake", "a"));
  EXPECT_EQ(before.properties.tags, (Tags{{"b", "1"}, {"a", "2"}}));
  clock_.advance(std::chrono::seconds(1));
  must(lake_->set_tags("lake", "a", {{"c", "3"}}));
  const Object after = must(lake_->head("lake", "a"));
  EXPECT_EQ(after.properties.tags, (Tags{{"c", "3"}}));
  EXPECT_EQ(after.modified_at, before.modified_at);
  EXPECT_EQ(after.sequence, before.sequence);
  EXPECT_EQ(code_of(lake_->set_tags("lake", "nothing", {})), "NoSuchKey");
}

TEST_F(Objects, tags_are_of_one_object_and_end_with_it) {
  must(lake_->put("lake", "a", write("x"), {.tags = {{"k", "v"}}}));
  const Lease lease = must(lake_->lease());
  put("a");
  EXPECT_THAT(must(lake_->head("lake", "a")).properties.tags, IsEmpty());
  must(lake_->set_tags("lake", "a", {{"new", "1"}}));
  EXPECT_EQ(must(lake_->head("lake", "a", lease.sequence())).properties.tags, (Tags{{"k", "v"}}));
}

TEST_F(Objects, without_a_checksum_asked_for_crc64nvme_is_kept) {
  EXPECT_EQ(put("a").checksum->algorithm, "crc64nvme");
}

TEST_F(Objects, a_put_replaces_what_the_key_named) {
  put("a", "old");
  put("a", "new");
  EXPECT_EQ(get("a"), "new");
  EXPECT_THAT(keys(), ElementsAre("a"));
}

TEST_F(Objects, a_removed_key_names_nothing_and_removing_it_again_is_no_error) {
  put("a");
  const std::vector<std::string> both{"a", "never-was"};
  must(lake_->remove("lake", both));
  must(lake_->remove("lake", both));
  EXPECT_EQ(get("a"), "NoSuchKey");
}

TEST_F(Objects, any_bytes_make_a_key_and_each_is_its_own) {
  const std::vector<std::string> hostile{
      "../../etc/passwd",    "/", "//", "a//b", "a/./b", "a/../b", "\xc3\xa9", " ", "%2e", "a\nb",
      std::string(1024, 'k')};
  for (const std::string& key : hostile) put(key, key);
  for (const std::string& key : hostile) EXPECT_EQ(get(key), key);
  EXPECT_EQ(keys().size(), hostile.size());
}

TEST_F(Objects, a_guard_sees_the_current_object_and_may_refuse) {
  const auto must_not_exist = [](const Object* current) -> base::Result<void> {
    if (current) return base::refusal("PreconditionFailed", 412, current->etag);
    return {};
  };
  must(lake_->put("lake", "a", write("first"), {}, must_not_exist));
  EXPECT_EQ(code_of(lake_->put("lake", "a", write("second"), {}, must_not_exist)), "PreconditionFailed");
  EXPECT_EQ(get("a"), "first");
  EXPECT_EQ(files(), 1) << "the refused content is gone";
}

TEST_F(Objects, a_put_into_no_bucket_leaves_nothing) {
  EXPECT_EQ(code_of(lake_->put("nowhere", "a", write("text"), {})), "NoSuchBucket");
  EXPECT_EQ(files(), 0);
}

TEST_F(Objects, a_writer_that_is_dropped_leaves_nothing) {
  must(must(lake_->new_content())->write("half a"));
  EXPECT_EQ(files(), 0);
}

TEST_F(Objects, what_was_put_is_there_after_a_restart) {
  put("a", "kept");
  restart();
  EXPECT_EQ(get("a"), "kept");
}

TEST_F(Objects, a_process_of_its_own_writes_into_a_raw_content) {
  Lake::RawContent raw = must(lake_->new_raw_content());
  must(base::write_fully(raw.file.get(), "by a worker"));
  must(lake_->seal_raw_content({raw.id}));
  must(lake_->put("lake", "a", {.id = raw.id, .size = 11, .md5 = std::string(16, 'm')}, {}));
  EXPECT_EQ(get("a"), "by a worker");
}

TEST_F(Objects, an_id_that_is_not_ours_opens_nothing) {
  for (const char* id : {"", "-", "1-", "../journal.sqlite", "1-../1", "1-0-0"})
    EXPECT_FALSE(lake_->open_content(ContentId(id)).ok()) << id;
}

TEST_F(Objects, a_bucket_that_was_looked_up_is_not_another_one_of_its_name) {
  const Bucket looked_up = must(lake_->bucket_of("000000000000", "lake"));
  const Upload upload = must(lake_->create_upload(looked_up, {.key = "big"}));
  must(lake_->delete_bucket(looked_up));
  must(lake_->create_bucket("111111111111", "us-east-1", "lake"));
  EXPECT_EQ(code_of(lake_->put(looked_up, "a", write("text"), {})), "NoSuchBucket");
  EXPECT_EQ(code_of(lake_->head(looked_up, "a")), "NoSuchBucket");
  EXPECT_EQ(code_of(lake_->remove(looked_up, std::vector<std::string>{"a"})), "NoSuchBucket");
  EXPECT_EQ(code_of(lake_->put_part(looked_up, "big", upload.id, {.number = 1, .content = write("part")})),
            "NoSuchBucket");
  EXPECT_EQ(code_of(lake_->delete_bucket(looked_up)), "NoSuchBucket");
  EXPECT_THAT(keys(), ::testing::IsEmpty());
  must(lake_->tidy());
  EXPECT_EQ(files(), 0) << "what was refused is not kept";
}

TEST_F(Objects, another_accounts_bucket_is_denied) {
  EXPECT_EQ(code_of(lake_->bucket_of("111111111111", "lake")), "AccessDenied");
  EXPECT_EQ(code_of(lake_->bucket_of("111111111111", "nowhere")), "NoSuchBucket");
}

}  // namespace
}  // namespace lake
