#include "services/s3/regions.h"

#include <gtest/gtest.h>

namespace services::s3 {
namespace {

TEST(Regions, are_those_that_aws_has) {
  for (const char* name : {"us-east-1", "eu-central-2", "us-gov-east-1", "cn-north-1", "me-south-1"})
    EXPECT_TRUE(is_region(name)) << name;
  for (const char* name : {"", "us-east", "US-EAST-1", "EU", "us-east-9", "xx-north-1"})
    EXPECT_FALSE(is_region(name)) << name;
}

}  // namespace
}  // namespace services::s3
