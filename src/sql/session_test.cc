#include "sql/session.h"

#include <gmock/gmock.h>

#include "sql/query_test.h"

// Names of the catalog: its own, and `mine` beside it.
namespace sql {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class SessionTest : public QueryTest {
 protected:
  base::Result<Query> plan_in(std::string catalog, std::string_view text) {
    const Session session{
        .catalog = std::move(catalog),
        .is_other_name = [](const std::string& name) -> base::Result<bool> { return name == "mine"; }};
    return plan_query(text, trino(), catalog_, "db", {}, {}, session);
  }
  std::string error_in(std::string catalog, std::string_view text) {
    const auto query = plan_in(std::move(catalog), text);
    return query.ok() ? "no error" : query.error().code + ": " + query.error().message;
  }
  // The catalogs of the tables that are read, as the query calls them.
  std::string catalogs_in(std::string catalog, std::string_view text) {
    const auto query = plan_in(std::move(catalog), text);
    if (!query.ok()) return query.error().message;
    std::string names;
    for (const TableRead& read : query->reads) names += (names.empty() ? "" : " ") + read.catalog;
    return names;
  }
};

TEST_F(SessionTest, ATableIsFoundByEachNameOfItsCatalog) {
  EXPECT_EQ(catalogs_in("mine", "select year from orders"), "mine");
  EXPECT_EQ(catalogs_in("awsdatacatalog", "select year from \"Mine\".db.orders"), "mine");
  EXPECT_EQ(catalogs_in("mine", "select year from AwsDataCatalog.db.orders"), "awsdatacatalog");
  EXPECT_EQ(error_in("mine", "select 1 from other.db.orders"),
            "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist");
}

TEST_F(SessionTest, ColumnsAreOfTheCatalogThatTheirTableIsNamedWith) {
  EXPECT_EQ(catalogs_in("mine",
                        "select mine.db.odd.id, awsdatacatalog.db.odd.id"
                        " from odd cross join awsdatacatalog.db.odd"),
            "mine awsdatacatalog");
  EXPECT_THAT(error_in("mine", "select awsdatacatalog.db.odd.id from odd"), StartsWith("COLUMN_NOT_FOUND"));
  EXPECT_THAT(error_in("mine", "select odd.id from odd cross join awsdatacatalog.db.odd"),
              StartsWith("AMBIGUOUS_NAME"));
}

TEST_F(SessionTest, WithoutACatalogNamesMeanTheSessionsOrTheViews) {
  EXPECT_EQ(catalogs_in("awsdatacatalog", "select o.id from mine.db.v cross join odd o"),
            "mine awsdatacatalog");
}

TEST_F(SessionTest, CurrentCatalogIsTheSessions) {
  const auto query = plan_in("mine", "select current_catalog");
  ASSERT_TRUE(query.ok()) << query.error().message;
  EXPECT_THAT(plan::to_text(*query->root), HasSubstr("mine"));
}

TEST_F(SessionTest, MessagesCallTheCatalogAsTheQueryDoes) {
  EXPECT_EQ(error_in("mine", "select 1 from nothing"),
            "TABLE_NOT_FOUND: line 1:15: Table 'mine.db.nothing' does not exist");
  EXPECT_THAT(error_in("awsdatacatalog", "select * from mine.db.stale"),
              StartsWith("VIEW_IS_STALE: line 1:15: View 'mine.db.stale' is stale"));
  EXPECT_EQ(
      error_in("awsdatacatalog", "select * from mine.db.circle"),
      "INVALID_VIEW: line 1:15: Failed analyzing stored view 'mine.db.circle': line 1:15: View is recursive");
}

}  // namespace
}  // namespace sql
