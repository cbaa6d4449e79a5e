#include "services/glue/job_arguments.h"

#include <gtest/gtest.h>

namespace services::glue {
namespace {

TEST(JobArguments, NonOverridableOnesWinOverTheRunsAndThoseOverTheDefaults) {
  const Arguments effective =
      effective_arguments(Arguments{{"--a", "default"}, {"--b", "default"}, {"--c", "default"}},
                          Arguments{{"--b", "run"}, {"--c", "run"}}, Arguments{{"--c", "fixed"}});
  EXPECT_EQ(effective, (Arguments{{"--a", "default"}, {"--b", "run"}, {"--c", "fixed"}}));
}

TEST(JobArguments, ProtectionThatIsNotThereIsRefusedByName) {
  const auto checked = check_protection({{"--encryption-type", "sse-s3"}});
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().code, "InvalidInputException");
  EXPECT_EQ(checked.error().message, "The argument --encryption-type is not supported.");
}

TEST(JobArguments, SparkSettingsMayStandInADefinitionButNotInARun) {
  EXPECT_TRUE(check_protection({{"--conf", "spark.sql.ansi.enabled=true"}}).ok());
  EXPECT_FALSE(check_run_arguments({{"--conf", "spark.sql.ansi.enabled=true"}}).ok());
}

TEST(JobArguments, TheUsersOwnAreTaken) {
  EXPECT_TRUE(check_run_arguments({{"--day", "2024-01-31"}, {"--enable-metrics", ""}}).ok());
}

TEST(JobArguments, MoreThan260KilobytesAreRefused) {
  EXPECT_FALSE(check_run_arguments({{"--text", std::string(300'000, 'x')}}).ok());
}

TEST(BookmarkOption, IsOffUnlessAsked) {
  EXPECT_EQ(bookmark_option({})->mode, BookmarkOption::Mode::Disable);
  EXPECT_EQ(bookmark_option({{"--job-bookmark-option", "job-bookmark-enable"}})->mode,
            BookmarkOption::Mode::Enable);
  EXPECT_FALSE(bookmark_option({{"--job-bookmark-option", "on"}}).ok());
}

TEST(BookmarkOption, ARangeNeedsBothEndsAndAPause) {
  Arguments arguments{{"--job-bookmark-option", "job-bookmark-pause"}, {"--job-bookmark-from", "jr_1"}};
  EXPECT_FALSE(bookmark_option(arguments).ok());
  arguments["--job-bookmark-to"] = "jr_2";
  ASSERT_TRUE(bookmark_option(arguments).ok());
  EXPECT_EQ(bookmark_option(arguments)->between->second, "jr_2");
  arguments["--job-bookmark-option"] = "job-bookmark-enable";
  EXPECT_FALSE(bookmark_option(arguments).ok());
}

}  // namespace
}  // namespace services::glue
