#include <future>

#include "base/text.h"
#include "lake/checksums.h"
#include "lake/test_lake.h"
#include "lake/uploads_store.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Uploads : public LakeTest {
 protected:
  Upload create(Upload upload = {}) {
    upload.key = "big";
    return must(lake_->create_upload("lake", std::move(upload)));
  }

  CompletedPart put_part(const Upload& upload, int number, std::string_view text) {
    const Content content = write(text, upload.checksum_algorithm);
    must(lake_->put_part("lake", "big", upload.id, {.number = number, .content = content}));
    return {.number = number, .etag = plain_etag(content)};
  }

  base::Result<Object> complete(const Upload& upload, const std::vector<CompletedPart>& parts) {
    return lake_->complete_upload("lake", "big", upload.id, parts);
  }

  const std::string large_ = std::string(5 << 20, 'x');
};

TEST_F(Uploads, a_completed_upload_is_its_parts_in_order) {
  const Upload upload = create({.properties = {.content_type = "text/csv"}});
  const CompletedPart last = put_part(upload, 7, "tail");
  const CompletedPart first = put_part(upload, 2, large_);
  EXPECT_EQ(get("big"), "NoSuchKey");
  const Object object = must(complete(upload, {first, last}));
  EXPECT_EQ(get("big"), large_ + "tail");
  EXPECT_EQ(object.size, (5 << 20) + 4);
  EXPECT_TRUE(object.etag.ends_with("-2"));
  EXPECT_EQ(object.properties.content_type, "text/csv");
  EXPECT_EQ(object.checksum->value, base::digest(base::DigestAlgorithm::Crc64Nvme, large_ + "tail"));
  const Object head = must(lake_->head("lake", "big"));
  ASSERT_EQ(head.parts.size(), 2u);
  EXPECT_EQ(head.parts[1].size, 4);
}

TEST_F(Uploads, the_object_has_the_tags_that_the_upload_began_with) {
  const Upload upload = create({.properties = {.tags = {{"k", "v"}}}});
  const CompletedPart part = put_part(upload, 1, "x");
  must(complete(upload, {part}));
  EXPECT_EQ(must(lake_->head("lake", "big")).properties.tags, (Tags{{"k", "v"}}));
}

TEST_F(Uploads, it_becomes_visible_with_its_completion_however_old_it_is) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "late");
  put("other");
  const store::Sequence bookmark = must(lake_->lease()).sequence();
  clock_.advance(std::chrono::hours(1));
  const Object object = must(complete(upload, {part}));
  EXPECT_GT(object.sequence, bookmark);
  EXPECT_EQ(object.modified_at, upload.initiated_at);
  EXPECT_THAT(changed(bookmark), ElementsAre("big"));
}

TEST_F(Uploads, completing_again_gives_the_same_answer) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "once");
  const Object first = must(complete(upload, {part}));
  must(lake_->tidy());
  const Object again = must(complete(upload, {part}));
  EXPECT_EQ(again.etag, first.etag);
  EXPECT_EQ(again.checksum->value, first.checksum->value);
  EXPECT_EQ(again.sequence, first.sequence);
  EXPECT_EQ(code_of(complete(upload, {{.number = 2, .etag = part.etag}})), "NoSuchUpload");
}

TEST_F(Uploads, a_completion_is_forgotten_after_a_day) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "once");
  must(complete(upload, {part}));
  clock_.advance(std::chrono::hours(25));
  must(lake_->tidy());
  EXPECT_EQ(code_of(complete(upload, {part})), "NoSuchUpload");
  EXPECT_EQ(get("big"), "once");
}

TEST_F(Uploads, parts_and_replaced_parts_are_removed_after_completion) {
  const Upload upload = create();
  put_part(upload, 1, "replaced");
  put_part(upload, 3, "never listed");
  const CompletedPart first = put_part(upload, 1, large_);
  const CompletedPart second = put_part(upload, 2, "b");
  must(complete(upload, {first, second}));
  must(lake_->tidy());
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(get("big"), large_ + "b");
}

TEST_F(Uploads, a_single_part_is_the_object_without_a_copy) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "whole");
  must(complete(upload, {part}));
  EXPECT_EQ(files(), 1);
  must(lake_->tidy());
  EXPECT_EQ(get("big"), "whole");
  must(lake_->remove("lake", std::vector<std::string>{"big"}));
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(Uploads, faulty_completions_are_refused_and_change_nothing) {
  const Upload upload = create();
  const CompletedPart small = put_part(upload, 1, "small");
  const CompletedPart last = put_part(upload, 2, "last");
  EXPECT_EQ(code_of(complete(upload, {})), "InvalidRequest");
  EXPECT_EQ(code_of(complete(upload, {last, small})), "InvalidPartOrder");
  EXPECT_EQ(code_of(complete(upload, {small, small})), "InvalidPartOrder");
  EXPECT_EQ(code_of(complete(upload, {{.number = 3, .etag = last.etag}})), "InvalidPart");
  EXPECT_EQ(code_of(complete(upload, {{.number = 1, .etag = last.etag}})), "InvalidPart");
  EXPECT_EQ(code_of(complete(upload, {{.number = 1, .etag = small.etag, .checksum = "wrong"}})),
            "InvalidPart");
  EXPECT_EQ(code_of(complete(upload, {small, last})), "EntityTooSmall");
  EXPECT_EQ(get("big"), "NoSuchKey");
  EXPECT_EQ(must(lake_->parts("lake", "big", upload.id)).size(), 2u);
}

