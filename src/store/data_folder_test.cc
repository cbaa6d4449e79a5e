#include "store/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <fstream>

#include "base/file.h"
#include "store/test_folder.h"

namespace store {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(DataFolder, IsCreatedWithItsParentsAndNamesItsFormat) {
  TestFolder folder;
  const auto data = DataFolder::open(folder / "a/b");
  ASSERT_TRUE(data.ok()) << data.error().message;
  EXPECT_THAT(base::read_file(folder / "a/b/format").value(), StartsWith("dovetail data format 1\n"));
}

TEST(DataFolder, OpensAgainWhenItsServerIsGone) {
  TestFolder folder;
  ASSERT_TRUE(DataFolder::open(folder / "data").ok());
  EXPECT_TRUE(DataFolder::open(folder / "data").ok());
}

TEST(DataFolder, ASecondServerIsRefusedWithTheFirstOnesProcessId) {
  TestFolder folder;
  const auto first = DataFolder::open(folder / "data");
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = DataFolder::open(folder / "data");
    const std::string expected =
        fmt::format("{} is in use by process {}", (folder / "data").string(), ::getppid());
    ::_exit(!second.ok() && second.error().message.find(expected) != std::string::npos ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(DataFolder, ANewerFormatIsRefusedAndLeftAlone) {
  TestFolder folder;
  std::ofstream(folder / "format") << "dovetail data format 2\nprocess 1\n";
  const auto data = DataFolder::open(folder.path());
  ASSERT_FALSE(data.ok());
  EXPECT_THAT(data.error().message, HasSubstr("has format 2 and this program knows up to 1"));
  EXPECT_THAT(base::read_file(folder / "format").value(), StartsWith("dovetail data format 2\n"));
}

TEST(DataFolder, AFolderOfSomebodyElseIsRefusedAndLeftAlone) {
  TestFolder folder;
  std::ofstream(folder / "thesis.txt") << "chapter 1";
  const auto data = DataFolder::open(folder.path());
  ASSERT_FALSE(data.ok());
  EXPECT_THAT(data.error().message, HasSubstr("thesis.txt"));
  EXPECT_FALSE(std::filesystem::exists(folder / "format"));
}

TEST(DataFolder, AStartThatWasCutShortIsTakenUp) {
  TestFolder folder;
  std::ofstream(folder / "format").flush();
  EXPECT_TRUE(DataFolder::open(folder.path()).ok());
}

TEST(DataFolder, AFirstWriteThatThePowerCutIsTakenUp) {
  using namespace std::string_literals;
  for (const std::string& torn :
       {"\0"s, std::string(40, '\0'), "dove"s, "dovetail data format "s, "dovetail\0\0\0\0"s}) {
    TestFolder folder;
    std::ofstream(folder / "format") << torn;
    const auto data = DataFolder::open(folder.path());
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_THAT(base::read_file(folder / "format").value(), StartsWith("dovetail data format 1\nprocess "));
  }
}

TEST(DataFolder, AnUnfinishedFormatBesideOtherFilesIsRefused) {
  TestFolder folder;
  std::ofstream(folder / "format") << std::string(40, '\0');
  std::ofstream(folder / "journal.sqlite") << "rows";
  EXPECT_FALSE(DataFolder::open(folder.path()).ok());
}

TEST(DataFolder, AnotherFormatIsRefused) {
  TestFolder folder;
  std::ofstream(folder / "format") << "someone else's 1\n";
  EXPECT_FALSE(DataFolder::open(folder.path()).ok());
}

TEST(DataFolder, ALaterStartWritesItsProcessAndNothingElse) {
  TestFolder folder;
  std::ofstream(folder / "format") << "dovetail data format 1\nprocess 123456789012\n";
  ASSERT_TRUE(DataFolder::open(folder.path()).ok());
  EXPECT_EQ(base::read_file(folder / "format").value(),
            fmt::format("dovetail data format 1\nprocess {}\n", ::getpid()));
}

}  // namespace
}  // namespace store
