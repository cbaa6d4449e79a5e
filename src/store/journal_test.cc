#include "store/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <latch>
#include <thread>

#include "store/test_file_size_limit.h"
#include "store/test_folder.h"

namespace store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Migration kMigrations[] = {
    {1, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT"}};
constexpr Schema kSchema{.owner = "test", .migrations = kMigrations};

std::unique_ptr<Journal> open_notes(const TestFolder& folder) {
  auto journal = Journal::open({.file = folder / "journal.sqlite", .schemas = {kSchema}});
  EXPECT_TRUE(journal.ok()) << journal.error().message;
  return std::move(journal).value();
}

base::Result<void> insert(Transaction& transaction, std::string_view text) {
  TRY(transaction.execute("INSERT INTO note (text) VALUES (?)", {text}));
  return {};
}

base::Result<Sequence> add(Journal& journal, std::string_view text) {
  return journal.write([&](Transaction& transaction) -> base::Result<Sequence> {
    TRY(insert(transaction, text));
    return transaction.sequence();
  });
}

std::vector<std::string> notes(Connection& connection) {
  return connection.all("SELECT text FROM note ORDER BY id", {}, [](const Row& row) { return row.text(0); })
      .value();
}

std::vector<std::string> notes(Journal& journal) {
  return journal
      .read([](Snapshot& snapshot) -> base::Result<std::vector<std::string>> { return notes(snapshot); })
      .value();
}

// Keeps the writer busy until it is let go, so that what is written meanwhile waits and becomes one group.
class BusyWriter {
 public:
  explicit BusyWriter(Journal& journal)
      : thread_([this, &journal] {
          (void)journal.write([this](Transaction&) -> base::Result<void> {
            entered_.count_down();
            leave_.wait();
            return {};
          });
        }) {
    entered_.wait();
  }
  ~BusyWriter() {
    leave_.count_down();
    thread_.join();
  }

