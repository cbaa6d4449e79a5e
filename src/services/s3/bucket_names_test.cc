#include "services/s3/bucket_names.h"

#include <gtest/gtest.h>

#include <string>

namespace services::s3 {
namespace {

TEST(BucketNames, letters_digits_dots_and_hyphens_make_one) {
  for (const char* name : {"abc", "my.data-lake", "123", "a--b", "1.2.3.4.5"})
    EXPECT_TRUE(check_bucket_name(name).ok()) << name;
  EXPECT_TRUE(check_bucket_name(std::string(63, 'a')).ok());
}

TEST(BucketNames, anything_else_is_refused) {
  for (const char* name :
       {"ab", "Abc", "a_b", "-ab", "ab-", "a..b", ".ab", "1.2.3.4", "xn--abc", "abc-s3alias", "a/b"})
    EXPECT_FALSE(check_bucket_name(name).ok()) << name;
  EXPECT_EQ(check_bucket_name(std::string(64, 'a')).error().code, "InvalidBucketName");
}

}  // namespace
}  // namespace services::s3
