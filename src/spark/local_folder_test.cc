#include "spark/local_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/file.h"
#include "base/random.h"

namespace spark_door {
namespace {

namespace fs = std::filesystem;
using Overwrites = FolderWrite::Overwrites;
using testing::HasSubstr;

class LocalFolderTest : public testing::Test {
 protected:
  using Texts = std::map<std::string, std::string>;

  LocalFolderTest() {
    fs::create_directories(data_);
    fs::create_directories(top_ / "lake");
  }
  ~LocalFolderTest() override { fs::remove_all(top_); }

  std::string uri() const { return "file:" + target_.string(); }
  base::Result<std::unique_ptr<LocalFolder>> open(LocalFolder::Manner manner = {}) {
    return LocalFolder::open(uri(), manner, fs::canonical(top_ / "lake"));
  }
  // What a run does.
  void stage(LocalFolder& folder, const Texts& files) {
    for (const auto& [name, text] : files) {
      auto file = folder.create();
      ASSERT_TRUE(file.ok()) << file.error().message;
      ASSERT_TRUE(base::write_fully(file->file.get(), text).ok());
      const auto staged = folder.stage(file->id, uri() + "/" + name, static_cast<std::int64_t>(text.size()));
      ASSERT_TRUE(staged.ok()) << staged.error().message;
    }
  }
  base::Result<void> write(const Texts& files, LocalFolder::Manner manner = {}) {
    const auto folder = TRY(open(manner));
    stage(*folder, files);
    return folder->publish();
  }
  // All files there, the hidden ones as well.
  Texts there() const {
    Texts texts;
    for (const auto& entry : fs::recursive_directory_iterator(data_))
      if (entry.is_regular_file())
        texts[entry.path().lexically_relative(target_).string()] = *base::read_file(entry.path());
    return texts;
  }

  const fs::path top_ = fs::temp_directory_path() / ("local-folder-" + base::random_hex(6));
  const fs::path data_ = top_ / "data";
  fs::path target_ = data_ / "out";
};

TEST_F(LocalFolderTest, NothingIsSeenBeforeAllIsThere) {
  const auto folder = open();
  ASSERT_TRUE(folder.ok());
  stage(**folder, {{"part-0", "a"}, {"k=1/part-0", "b"}});
  EXPECT_FALSE(fs::exists(target_));
  ASSERT_TRUE((*folder)->publish().ok());
  EXPECT_TRUE(fs::exists(target_ / "k=1/part-0"));
}

TEST_F(LocalFolderTest, OneRenameMakesANewFolder) {
  target_ = data_ / "deep" / "er";
  ASSERT_TRUE(write({{"part-0", "a"}, {"k=1/part-0", "b"}}, {.is_new = true}).ok());
  EXPECT_EQ(there(), (Texts{{"part-0", "a"}, {"k=1/part-0", "b"}, {"_SUCCESS", ""}}));
}

TEST_F(LocalFolderTest, WhatIsNotPublishedLeavesNothing) {
  ASSERT_TRUE(write({{"part-0", "a"}}).ok());
  const auto before = there();
  for (const auto overwrites : {Overwrites::Nothing, Overwrites::Everything, Overwrites::WrittenPartitions}) {
    const auto folder = open({.overwrites = overwrites});
    ASSERT_TRUE(folder.ok());
    stage(**folder, {{"part-1", "b"}});
  }
  EXPECT_EQ(there(), before);
}

TEST_F(LocalFolderTest, AddedFilesStandBesideTheOthers) {
  ASSERT_TRUE(write({{"part-0", "a"}, {"k=1/part-0", "b"}}).ok());
  ASSERT_TRUE(write({{"part-1", "c"}, {"k=1/part-1", "d"}, {"k=2/part-1", "e"}}).ok());
  EXPECT_EQ(there(), (Texts{{"part-0", "a"},
                            {"k=1/part-0", "b"},
                            {"part-1", "c"},
                            {"k=1/part-1", "d"},
                            {"k=2/part-1", "e"},
                            {"_SUCCESS", ""}}));
}

TEST_F(LocalFolderTest, OverwritingReplacesAll) {
  ASSERT_TRUE(write({{"part-0", "a"}, {"k=1/part-0", "b"}}).ok());
  ASSERT_TRUE(write({{"part-1", "c"}}, {.overwrites = Overwrites::Everything}).ok());
  EXPECT_EQ(there(), (Texts{{"part-1", "c"}, {"_SUCCESS", ""}}));
}

TEST_F(LocalFolderTest, OverwritingAFileMakesAFolderOfIt) {
  std::ofstream(target_) << "x";
  ASSERT_TRUE(write({{"part-1", "c"}}, {.overwrites = Overwrites::Everything}).ok());
  EXPECT_EQ(there(), (Texts{{"part-1", "c"}, {"_SUCCESS", ""}}));
}

TEST_F(LocalFolderTest, PartitionsThatAreWrittenAreReplacedAndTheOthersStay) {
  ASSERT_TRUE(write({{"k=1/part-0", "a"}, {"k=2/part-0", "b"}}).ok());
  ASSERT_TRUE(
      write({{"k=1/part-1", "c"}, {"k=3/part-1", "d"}}, {.overwrites = Overwrites::WrittenPartitions}).ok());
  EXPECT_EQ(there(),
            (Texts{{"k=1/part-1", "c"}, {"k=2/part-0", "b"}, {"k=3/part-1", "d"}, {"_SUCCESS", ""}}));
}

TEST_F(LocalFolderTest, WhatAnotherHasMadeMeanwhileIsNotOverwritten) {
  const auto first = open({.is_new = true});
  ASSERT_TRUE(first.ok());
  stage(**first, {{"part-0", "a"}});
  ASSERT_TRUE(write({{"part-1", "b"}}).ok());
  const auto done = (*first)->publish();
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "PATH_ALREADY_EXISTS");
  EXPECT_TRUE(fs::exists(target_ / "part-1"));
}

TEST_F(LocalFolderTest, WhatADeadWriterLeftGoesAndALivingOneStays) {
  fs::create_directories(data_ / ".dovetail-write-dead" / "out");
  const auto living = open();
  ASSERT_TRUE(living.ok());
  stage(**living, {{"part-0", "a"}});
  EXPECT_FALSE(fs::exists(data_ / ".dovetail-write-dead"));
  ASSERT_TRUE(open().ok());
  EXPECT_TRUE((*living)->publish().ok());
}

TEST_F(LocalFolderTest, DovetailsOwnFolderIsOutOfReach) {
  fs::create_symlink(top_ / "lake", data_ / "link");
  for (const fs::path& target : {top_ / "lake" / "x", data_ / "link" / "x", data_ / ".." / "lake"}) {
    target_ = target;
    const auto opened = open();
    ASSERT_FALSE(opened.ok()) << target;
    EXPECT_THAT(opened.error().message, HasSubstr("Dovetail's own data"));
  }
  target_ = top_;  // whose overwriting would take it away
  EXPECT_FALSE(open({.overwrites = Overwrites::Everything}).ok());
  EXPECT_TRUE(fs::is_empty(top_ / "lake"));
}

TEST_F(LocalFolderTest, AFileIsNoFolder) {
  std::ofstream(target_) << "x";
  const auto added = open();
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, "TASK_WRITE_FAILED");
  target_ /= "below";
  const auto below = open({.is_new = true});
  ASSERT_FALSE(below.ok());
  EXPECT_EQ(below.error().code, "TASK_WRITE_FAILED");
  EXPECT_THAT(below.error().message, HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace spark_door