 private:
  std::latch entered_{1};
  std::latch leave_{1};
  std::thread thread_;
};

// Runs `body` on `count` threads, all of which wait for the writer when it is let go.
void write_as_one_group(Journal& journal, int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  {
    BusyWriter busy(journal);
    for (int number = 0; number < count; ++number) threads.emplace_back(body, number);
    while (journal.statistics().waiting < count) std::this_thread::yield();
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Journal, KeepsWhatWasWritten) {
  TestFolder folder;
  ASSERT_TRUE(add(*open_notes(folder), "hello").ok());
  EXPECT_THAT(notes(*open_notes(folder)), ElementsAre("hello"));
}

TEST(Journal, KeepsEveryKindOfValue) {
  TestFolder folder;
  auto journal = open_notes(folder);
  const auto read_back = journal->write([](Transaction& transaction) {
    return transaction.one(
        "SELECT ?, ?, ?, ?, ?, ?",
        {nullptr, 42, 0.5, "text", Value::blob(std::string_view("\0\1", 2)), std::string()},
        [](const Row& row) {
          EXPECT_TRUE(row.is_null(0));
          EXPECT_EQ(row.optional_integer(1), 42);
          EXPECT_EQ(row.real(2), 0.5);
          EXPECT_EQ(row.optional_text(3), "text");
          EXPECT_EQ(row.view(4), std::string_view("\0\1", 2));
          EXPECT_FALSE(row.is_null(5)) << "an empty text is not NULL";
          EXPECT_EQ(row.optional_text(0), std::nullopt);
          return true;
        });
  });
  EXPECT_EQ(read_back.value(), true);
}

TEST(Journal, TheSameQueryMayRunInsideItself) {
  TestFolder folder;
  auto journal = open_notes(folder);
  ASSERT_TRUE(add(*journal, "a").ok());
  ASSERT_TRUE(add(*journal, "b").ok());
  const auto pairs = journal->read([](Snapshot& snapshot) -> base::Result<int> {
    int count = 0;
    Rows outer = TRY(snapshot.query("SELECT id FROM note"));
    while (TRY(outer.next())) {
      Rows inner = TRY(snapshot.query("SELECT id FROM note"));
      while (TRY(inner.next())) ++count;
    }
    return count;
  });
  EXPECT_EQ(pairs.value(), 4);
}

TEST(Journal, ABodyThatFailsChangesNothing) {
  TestFolder folder;
  auto journal = open_notes(folder);
  const auto result = journal->write([](Transaction& transaction) -> base::Result<int> {
    TRY(insert(transaction, "half"));
    return base::refusal("Nope", 400, "not today");
  });
  EXPECT_EQ(result.error().code, "Nope");
  EXPECT_THAT(notes(*journal), ElementsAre());
}

TEST(Journal, WaitingBodiesShareOneCommit) {
  TestFolder folder;
  auto journal = open_notes(folder);
  write_as_one_group(*journal, 20,
                     [&](int number) { EXPECT_TRUE(add(*journal, std::to_string(number)).ok()); });
  EXPECT_EQ(notes(*journal).size(), 20U);
  EXPECT_EQ(journal->statistics().commits, 1);
  EXPECT_EQ(journal->statistics().bodies, 21);
}

TEST(Journal, OneFailingBodyDisturbsNoOtherOfItsGroup) {
  TestFolder folder;
  auto journal = open_notes(folder);
  ASSERT_TRUE(add(*journal, "taken").ok());
  std::atomic<int> failed = 0;
  write_as_one_group(*journal, 10, [&](int number) {
    const bool ok = add(*journal, number % 5 == 0 ? "taken" : std::to_string(number)).ok();
    failed += ok ? 0 : 1;
  });
  EXPECT_EQ(failed, 2);
  EXPECT_EQ(notes(*journal).size(), 9U);
}

TEST(Journal, EveryBodyOfAGroupHasItsOwnRisingSequence) {
  TestFolder folder;
  auto journal = open_notes(folder);
  std::mutex mutex;
  std::set<Sequence> seen;
  write_as_one_group(*journal, 10, [&](int number) {
    const Sequence sequence = add(*journal, std::to_string(number)).value();
    EXPECT_LE(sequence, journal->last_sequence());
    std::lock_guard lock(mutex);
    seen.insert(sequence);
  });
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_EQ(journal->last_sequence(), *seen.rbegin());
}

// Or whoever finds a query SUCCEEDED would not find its result. A reader sees a commit some microseconds
// before the writer's thread returns from it, so this takes many.
TEST(Journal, TheLastSequenceIsNoOlderThanWhatAReaderSaw) {
  TestFolder folder;
  auto journal = open_notes(folder);
  std::jthread writing([&](const std::stop_token& stop) {
    for (int number = 0; !stop.stop_requested(); ++number) (void)add(*journal, std::to_string(number));
  });
  while (journal->last_sequence() < 1000) {
    const Sequence seen =
        journal->read([](Snapshot& snapshot) -> base::Result<Sequence> { return snapshot.sequence(); })
            .value();
    ASSERT_GE(journal->last_sequence(), seen);
  }
}

TEST(Journal, TheSequenceRisesAcrossARestart) {
  TestFolder folder;
  const Sequence before = add(*open_notes(folder), "before").value();
  auto journal = open_notes(folder);
  EXPECT_EQ(journal->last_sequence(), before);
  EXPECT_GT(add(*journal, "after").value(), before);
}

TEST(Journal, ABodyThatChangesNothingCostsNoCommit) {
  TestFolder folder;
  auto journal = open_notes(folder);
  const Sequence before = journal->last_sequence();
  ASSERT_TRUE(journal->write([](Transaction&) -> base::Result<void> { return {}; }).ok());
  EXPECT_EQ(journal->statistics().commits, 0);
  EXPECT_EQ(journal->last_sequence(), before);
}

TEST(Journal, AReaderKeepsItsSnapshotWhileOthersWrite) {
  TestFolder folder;
  auto journal = open_notes(folder);
  ASSERT_TRUE(add(*journal, "old").ok());
  const auto read = journal->read([&](Snapshot& snapshot) -> base::Result<void> {
    EXPECT_TRUE(add(*journal, "new").ok());
    EXPECT_LT(snapshot.sequence(), journal->last_sequence());
    EXPECT_THAT(notes(snapshot), ElementsAre("old"));
    EXPECT_THAT(notes(*journal), ElementsAre("old", "new")) << "a later reader sees the commit";
    return {};
  });
  EXPECT_TRUE(read.ok());
}

TEST(Journal, ASnapshotCannotWrite) {
  TestFolder folder;
  auto journal = open_notes(folder);
  const auto result = journal->read([](Snapshot& snapshot) -> base::Result<bool> {
    Rows rows = TRY(snapshot.query("INSERT INTO note (text) VALUES ('x') RETURNING id"));
    return rows.next();
  });
  EXPECT_THAT(result.error().message, HasSubstr("readonly"));
}

TEST(Journal, EffectsRunAfterTheCommitAndOnlyThen) {
  TestFolder folder;
  auto journal = open_notes(folder);
  Sequence durable_at_effect = 0;
  bool failed_ran = false;
  const auto written = journal->write([&](Transaction& transaction) -> base::Result<Sequence> {
    transaction.after_commit([&] { durable_at_effect = journal->last_sequence(); });
    TRY(insert(transaction, "a"));
    return transaction.sequence();
  });
  (void)journal->write([&](Transaction& transaction) -> base::Result<void> {
    transaction.after_commit([&] { failed_ran = true; });
    return base::failure("no");
  });
  EXPECT_EQ(durable_at_effect, written.value());
  EXPECT_FALSE(failed_ran);
}

TEST(Journal, ForeignKeysAreEnforced) {
  TestFolder folder;
  static constexpr Migration kFamily[] = {
      {1,
       "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;"
       "CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent (id)) STRICT"}};
  auto journal = Journal::open({.file = folder / "journal.sqlite",
                                .schemas = {{.owner = "family", .migrations = kFamily}}})
                     .value();
  const auto orphan = journal->write(
      [](Transaction& transaction) { return transaction.execute("INSERT INTO child (parent) VALUES (7)"); });
  EXPECT_THAT(orphan.error().message, HasSubstr("FOREIGN KEY"));
}

TEST(Journal, WhatWasAcknowledgedOutlivesTheProcess) {
  TestFolder folder;
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto journal = open_notes(folder);
    for (int number = 0; number < 50; ++number) {
      if (add(*journal, std::to_string(number)).ok() && ::write(pipe_ends[1], ".", 1) != 1) break;
    }
    ::_exit(0);  // nothing is closed, no checkpoint is made
  }
  ::close(pipe_ends[1]);
  char acknowledged[64];
  std::size_t count = 0;
  for (ssize_t got; (got = ::read(pipe_ends[0], acknowledged, sizeof acknowledged)) > 0;) count += got;
  ::close(pipe_ends[0]);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(count, 50U);
  EXPECT_EQ(notes(*open_notes(folder)).size(), count);
}

TEST(Journal, KeepsRoomInReserveAndGivesItUpWhenTheDiskIsFull) {
  TestFolder folder;
  const auto journal = open_notes(folder);
  const auto reserve = folder / "journal.sqlite.reserve";
  EXPECT_EQ(std::filesystem::file_size(reserve), 16u << 20);
  EXPECT_TRUE(journal->require_room().ok());
  {
    FileSizeLimit limit(256 * 1024);
    ASSERT_FALSE(add(*journal, std::string(1 << 20, 'x')).ok());
    EXPECT_FALSE(std::filesystem::exists(reserve));
    EXPECT_FALSE(journal->require_room().ok()) << "nothing large is stored now";
    EXPECT_TRUE(add(*journal, "small").ok()) << "the journal goes on";
  }
  EXPECT_TRUE(journal->require_room().ok());
  EXPECT_EQ(std::filesystem::file_size(reserve), 16u << 20);
}

TEST(Journal, AFullDiskFailsTheCallersAndLeavesTheJournalUsable) {
  TestFolder folder;
  auto journal = open_notes(folder);
  ASSERT_TRUE(add(*journal, "before").ok());
  const Sequence before = journal->last_sequence();
  {
    FileSizeLimit limit(256 * 1024);
    const auto result = add(*journal, std::string(1 << 20, 'x'));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().fault, base::Error::Fault::World);
    EXPECT_THAT(result.error().message, HasSubstr("File too large"));
  }
  EXPECT_EQ(journal->last_sequence(), before);
  EXPECT_GT(add(*journal, "after").value(), before);
  EXPECT_THAT(notes(*journal), ElementsAre("before", "after"));
  journal.reset();
  EXPECT_THAT(notes(*open_notes(folder)), ElementsAre("before", "after"));
}

TEST(Journal, AFullDiskFailsEveryCallerOfTheGroup) {
  TestFolder folder;
  auto journal = open_notes(folder);
  ASSERT_TRUE(add(*journal, "before").ok());
  std::atomic<int> acknowledged = 0;
  std::optional<FileSizeLimit> limit;
  limit.emplace(256 * 1024);
  write_as_one_group(*journal, 8, [&](int number) {
    acknowledged += add(*journal, std::string(100'000, 'a' + number)).ok() ? 1 : 0;
  });
  limit.reset();
  EXPECT_EQ(notes(*journal).size(), 1U + acknowledged)
      << "what failed is not there, what is there was acknowledged";
  EXPECT_EQ(acknowledged, 0) << "the group is one commit";
}

TEST(Journal, TheWriterKeepsTheWalShort) {
  TestFolder folder;
  auto journal = open_notes(folder);
  for (int number = 0; number < 40; ++number) {
    ASSERT_TRUE(add(*journal, std::to_string(number) + std::string(400'000, 'x')).ok());
  }
  EXPECT_GE(journal->statistics().checkpoints, 2);
  EXPECT_LT(std::filesystem::file_size(folder / "journal.sqlite-wal"), 8U << 20);
}

TEST(Journal, AnIdleWriterEmptiesTheWal) {
  TestFolder folder;
  auto journal =
      Journal::open(
          {.file = folder / "journal.sqlite", .schemas = {kSchema}, .idle = std::chrono::milliseconds(1)})
          .value();
  ASSERT_TRUE(add(*journal, "note").ok());
  while (journal->statistics().checkpoints == 0) std::this_thread::yield();
  EXPECT_EQ(std::filesystem::file_size(folder / "journal.sqlite-wal"), 0U);
  EXPECT_THAT(notes(*journal), ElementsAre("note"));
}

TEST(Journal, ManyReadersAndWritersGetAlong) {
  TestFolder folder;
  auto journal = open_notes(folder);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int number = 0; number < 25; ++number) {
        EXPECT_TRUE(add(*journal, fmt::format("{}-{}", thread, number)).ok());
        const auto count = journal->read([](Snapshot& snapshot) {
          return snapshot.one("SELECT count(*) FROM note", {}, [](const Row& row) { return row.integer(0); });
        });
        EXPECT_TRUE(count.ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(notes(*journal).size(), 100U);
}

}  // namespace
}  // namespace store