TEST_F(Uploads, what_the_guard_refuses_is_not_copied) {
  const Upload upload = create();
  const std::vector<CompletedPart> parts{put_part(upload, 1, large_), put_part(upload, 2, "tail")};
  const int before = files();
  int during = 0;
  const auto refused =
      lake_->complete_upload("lake", "big", upload.id, parts, [&](const Object*, const Object&) {
        during = files();
        return base::Result<void>(base::refusal("PreconditionFailed", 412, "no"));
      });
  EXPECT_EQ(code_of(refused), "PreconditionFailed");
  EXPECT_EQ(during, before) << "nothing was joined when the guard was asked";
  EXPECT_EQ(must(lake_->parts("lake", "big", upload.id)).size(), 2u);
}

TEST_F(Uploads, the_guard_is_asked_again_in_the_transaction) {
  const Upload upload = create();
  const std::vector<CompletedPart> parts{put_part(upload, 1, large_), put_part(upload, 2, "tail")};
  const int before = files();
  int asked = 0;
  const auto refused = lake_->complete_upload(
      "lake", "big", upload.id, parts, [&](const Object* current, const Object&) -> base::Result<void> {
        if (++asked == 1) put("big", "meanwhile");
        if (asked == 2 && current) return base::refusal("PreconditionFailed", 412, "it is there by now");
        return {};
      });
  EXPECT_EQ(code_of(refused), "PreconditionFailed");
  EXPECT_EQ(get("big"), "meanwhile");
  EXPECT_EQ(files(), before + 1) << "the joined content is gone";
}

TEST_F(Uploads, a_part_that_is_replaced_while_they_are_joined_refuses_the_completion) {
  const Upload upload = create();
  const std::vector<CompletedPart> parts{put_part(upload, 1, large_), put_part(upload, 2, "tail")};
  bool replaced = false;
  const auto refused =
      lake_->complete_upload("lake", "big", upload.id, parts, [&](const Object*, const Object&) {
        if (!std::exchange(replaced, true)) put_part(upload, 2, "tail");  // the same bytes in another content
        return base::Result<void>();
      });
  EXPECT_EQ(code_of(refused), "InvalidPart");
  EXPECT_EQ(get("big"), "NoSuchKey");
  must(complete(upload, parts));
  EXPECT_EQ(get("big"), large_ + "tail");
}

TEST_F(Uploads, an_upload_that_is_aborted_while_its_parts_are_joined_is_refused) {
  const Upload upload = create();
  const std::vector<CompletedPart> parts{put_part(upload, 1, large_), put_part(upload, 2, "tail")};
  const auto refused =
      lake_->complete_upload("lake", "big", upload.id, parts, [&](const Object*, const Object&) {
        must(lake_->abort_upload("lake", "big", upload.id));
        return base::Result<void>();
      });
  EXPECT_EQ(code_of(refused), "NoSuchUpload");
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(Uploads, a_second_completion_waits_for_the_first_and_gives_its_answer) {
  const Upload upload = create();
  const std::vector<CompletedPart> parts{put_part(upload, 1, large_), put_part(upload, 2, "tail")};
  std::promise<void> waiting;
  std::future<base::Result<Object>> second;
  int asked_by_second = 0;
  bool begun = false;
  const Object first =
      must(lake_->complete_upload("lake", "big", upload.id, parts, [&](const Object*, const Object&) {
        if (std::exchange(begun, true)) return base::Result<void>();
        second = std::async(std::launch::async, [&] {
          waiting.set_value();
          return lake_->complete_upload("lake", "big", upload.id, parts, [&](const Object*, const Object&) {
            ++asked_by_second;
            return base::Result<void>();
          });
        });
        waiting.get_future().wait();
        return base::Result<void>();
      }));
  EXPECT_EQ(must(second.get()).sequence, first.sequence);
  EXPECT_EQ(asked_by_second, 0) << "it found the answer of the first";
  must(lake_->tidy());
  EXPECT_EQ(files(), 1);
}

TEST_F(Uploads, an_aborted_upload_is_gone_with_its_parts) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "part");
  must(lake_->abort_upload("lake", "big", upload.id));
  EXPECT_EQ(code_of(complete(upload, {part})), "NoSuchUpload");
  EXPECT_EQ(code_of(lake_->put_part("lake", "big", upload.id, {.number = 1, .content = write("late")})),
            "NoSuchUpload");
  EXPECT_EQ(code_of(lake_->abort_upload("lake", "big", upload.id)), "NoSuchUpload");
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(Uploads, an_upload_is_of_one_key) {
  const Upload upload = create();
  EXPECT_EQ(code_of(lake_->upload("lake", "other", upload.id)), "NoSuchUpload");
}

