#include <atomic>
#include <thread>

#include "lake/contents.h"
#include "lake/garbage_store.h"
#include "lake/test_lake.h"
#include "lake/uploads_store.h"
#include "store/test_file_size_limit.h"

namespace lake {
namespace {

class Housekeeping : public LakeTest {
 protected:
  int segment_rows() {
    return must(journal_->read([](store::Snapshot& snapshot) -> base::Result<int> {
      store::Rows rows = TRY(snapshot.query("SELECT count(*) FROM lake_segments"));
      TRY(rows.next());
      return static_cast<int>(rows.row().integer(0));
    }));
  }
};

TEST_F(Housekeeping, a_replaced_content_goes_when_no_lease_needs_it) {
  const ContentId old = put("a", "old").content;
  {
    const Lease lease = must(lake_->lease());
    put("a", "new");
    must(lake_->tidy());
    EXPECT_EQ(read(old), "old");
  }
  must(lake_->tidy());
  EXPECT_EQ(read(old), "no file");
  EXPECT_EQ(get("a"), "new");
}

TEST_F(Housekeeping, a_content_that_two_keys_share_goes_with_the_last_of_them) {
  const auto share = [&](const char* key) {
    const Lease lease = must(lake_->lease());
    must(lake_->put_shared(lease, "lake", key, must(lake_->head("lake", "a"))));
  };
  const auto remove = [&](std::vector<std::string> keys) {
    must(lake_->remove("lake", keys));
    must(lake_->tidy());
  };
  put("a", "shared");
  const ContentId content = must(lake_->head("lake", "a")).content;
  share("b");
  share("c");
  remove({"a"});
  open();
  must(lake_->tidy());
  EXPECT_TRUE(lake_->open_content(content).ok());
  remove({"b", "c"});  // both in one batch
  EXPECT_FALSE(lake_->open_content(content).ok());
}

TEST_F(Housekeeping, a_lease_does_not_hold_what_ended_before_it) {
  const ContentId old = put("a", "old").content;
  put("a", "new");
  const Lease lease = must(lake_->lease());
  must(lake_->tidy());
  EXPECT_EQ(read(old), "no file");
}

TEST_F(Housekeeping, a_lease_holds_only_the_versions_that_it_sees) {
  const ContentId seen = put("a", "seen").content;
  const Lease lease = must(lake_->lease());
  const ContentId between = put("a", "written after the lease").content;
  put("a", "newest");
  must(lake_->tidy());
  EXPECT_EQ(read(seen), "seen");
  EXPECT_EQ(read(between), "no file");
}

TEST_F(Housekeeping, between_two_leases_goes_what_neither_sees) {
  const Lease first = must(lake_->lease());
  const ContentId neither = put("a", "1").content;
  const ContentId later = put("a", "2").content;
  const Lease second = must(lake_->lease());
  put("a", "3");
  must(lake_->tidy());
  EXPECT_EQ(read(neither), "no file");
  EXPECT_EQ(read(later), "2");
}

TEST_F(Housekeeping, a_long_lease_does_not_hold_parts_that_came_later) {
  const Lease lease = must(lake_->lease());
  const Upload upload = must(lake_->create_upload("lake", {.key = "big"}));
  const ContentId first = write("first").id;
  must(lake_->put_part("lake", "big", upload.id,
                       {.number = 1, .content = {.id = first, .md5 = "m", .checksum = Checksum{}}}));
  const Lease during = must(lake_->lease());
  const ContentId second = write("second").id;
  must(lake_->put_part("lake", "big", upload.id,
                       {.number = 1, .content = {.id = second, .md5 = "m", .checksum = Checksum{}}}));
  must(lake_->put_part(
      "lake", "big", upload.id,
      {.number = 1, .content = {.id = write("third").id, .md5 = "m", .checksum = Checksum{}}}));
  must(lake_->tidy());
  EXPECT_EQ(read(first), "first") << "the second lease sees it";
  EXPECT_EQ(read(second), "no file");
}

// The rows that a round looks for are found in indexes, however many others there are.
TEST_F(Housekeeping, what_a_round_looks_for_stands_in_indexes) {
  for (const std::string& plan :
       {plan_of(kStaleUploads, {0, 1}), plan_of(std::string("SELECT id").append(kBeganAndEnded), {0, 0, 1}),
        plan_of(kRemovable, {0, 0, 1})}) {
    EXPECT_THAT(plan, ::testing::Not(::testing::HasSubstr("SCAN lake_"))) << plan;
    EXPECT_THAT(plan, ::testing::Not(::testing::HasSubstr("SCAN u\n"))) << plan;
  }
}

TEST_F(Housekeeping, an_open_file_is_readable_after_its_content_is_gone) {
  const Object object = put("a", "old");
  const base::Fd file = must(lake_->open_content(object.content));
  must(lake_->remove("lake", std::vector<std::string>{"a"}));
  must(lake_->tidy());
  EXPECT_EQ(must(base::file_size(file.get())), 3);
}

TEST_F(Housekeeping, contents_that_a_crash_left_without_a_name_are_swept) {
  put("a", "named");
  write("sealed and never named");
  const Lake::RawContent raw = must(lake_->new_raw_content());
  must(base::write_fully(raw.file.get(), "half written"));
  EXPECT_EQ(files(), 3);
  restart();
  EXPECT_EQ(files(), 3) << "the start does not wait for the sweep";
  must(lake_->tidy());
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(get("a"), "named");
}

TEST_F(Housekeeping, a_content_that_the_journal_failed_to_name_goes_with_the_next_commit) {
  put("a", "named");
  const Content content = write("sealed");
  {
    store::FileSizeLimit limit(1);
    EXPECT_EQ(lake_->put("lake", "b", content, {}).error().fault, base::Error::Fault::World);
    EXPECT_FALSE(lake_->tidy().ok()) << "nothing can be committed";
    EXPECT_EQ(files(), 2) << "nobody knows yet what is on the disk";
  }
  must(lake_->tidy());
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(get("a"), "named");
}

TEST_F(Housekeeping, the_sweep_leaves_what_is_written_now) {
  put("a");
  restart();
  const Content now = write("being put");
  must(lake_->tidy());
  must(lake_->put("lake", "b", now, {}));
  EXPECT_EQ(get("b"), "being put");
}

TEST_F(Housekeeping, removal_that_a_crash_stopped_is_done_by_the_next_start) {
  const ContentId content = put("a").content;
  must(journal_->write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(transaction.execute("DELETE FROM lake_objects"));
    TRY(transaction.execute("INSERT INTO lake_garbage (content, sequence) VALUES (?1, 0)", {content.str()}));
    return {};
  }));
  restart();
  must(lake_->tidy());
  EXPECT_EQ(files(), 0);
}

