#include "engine/local_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace engine {
namespace {

namespace fs = std::filesystem;

const fs::path kNoFolder = "/no/folder";

class LocalContentTest : public ::testing::Test {
 protected:
  ~LocalContentTest() override { fs::remove(path_); }
  void write(std::string_view text) { std::ofstream(path_) << text; }
  std::string id() const {
    return local_content_id(path_, static_cast<std::int64_t>(fs::file_size(path_)),
                            fs::last_write_time(path_));
  }

  const fs::path path_ = fs::temp_directory_path() / fmt::format("local-content-{}", ::getpid());
};

TEST_F(LocalContentTest, AFileIsOpenedAsItWasFound) {
  write("a");
  EXPECT_TRUE(is_local_content(id()));
  EXPECT_TRUE(open_local_content(id(), kNoFolder).ok());
}

// Its footer and its size may be known from before.
TEST_F(LocalContentTest, AFileThatChangedIsAnother) {
  write("a");
  const std::string found = id();
  write("another");
  const auto opened = open_local_content(found, kNoFolder);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "FAILED_READ_FILE");
}

TEST_F(LocalContentTest, AFileThatIsGoneIsNamed) {
  write("a");
  const std::string found = id();
  fs::remove(path_);
  const auto opened = open_local_content(found, kNoFolder);
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().message.find(path_.string()), std::string::npos);
}

// By whatever name: the server may read what its clients may not.
TEST_F(LocalContentTest, NothingIsReadOfTheHiddenFolder) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("local-hidden-{}", ::getpid());
  fs::create_directory(folder);
  std::ofstream(folder / "journal") << "a";
  fs::create_symlink(folder / "journal", path_);
  for (const fs::path& name : {folder / "journal", path_}) {
    const auto opened = open_local_content(local_content_id(name, 1, fs::last_write_time(name)), folder);
    ASSERT_FALSE(opened.ok()) << name;
    EXPECT_THAT(opened.error().message, ::testing::HasSubstr("own data"));
  }
  fs::remove_all(folder);
}

TEST_F(LocalContentTest, AFolderOfALikeNameIsNotHidden) {
  write("a");
  EXPECT_TRUE(open_local_content(id(), path_.string().substr(0, path_.string().size() - 1)).ok());
}

TEST_F(LocalContentTest, ContentsOfTheLakeAreNone) {
  EXPECT_FALSE(is_local_content("12-345"));
}

}  // namespace
}  // namespace engine
