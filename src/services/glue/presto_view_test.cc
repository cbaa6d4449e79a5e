#include "services/glue/presto_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace services::glue {
namespace {

std::string message_of(const std::string& text) {
  const auto view = parse_presto_view(text, "db.v");
  return view.ok() ? "a view" : view.error().code + ": " + view.error().message;
}

std::string presto(std::string_view json) {
  return "/* Presto View: " + base::to_base64(json) + " */";
}

TEST(PrestoView, HoldsAQueryAndItsColumns) {
  const auto view =
      parse_presto_view(presto(R"({"originalSql":"SELECT 1 x","catalog":"awsdatacatalog","schema":"db",
                 "columns":[{"name":"x","type":"integer"}],"runAsInvoker":false})"),
                        "db.v");
  ASSERT_TRUE(view.ok()) << view.error().message;
  EXPECT_EQ(view->sql, "SELECT 1 x");
  EXPECT_EQ(view->catalog, "awsdatacatalog");
  EXPECT_EQ(view->schema, "db");
  ASSERT_EQ(view->columns.size(), 1);
  EXPECT_EQ(view->columns[0].name, "x");
  EXPECT_EQ(view->columns[0].type, "integer");
}

TEST(PrestoView, WhatIsNoneIsRefused) {
  EXPECT_EQ(message_of("SELECT 1 x"), "NOT_SUPPORTED: Hive views are not supported: 'db.v'");
  EXPECT_EQ(message_of("/* Presto View: ? */"),
            "HIVE_INVALID_VIEW_DATA: Invalid view JSON of 'db.v': it is no base64");
  EXPECT_EQ(message_of(presto("{")),
            "HIVE_INVALID_VIEW_DATA: Invalid view JSON of 'db.v': it is no JSON object");
  EXPECT_EQ(message_of(presto(R"({"columns":[]})")),
            "HIVE_INVALID_VIEW_DATA: Invalid view JSON of 'db.v': it has no originalSql");
  EXPECT_EQ(message_of(presto(R"({"originalSql":"SELECT 1 x","columns":[{"name":"x"}]})")),
            "HIVE_INVALID_VIEW_DATA: Invalid view JSON of 'db.v': a column has no name or no type");
}

}  // namespace
}  // namespace services::glue
