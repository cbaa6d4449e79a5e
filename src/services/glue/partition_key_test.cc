#include "services/glue/partition_key.h"

#include <gtest/gtest.h>

namespace services::glue {
namespace {

using Values = std::vector<std::string>;

TEST(PartitionKey, GivesBackWhateverItWasMadeOf) {
  for (const Values& values : {Values{"2020", "01"}, Values{"", ""},
                               Values{"a\x01"
                                      "b",
                                      "\x02"},
                               Values{"ü/=%"}})
    EXPECT_EQ(decode_partition_key(encode_partition_key(values)), values);
}

TEST(PartitionKey, OrdersAsTheValuesOneByOne) {
  EXPECT_LT(encode_partition_key({"a", "z"}), encode_partition_key({"aa", "b"}));
  EXPECT_LT(encode_partition_key({"a", "1"}), encode_partition_key({"a", "2"}));
}

TEST(PartitionKey, TheFirstValuesAreAPrefix) {
  EXPECT_TRUE(encode_partition_key({"2020", "01"}).starts_with(encode_partition_key({"2020"})));
  EXPECT_FALSE(encode_partition_key({"20201"}).starts_with(encode_partition_key({"2020"})));
}

}  // namespace
}  // namespace services::glue
