#include "services/s3/ranges.h"

#include <gtest/gtest.h>

namespace services::s3 {
namespace {

std::optional<Extent> range(std::string_view text, std::int64_t size = 10) {
  return parse_range(text, size).value();
}

std::string refusal(std::string_view text, std::int64_t size = 10) {
  const auto parsed = parse_range(text, size);
  return parsed.ok() ? "none" : parsed.error().code;
}

TEST(Ranges, a_first_and_a_last_byte_are_both_included) {
  EXPECT_EQ(range("bytes=2-4"), (Extent{2, 3}));
}
TEST(Ranges, without_a_last_byte_it_goes_to_the_end) {
  EXPECT_EQ(range("bytes=7-"), (Extent{7, 3}));
}
TEST(Ranges, the_end_is_clipped_to_the_size) {
  EXPECT_EQ(range("bytes=7-99999999999999999999"), (Extent{7, 3}));
}
TEST(Ranges, a_suffix_counts_from_the_end) {
  EXPECT_EQ(range("bytes=-3"), (Extent{7, 3}));
}
TEST(Ranges, a_suffix_longer_than_the_object_is_all_of_it) {
  EXPECT_EQ(range("bytes=-30"), (Extent{0, 10}));
}

TEST(Ranges, what_starts_behind_the_end_is_refused) {
  EXPECT_EQ(refusal("bytes=10-"), "InvalidRange");
  EXPECT_EQ(refusal("bytes=10-12"), "InvalidRange");
  EXPECT_EQ(refusal("bytes=0-0", 0), "InvalidRange");
}

TEST(Ranges, no_bytes_from_the_end_is_refused) {
  EXPECT_EQ(refusal("bytes=-0"), "InvalidRange");
}

TEST(Ranges, what_is_malformed_is_ignored) {
  for (const char* text :
       {"bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes 0-1", ""})
    EXPECT_EQ(range(text), std::nullopt) << text;
}

TEST(Ranges, a_suffix_of_an_empty_object_is_ignored) {
  EXPECT_EQ(range("bytes=-5", 0), std::nullopt);
}

TEST(Ranges, a_part_lies_behind_those_before_it) {
  const lake::Object object{.size = 12, .parts = {{.size = 5}, {.size = 5}, {.size = 2}}};
  EXPECT_EQ(part_extent(object, 1).value(), (Extent{0, 5}));
  EXPECT_EQ(part_extent(object, 3).value(), (Extent{10, 2}));
  EXPECT_EQ(part_extent(object, 4).error().code, "InvalidPartNumber");
  EXPECT_EQ(part_extent(object, 0).error().code, "InvalidPartNumber");
}

TEST(Ranges, an_object_of_no_upload_is_its_own_first_part) {
  EXPECT_EQ(part_extent({.size = 12}, 1).value(), (Extent{0, 12}));
  EXPECT_EQ(part_extent({.size = 12}, 2).error().code, "InvalidPartNumber");
}

}  // namespace
}  // namespace services::s3
