#include "services/s3/conditions.h"

#include <gtest/gtest.h>

namespace services::s3 {
namespace {

using namespace std::chrono_literals;

const base::Timestamp kModified = base::from_micros(1'700'000'000'400'000);
const lake::Object kObject{.key = "a", .etag = "abc", .modified_at = kModified};

std::string outcome(const base::Result<void>& result) {
  return result.ok() ? "ok" : result.error().code;
}
std::string read(const ReadConditions& conditions) {
  return outcome(check_conditions(conditions, kObject, kModified + 1h));
}
std::string write(const WriteConditions& conditions, const lake::Object* current) {
  return outcome(check_current(conditions, "a", current));
}

TEST(ReadConditions, if_match_wants_the_etag_quoted_or_not_or_any) {
  EXPECT_EQ(read({.if_match = "\"abc\""}), "ok");
  EXPECT_EQ(read({.if_match = "abc"}), "ok");
  EXPECT_EQ(read({.if_match = "*"}), "ok");
  EXPECT_EQ(read({.if_match = "\"other\""}), "PreconditionFailed");
}

TEST(ReadConditions, if_match_that_holds_overrules_if_unmodified_since) {
  EXPECT_EQ(read({.if_match = "abc", .if_unmodified_since = kModified - 1h}), "ok");
}

TEST(ReadConditions, if_none_match_that_is_matched_is_not_modified) {
  EXPECT_EQ(read({.if_none_match = "\"abc\""}), "NotModified");
  EXPECT_EQ(read({.if_none_match = "*"}), "NotModified");
  EXPECT_EQ(read({.if_none_match = "\"other\""}), "ok");
}

TEST(ReadConditions, if_none_match_that_holds_overrules_if_modified_since) {
  EXPECT_EQ(read({.if_none_match = "other", .if_modified_since = kModified + 1min}), "ok");
}

TEST(ReadConditions, dates_are_compared_in_whole_seconds) {
  const base::Timestamp second = std::chrono::floor<std::chrono::seconds>(kModified);
  EXPECT_EQ(read({.if_modified_since = second}), "NotModified");
  EXPECT_EQ(read({.if_unmodified_since = second}), "ok");
  EXPECT_EQ(read({.if_modified_since = second - 1s}), "ok");
  EXPECT_EQ(read({.if_unmodified_since = second - 1s}), "PreconditionFailed");
}

TEST(ReadConditions, if_modified_since_a_date_to_come_is_ignored) {
  EXPECT_EQ(read({.if_modified_since = kModified + 2h}), "ok");
}

TEST(WriteConditions, if_none_match_any_wants_no_object) {
  EXPECT_EQ(write({.if_none_match = "*"}, nullptr), "ok");
  EXPECT_EQ(write({.if_none_match = "*"}, &kObject), "PreconditionFailed");
}

TEST(WriteConditions, if_match_wants_an_object_of_that_etag) {
  EXPECT_EQ(write({.if_match = "abc"}, &kObject), "ok");
  EXPECT_EQ(write({.if_match = "other"}, &kObject), "PreconditionFailed");
  EXPECT_EQ(write({.if_match = "abc"}, nullptr), "NoSuchKey");
}

TEST(WriteConditions, other_values_are_not_implemented_on_aws_either) {
  EXPECT_EQ(outcome(check_write_conditions({.if_match = "*"})), "NotImplemented");
  EXPECT_EQ(outcome(check_write_conditions({.if_none_match = "abc"})), "NotImplemented");
  EXPECT_EQ(outcome(check_write_conditions({.if_match = "abc", .if_none_match = "*"})), "NotImplemented");
}

}  // namespace
}  // namespace services::s3