TEST_F(Housekeeping, a_swept_segment_is_not_looked_at_again) {
  put("a");
  restart();
  must(lake_->tidy());
  EXPECT_EQ(segment_rows(), 0);
}

TEST_F(Housekeeping, a_full_segment_whose_contents_are_accounted_for_is_closed) {
  for (int i = 0; i < ContentFolder::kSegmentSize; ++i)
    lake_->discard_content(must(lake_->new_raw_content()).id);
  EXPECT_EQ(segment_rows(), 1);
  must(lake_->tidy());
  EXPECT_EQ(segment_rows(), 0);
  put("a");
  EXPECT_EQ(segment_rows(), 1) << "the next one";
}

TEST_F(Housekeeping, a_full_segment_with_an_open_content_stays_open) {
  const Content open = write("not named yet");
  for (int i = 1; i < ContentFolder::kSegmentSize; ++i)
    lake_->discard_content(must(lake_->new_raw_content()).id);
  must(lake_->tidy());
  EXPECT_EQ(segment_rows(), 1);
  must(lake_->put("lake", "a", open, {}));
  must(lake_->tidy());
  EXPECT_EQ(segment_rows(), 0);
  EXPECT_EQ(get("a"), "not named yet");
}

TEST_F(Housekeeping, the_thread_removes_what_was_replaced) {
  lake_.reset();
  lake_ = must(Lake::open(folder_ / "content", *journal_, clock_));
  for (int i = 0; i < 20; ++i) put("a", std::to_string(i));
  for (int waited = 0; files() > 1 && waited < 500; ++waited)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(get("a"), "19");
}

// Readers hold a lease from finding an object to opening it; then whatever is written and removed meanwhile,
// it is there.
TEST_F(Housekeeping, readers_find_whole_contents_while_others_write_and_remove) {
  lake_.reset();
  lake_ = must(Lake::open(folder_ / "content", *journal_, clock_));
  std::atomic<int> reads = 0;
  const auto write_some = [&](int writer) {
    for (int i = 0; i < 60; ++i) {
      const std::string key = std::to_string(i % 3);
      if (i % 7 == 6)
        must(lake_->remove("lake", std::vector<std::string>{key}));
      else
        put(key, std::string(1000, static_cast<char>('a' + writer)));
    }
  };
  const auto read_some = [&] {
    while (reads < 300) {
      const Lease lease = must(lake_->lease());
      for (const Object& object : must(lake_->list("lake", {.as_of = lease.sequence()})).objects) {
        const std::string bytes = read(object.content);
        EXPECT_EQ(bytes, std::string(1000, bytes.front()));
      }
      ++reads;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back(write_some, i);
    for (int i = 0; i < 2; ++i) threads.emplace_back(read_some);
  }
  must(lake_->tidy());
  EXPECT_EQ(files(), static_cast<int>(keys().size()));
}

}  // namespace
}  // namespace lake
