#include "spark/catalog_names.h"

#include <gtest/gtest.h>

namespace spark_door {
namespace {

TEST(CatalogNamesTest, ANameIsOfLettersDigitsAndUnderscores) {
  for (const char* right : {"t", "T_1", "2024", "_"}) EXPECT_TRUE(check_new_name(right).ok()) << right;
}

TEST(CatalogNamesTest, NoNameLeavesItsFolder) {
  for (const char* wrong : {"", "a/b", "../t", "a b", "a-b", "a.b", "caf\u00e9"})
    EXPECT_EQ("INVALID_SCHEMA_OR_RELATION_NAME", check_new_name(wrong).error().code) << wrong;
}

}  // namespace
}  // namespace spark_door
