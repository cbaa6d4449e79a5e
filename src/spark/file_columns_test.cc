#include "spark/file_columns.h"

#include <gtest/gtest.h>

#include "plan/file_columns.h"

namespace spark_door {
namespace {

// As Spark 4 shows files of these names.
TEST(FileColumns, UrisAreEncodedAsJavaDoesIt) {
  EXPECT_EQ(encoded_uri("file:/d/p=a b/one x+ü=&?#[1].csv"), "file:/d/p=a%20b/one%20x+ü=&%3F%23%5B1%5D.csv");
  EXPECT_EQ(encoded_uri("s3://b/q!\"#$%&'()+-.;<=>@^_`|~"), "s3://b/q!%22%23$%25&'()+-.;%3C=%3E@%5E_%60%7C~");
  EXPECT_EQ(encoded_uri("s3://b/\u00a0\u2003\u3000\u0085日本"), "s3://b/%C2%A0%E2%80%83%E3%80%80%C2%85日本");
}

TEST(FileColumns, ACharacterThatIsTornOffIsEncoded) {
  EXPECT_EQ(encoded_uri("s3://b/\xff"), "s3://b/%FF");
  EXPECT_EQ(encoded_uri("s3://b/\xc2"), "s3://b/%C2");
}

TEST(FileColumns, UrlsOfLocalFilesHaveAnEmptyHost) {
  EXPECT_EQ(encoded_url("file:/a b"), "file:///a%20b");
  EXPECT_EQ(encoded_url("s3://b/a b"), "s3://b/a%20b");
}

TEST(FileColumns, ValuesStandInTheOrderOfTheColumns) {
  plan::PinnedInput input;
  declare_file_columns(input);
  ASSERT_EQ(input.partition_columns_size(), 5);
  EXPECT_EQ(input.partition_columns(0), plan::file_column::kPath);
  plan::PinnedObject& object = *input.add_objects();
  object.set_uri("s3://b/a/x y");
  object.set_size(7);
  add_file_columns(object, "s3a", base::Timestamp(std::chrono::milliseconds(1500)));
  std::vector<std::string> values;
  for (const auto& value : object.partition_values()) values.push_back(value.value());
  EXPECT_EQ(values,
            (std::vector<std::string>{"s3a://b/a/x%20y", "s3a://b/a/x%20y", "x%20y", "7", "1500000"}));
}

}  // namespace
}  // namespace spark_door
