#include "lake/concatenate.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "store/test_folder.h"

namespace lake {
namespace {

class AppendFile : public ::testing::Test {
 protected:
  // What a file holds when these bytes were appended to it, as so many.
  base::Result<std::string> append(std::string_view bytes, std::int64_t size, int flags_of_target) {
    const base::Fd from = base::open_file(folder_ / "from", O_RDWR | O_CREAT | O_TRUNC).value();
    EXPECT_TRUE(base::write_fully(from.get(), bytes).ok());
    EXPECT_EQ(::lseek(from.get(), 0, SEEK_SET), 0);
    const base::Fd to = base::open_file(folder_ / "to", O_RDWR | O_CREAT | flags_of_target).value();
    TRY(append_file(from.get(), to.get(), size));
    return base::read_file(folder_ / "to");
  }

  store::TestFolder folder_;
  const std::string bytes_ = std::string((3 << 20) + 3, 'x');
};

TEST_F(AppendFile, copies_within_the_file_system) {
  EXPECT_EQ(append(bytes_, std::ssize(bytes_), 0).value(), bytes_);
}

// The system refuses copy_file_range() into a file that is open for appending.
TEST_F(AppendFile, copies_through_a_buffer_where_the_system_does_not) {
  EXPECT_EQ(append(bytes_, std::ssize(bytes_), O_APPEND).value(), bytes_);
  EXPECT_EQ(append("more", 4, O_APPEND).value(), bytes_ + "more");
}

TEST_F(AppendFile, a_file_that_was_cut_short_is_an_error) {
  EXPECT_FALSE(append("short", 6, 0).ok());
  EXPECT_FALSE(append("short", 6, O_APPEND).ok());
}

}  // namespace
}  // namespace lake
