#include "services/glue/visual/s3_source.h"

#include <gtest/gtest.h>

namespace services::glue::visual {
namespace {

TEST(Exclusions, AreJsonListsInStrings) {
  const auto patterns = parse_exclusions({R"(["**.pdf","**/tmp/**"])", R"(["**.md"])"});
  ASSERT_TRUE(patterns.ok());
  EXPECT_EQ(*patterns, (std::vector<std::string>{"**.pdf", "**/tmp/**", "**.md"}));
}

TEST(Exclusions, WhatIsNoJsonListIsRefused) {
  const auto patterns = parse_exclusions({"**.pdf"});
  ASSERT_FALSE(patterns.ok());
  EXPECT_EQ(patterns.error().message, "Exclusions: '**.pdf' is not a JSON list of patterns");
}

}  // namespace
}  // namespace services::glue::visual
