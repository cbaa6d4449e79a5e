#include "services/athena/open_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/builders.h"
#include "plan/program.pb.h"

namespace services::athena {
namespace {

using testing::HasSubstr;
using testing::Not;

sql::Query query_over(const std::string& format) {
  sql::Query query;
  query.root = std::make_unique<plan::Relation>(
      plan::read(format, "d date, add int, `at it` timestamp, y int", {}, 7));
  query.reads.push_back(
      {.plan_id = 7,
       .table = {.database = "db",
                 .name = "t",
                 .columns = {{"D", "date", ""}, {"add", "int", ""}, {"at it", "timestamp", ""}},
                 .partition_keys = {{"y", "int", ""}},
                 .storage = {.format = format, .options = {}}}});
  return query;
}

TEST(OpenCsvTest, TimesAndNumbersAreReadAsTextsBelowAProject) {
  sql::Query query = query_over("hive.opencsv");
  read_open_csv_values(query);
  ASSERT_TRUE(query.root->has_project());
  const plan::Relation& read = query.root->project().input();
  EXPECT_EQ(read.read().data_source().schema(), "d string, add string, `at it` string, y int");
  EXPECT_EQ(read.common().plan_id(), 7);
  EXPECT_EQ(query.root->project().expressions_size(), 4);
  EXPECT_THAT(query.root->DebugString(), HasSubstr("trino.date_add"));
}

TEST(OpenCsvTest, AColumnMayBeCalledAsAnotherOneEnds) {
  sql::Query query;
  query.root = std::make_unique<plan::Relation>(plan::read("hive.opencsv", "id string, d date", {}, 7));
  query.reads.push_back(
      {.plan_id = 7,
       .table = {.columns = {{"id", "string", ""}, {"d", "date", ""}, {"m", "map<int,int>", ""}},
                 .storage = {.format = "hive.opencsv", .options = {}}}});
  read_open_csv_values(query);
  ASSERT_TRUE(query.root->has_project());
  EXPECT_EQ(query.root->project().input().read().data_source().schema(), "id string, d string, m string");
}

TEST(OpenCsvTest, InvalidTextsFailTheQueryUnlessTheTableHasNullForThem) {
  for (const char* told : {"", "false", "true"}) {
    sql::Query query = query_over("hive.opencsv");
    if (*told != '\0') query.reads[0].table.parameters["use.null.for.invalid.data"] = told;
    read_open_csv_values(query);
    const bool fails = std::string_view(told) != "true";
    EXPECT_EQ(query.root->DebugString().find("trino.invalid_field") != std::string::npos, fails) << told;
  }
}

TEST(OpenCsvTest, OtherTablesAreReadAsTheyAre) {
  sql::Query query = query_over("hive.text");
  read_open_csv_values(query);
  EXPECT_TRUE(query.root->has_read());
  EXPECT_THAT(query.root->DebugString(), Not(HasSubstr("trino.date_add")));
}

}  // namespace
}  // namespace services::athena