TEST_F(Uploads, those_under_way_are_listed_by_key) {
  const Upload done = create();
  must(complete(done, {put_part(done, 1, "x")}));
  const Upload open = create();
  const Upload first = must(lake_->create_upload("lake", {.key = "a"}));
  const auto uploads = must(lake_->uploads("lake")).uploads;
  ASSERT_EQ(uploads.size(), 2u);
  EXPECT_EQ(uploads[0].id, first.id);
  EXPECT_EQ(uploads[1].id, open.id);
}

TEST_F(Uploads, they_come_in_pages_that_go_on_behind_their_last) {
  std::vector<std::string> expected;
  for (const char* key : {"a", "b/1", "b/2", "c", "c"}) {
    clock_.advance(std::chrono::seconds(1));
    expected.push_back(must(lake_->create_upload("lake", {.key = key})).id.str());
  }
  std::vector<std::string> seen;
  UploadsQuery query{.max_uploads = 2};
  for (bool more = true; more;) {
    const UploadListing page = must(lake_->uploads("lake", query));
    for (const Upload& upload : page.uploads) seen.push_back(upload.id.str());
    query.after_key = page.last_key;
    query.after_id = page.last_id;
    more = page.truncated;
  }
  EXPECT_EQ(seen, expected);
  EXPECT_TRUE(must(lake_->uploads("lake", {.after_key = "c"})).uploads.empty());
}

TEST_F(Uploads, those_of_a_common_prefix_are_one) {
  for (const char* key : {"a", "in/b/1", "in/b/2", "in/c", "in/d/1", "z"})
    must(lake_->create_upload("lake", {.key = key}));
  const UploadListing page =
      must(lake_->uploads("lake", {.prefix = "in/", .delimiter = "/", .max_uploads = 2}));
  EXPECT_THAT(page.common_prefixes, ElementsAre("in/b/"));
  ASSERT_EQ(page.uploads.size(), 1u);
  EXPECT_EQ(page.uploads[0].key, "in/c");
  EXPECT_TRUE(page.truncated);
  const UploadListing rest =
      must(lake_->uploads("lake", {.prefix = "in/", .delimiter = "/", .after_key = "in/b/"}));
  EXPECT_THAT(rest.common_prefixes, ElementsAre("in/d/"));
  EXPECT_EQ(rest.last_key, "in/d/");
  EXPECT_FALSE(rest.last_id || rest.truncated);
}

TEST_F(Uploads, a_marker_is_an_id_of_its_key) {
  const Upload a = must(lake_->create_upload("lake", {.key = "a"}));
  EXPECT_EQ(code_of(lake_->uploads("lake", {.after_key = "a", .after_id = UploadId("x")})),
            "InvalidArgument");
  EXPECT_EQ(code_of(lake_->uploads("lake", {.after_key = "b", .after_id = a.id})), "InvalidArgument");
  must(lake_->abort_upload("lake", "a", a.id));
  must(lake_->uploads("lake", {.after_key = "b", .after_id = a.id}));
}

TEST_F(Uploads, parts_come_in_pages_too) {
  const Upload upload = create();
  for (const int number : {1, 3, 7, 9}) put_part(upload, number, "x");
  const auto page = must(lake_->parts("lake", "big", upload.id, {.after = 1, .max_parts = 2}));
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].number, 3);
  EXPECT_EQ(page[1].number, 7);
}

TEST_F(Uploads, a_page_costs_no_more_than_itself) {
  const std::string plan = must(journal_->read([](store::Snapshot& snapshot) -> base::Result<std::string> {
    store::Rows rows = TRY(snapshot.query("EXPLAIN QUERY PLAN SELECT id" + std::string(kOpenUploads),
                                          {1, "a", "", store::Value::blob("")}));
    std::string text;
    while (TRY(rows.next())) text += rows.row().text(3) + "\n";
    return text;
  }));
  EXPECT_THAT(plan, ::testing::HasSubstr("USING INDEX lake_uploads_open (bucket=? AND (key,id)>(?,?)"));
  EXPECT_THAT(plan, ::testing::Not(::testing::HasSubstr("TEMP B-TREE")));
}

TEST_F(Uploads, parts_survive_a_restart) {
  const Upload upload = create();
  const CompletedPart part = put_part(upload, 1, "kept");
  restart();
  must(lake_->tidy());
  must(complete(upload, {part}));
  EXPECT_EQ(get("big"), "kept");
}

TEST_F(Uploads, those_of_a_deleted_bucket_go_with_it) {
  put_part(create(), 1, "part");
  must(lake_->delete_bucket("lake"));
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(Uploads, a_composite_checksum_names_how_many_parts_it_covers) {
  const Upload upload = create({.checksum_algorithm = "sha256"});
  const CompletedPart part = put_part(upload, 1, "x");
  const Object object = must(complete(upload, {part}));
  EXPECT_EQ(object.checksum->parts, 1);
  EXPECT_EQ(object.checksum->value,
            base::digest(base::DigestAlgorithm::Sha256, base::digest(base::DigestAlgorithm::Sha256, "x")));
}

}  // namespace
}  // namespace lake
