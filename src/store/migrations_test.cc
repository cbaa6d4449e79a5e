#include "store/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/journal.h"
#include "store/test_folder.h"

namespace store {
namespace {

using ::testing::HasSubstr;

constexpr Migration kSteps[] = {
    {1, "CREATE TABLE pet (name TEXT NOT NULL) STRICT"},
    {2, "ALTER TABLE pet ADD COLUMN age INTEGER NOT NULL DEFAULT 0; CREATE INDEX pet_by_age ON pet (age)"},
};
constexpr Migration kBroken[] = {kSteps[0], {2, "ALTER TABLE nothing ADD COLUMN age"}};

base::Result<std::unique_ptr<Journal>> open_with(const TestFolder& folder, std::span<const Migration> steps) {
  return Journal::open(
      {.file = folder / "journal.sqlite", .schemas = {{.owner = "pets", .migrations = steps}}});
}

void add_pet(Journal& journal) {
  ASSERT_TRUE(journal
                  .write([](Transaction& transaction) {
                    return transaction.execute("INSERT INTO pet (name) VALUES ('Rex')");
                  })
                  .ok());
}

std::int64_t count(Journal& journal, std::string_view sql) {
  return *journal
              .read([&](Snapshot& snapshot) {
                return snapshot.one(sql, {}, [](const Row& row) { return row.integer(0); });
              })
              .value();
}

TEST(Migrations, RunOnceAndInOrder) {
  TestFolder folder;
  add_pet(*open_with(folder, std::span(kSteps).first(1)).value());
  for (int open = 0; open < 2; ++open) {
    auto journal = open_with(folder, kSteps).value();
    EXPECT_EQ(count(*journal, "SELECT age FROM pet WHERE name = 'Rex'"), 0);
  }
}

TEST(Migrations, CopyTheJournalBeforeTheyChangeIt) {
  TestFolder folder;
  add_pet(*open_with(folder, std::span(kSteps).first(1)).value());
  ASSERT_TRUE(open_with(folder, kSteps).ok());
  auto copy = Journal::open({.file = folder / "journal.sqlite.before-1",
                             .schemas = {{.owner = "pets", .migrations = std::span(kSteps).first(1)}}});
  ASSERT_TRUE(copy.ok()) << copy.error().message;
  EXPECT_EQ(count(**copy, "SELECT count(*) FROM pet"), 1);
}

TEST(Migrations, ANewJournalNeedsNoCopy) {
  TestFolder folder;
  ASSERT_TRUE(open_with(folder, kSteps).ok());
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_THAT(entry.path().string(), testing::Not(HasSubstr("before")));
  }
}

TEST(Migrations, AFailingOneLeavesTheJournalAsItWas) {
  TestFolder folder;
  add_pet(*open_with(folder, std::span(kSteps).first(1)).value());
  const auto broken = open_with(folder, kBroken);
  ASSERT_FALSE(broken.ok());
  EXPECT_THAT(broken.error().message, HasSubstr("migration 2 of 'pets'"));
  EXPECT_EQ(count(*open_with(folder, std::span(kSteps).first(1)).value(), "SELECT count(*) FROM pet"), 1);
}

TEST(Migrations, AJournalOfANewerProgramIsRefused) {
  TestFolder folder;
  ASSERT_TRUE(open_with(folder, kSteps).ok());
  const auto older = open_with(folder, std::span(kSteps).first(1));
  ASSERT_FALSE(older.ok());
  EXPECT_THAT(older.error().message, HasSubstr("newer Dovetail: it has migration 2 of 'pets'"));
}

TEST(Migrations, AnOwnerThatThisProgramLacksIsRefused) {
  TestFolder folder;
  ASSERT_TRUE(open_with(folder, kSteps).ok());
  EXPECT_FALSE(Journal::open({.file = folder / "journal.sqlite", .schemas = {}}).ok());
}

}  // namespace
}  // namespace store
