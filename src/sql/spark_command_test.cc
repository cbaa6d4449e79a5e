#include "sql/spark_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// The statement as the command that it must be.
template <typename Command>
Command parsed(std::string_view text) {
  const auto command = parse_spark_command(text);
  if (!command.ok()) {
    ADD_FAILURE() << text << ": " << command.error().message;
    return {};
  }
  if (!*command || !std::holds_alternative<Command>(**command)) {
    ADD_FAILURE() << text << ": another statement, or none";
    return {};
  }
  return std::get<Command>(**command);
}

bool is_query(std::string_view text) {
  const auto command = parse_spark_command(text);
  return command.ok() && !*command;
}

std::string condition_of(std::string_view text) {
  const auto command = parse_spark_command(text);
  return command.ok() ? "none" : command.error().code;
}

std::string message_of(std::string_view text) {
  const auto command = parse_spark_command(text);
  return command.ok() ? "none" : command.error().message;
}

TEST(SparkCommand, a_query_is_no_statement) {
  EXPECT_TRUE(is_query("select 1"));
  EXPECT_TRUE(is_query("with t as (select 1) select * from t"));
  EXPECT_TRUE(is_query("from t select a"));
  EXPECT_TRUE(is_query("values (1)"));
  EXPECT_TRUE(is_query("select insert into from t"));
}

TEST(SparkCommand, a_view_has_names_comments_and_a_query) {
  const auto view = parsed<CreateViewCommand>(
      "create or replace view d.v (a comment 'first', b) comment 'hm' tblproperties ('p'='q') as select 1, "
      "2;");
  EXPECT_EQ(view.kind, CreateViewCommand::Kind::Stored);
  EXPECT_TRUE(view.replace);
  EXPECT_THAT(view.name, ElementsAre("d", "v"));
  ASSERT_EQ(view.columns.size(), 2U);
  EXPECT_EQ(view.columns[0].comment, "first");
  EXPECT_EQ(view.comment, "hm");
  EXPECT_THAT(view.properties, ElementsAre(Pair("p", "q")));
  EXPECT_EQ(view.query, "select 1, 2");
}

TEST(SparkCommand, a_temporary_view_may_be_of_all_sessions_or_of_files) {
  EXPECT_EQ(parsed<CreateViewCommand>("create global temp view v as select 1").kind,
            CreateViewCommand::Kind::Global);
  const auto files = parsed<CreateViewCommand>(
      "create temporary view v (a int, b decimal(3,1)) using csv options (path 's3://b/k', header true)");
  EXPECT_EQ(files.format, "csv");
  EXPECT_EQ(files.schema, "a int, b decimal(3,1)");
  EXPECT_THAT(files.options, ElementsAre(Pair("header", "true"), Pair("path", "s3://b/k")));
}

TEST(SparkCommand, a_temporary_view_has_no_database) {
  EXPECT_EQ(condition_of("create temp view d.v as select 1"), "INVALID_TEMP_OBJ_QUALIFIER");
  EXPECT_EQ(condition_of("create temp view if not exists v as select 1"), "_LEGACY_ERROR_TEMP_0053");
}

TEST(SparkCommand, columns_of_a_table_have_types_and_comments) {
  const auto table = parsed<CreateTableCommand>(
      "create table t (a int not null comment 'x, y', b map<string, array<int>>, `c d` decimal(8, 2) comment "
      "'z') using json partitioned by (a) comment 'of things'");
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_EQ(table.columns[0].type, "int");
  EXPECT_EQ(table.columns[0].comment, "x, y");
  EXPECT_EQ(table.columns[1].type, "map<string, array<int>>");
  EXPECT_EQ(table.columns[2].name, "c d");
  EXPECT_EQ(table.columns[2].type, "decimal(8, 2)");
  EXPECT_THAT(table.partition_by, ElementsAre("a"));
  EXPECT_THAT(table.parameters, ElementsAre(Pair("comment", "of things")));
}

TEST(SparkCommand, partition_columns_with_types_are_columns_too) {
  const auto table = parsed<CreateTableCommand>(
      "create external table t (a int) partitioned by (b string, c decimal(5,1)) "
      "stored as parquet location 's3://b/k'");
  EXPECT_TRUE(table.external);
  EXPECT_THAT(table.partition_by, ElementsAre("b", "c"));
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_EQ(table.columns[2].type, "decimal(5,1)");
}

TEST(SparkCommand, what_show_create_table_writes_is_read) {
  const auto table = parsed<CreateTableCommand>(
      "CREATE TABLE spark_catalog.shop.t (\n  name STRING COLLATE UTF8_BINARY COMMENT 'x')\nUSING parquet\n"
      "TBLPROPERTIES (\n  'x' = 'y')\n");
  EXPECT_EQ(table.columns[0].type, "STRING");
  EXPECT_EQ(table.columns[0].comment, "x");
}

TEST(SparkCommand, a_table_of_a_query_has_no_columns_of_its_own) {
  EXPECT_EQ(condition_of("create table t (a int) using parquet as select 1"), "_LEGACY_ERROR_TEMP_0035");
  EXPECT_EQ(parsed<CreateTableCommand>("create table t using parquet select 1").query, "select 1");
  EXPECT_EQ(parsed<UnsupportedTableCommand>("create or replace table t as select 1").operation,
            "REPLACE TABLE AS SELECT");
}

TEST(SparkCommand, rows_go_into_partitions_columns_or_names) {
  const auto insert =
      parsed<InsertCommand>("insert overwrite table t partition (day = 'mon', hour) if not exists select 1");
  EXPECT_TRUE(insert.overwrite && insert.if_not_exists);
  ASSERT_EQ(insert.partition.size(), 2U);
  EXPECT_EQ(insert.partition[0].value, "mon");
  EXPECT_FALSE(insert.partition[1].given);
  EXPECT_THAT(parsed<InsertCommand>("insert into t (a, b) values (1, 2)").columns, ElementsAre("a", "b"));
  EXPECT_TRUE(parsed<InsertCommand>("insert into t by name select 1 as a").by_name);
  EXPECT_EQ(parsed<InsertCommand>("insert into t (select 1)").query, "(select 1)");
  EXPECT_EQ(condition_of("insert into t partition (a=1) if not exists select 1"),
            "INVALID_STATEMENT_OR_CLAUSE");
}

TEST(SparkCommand, the_value_of_a_partition_is_a_constant) {
  const auto spec =
      parsed<TruncateCommand>("truncate table t partition (a = -1, b = null, c = date'2024-01-02', d = true)")
          .partition;
  ASSERT_EQ(spec.size(), 4U);
  EXPECT_EQ(spec[0].value, "-1");
  EXPECT_TRUE(spec[1].given && !spec[1].value);
  EXPECT_EQ(spec[2].value, "2024-01-02");
  EXPECT_EQ(spec[3].value, "true");
}

TEST(SparkCommand, common_tables_may_stand_before_an_insert) {
  const auto insert =
      parsed<InsertCommand>("with w as (select 'insert into' as a) insert into t select * from w");
  EXPECT_EQ(insert.query, "with w as (select 'insert into' as a) select * from w");
  EXPECT_THAT(message_of("from t insert into u select a"), HasSubstr("FROM ... INSERT"));
}

TEST(SparkCommand, a_folder_is_overwritten_in_a_format) {
  const auto insert = parsed<InsertDirectoryCommand>(
      "insert overwrite local directory 's3://b/k' using csv options ('header' 'true') select 1");
  EXPECT_EQ(insert.path, "s3://b/k");
  EXPECT_THAT(insert.options, ElementsAre(Pair("header", "true")));
}

TEST(SparkCommand, partitions_are_added_dropped_and_renamed) {
  const auto added = parsed<AddPartitionsCommand>(
      "alter table t add if not exists partition (d='a') location 's3://b/x' partition (d='b')");
  ASSERT_EQ(added.partitions.size(), 2U);
  EXPECT_EQ(added.partitions[0].location, "s3://b/x");
  EXPECT_EQ(parsed<DropPartitionsCommand>("alter table t drop if exists partition (d=1), partition (d=2)")
                .partitions.size(),
            2U);
  EXPECT_EQ(
      parsed<RenamePartitionCommand>("alter table t partition (d=1) rename to partition (d=2)").to[0].value,
      "2");
  EXPECT_EQ(condition_of("alter table t drop partition (d > 1)"), "PARSE_SYNTAX_ERROR");
}

TEST(SparkCommand, alter_table_knows_what_no_table_can_do) {
  EXPECT_EQ(parsed<UnsupportedTableCommand>("alter table t drop column a").operation, "DROP COLUMN");
  EXPECT_EQ(parsed<UnsupportedTableCommand>("alter table t rename column a to b").operation, "RENAME COLUMN");
  EXPECT_EQ(parsed<UnsupportedTableCommand>("update t set a = 1 where b = 2").operation, "UPDATE TABLE");
  EXPECT_EQ(condition_of("alter table t touch"), "INVALID_STATEMENT_OR_CLAUSE");
  EXPECT_EQ(condition_of("alter table t change a b int"), "_LEGACY_ERROR_TEMP_0034");
}

TEST(SparkCommand, a_column_is_described_and_a_query_is) {
  const auto column = parsed<DescribeCommand>("describe extended d.t partition (p=1) a");
  EXPECT_TRUE(column.extended);
  EXPECT_THAT(column.column, ElementsAre("a"));
  EXPECT_THAT(parsed<DescribeCommand>("desc extended").table, ElementsAre("extended"));
  EXPECT_EQ(parsed<DescribeQueryCommand>("describe query select 1").query, "select 1");
  EXPECT_EQ(parsed<DescribeQueryCommand>("describe with t as (select 1) select * from t").query,
            "with t as (select 1) select * from t");
}

TEST(SparkCommand, a_query_is_explained_and_a_statement_is_refused_by_name) {
  EXPECT_EQ(parsed<ExplainCommand>("explain formatted select 1").mode, ExplainCommand::Mode::Formatted);
  EXPECT_THAT(message_of("explain drop table t"), HasSubstr("EXPLAIN of DROP"));
  EXPECT_EQ(condition_of("explain selec 1"), "PARSE_SYNTAX_ERROR");
}

TEST(SparkCommand, a_setting_is_a_key_and_whatever_stands_behind_the_equals) {
  EXPECT_EQ(parsed<SetCommand>("set a.b = x y = z").value, "x y = z");
  EXPECT_EQ(parsed<SetCommand>("set `some key` = 3").key, "some key");
  EXPECT_EQ(parsed<SetCommand>("set a.b").value, std::nullopt);
  EXPECT_EQ(condition_of("set some key = 3"), "INVALID_SET_SYNTAX");
  EXPECT_EQ(parsed<SetTimeZoneCommand>("set time zone interval -3 hours").zone, "-03:00");
  EXPECT_EQ(parsed<SetTimeZoneCommand>("set time zone 'Asia/Tokyo'").zone, "Asia/Tokyo");
}

TEST(SparkCommand, what_nobody_does_is_refused_by_name) {
  for (const char* text : {"create function f as 'x'", "create temporary table t (a int)",
                           "add jar 's3://b/x.jar'", "list files", "load data inpath 'x' into table t",
                           "call p()", "declare x int", "execute immediate 'select 1'", "show procedures",
                           "describe extended t as json", "create table t (a int default 1) using parquet"})
    EXPECT_EQ(condition_of(text), "UNSUPPORTED_FEATURE") << text;
  for (const char* text : {"grant select on t to x", "lock table t", "commit", "show locks", "set role x"})
    EXPECT_EQ(condition_of(text), "INVALID_STATEMENT_OR_CLAUSE") << text;
}

TEST(SparkCommand, what_is_no_statement_is_a_syntax_error) {
  for (const char* text :
       {"create tabl x", "alter nothing", "drop nothing x", "show create view v", "describe", "use",
        "truncate t", "analyze t", "insert t values (1)", "comment x", "cache x"})
    EXPECT_EQ(condition_of(text), "PARSE_SYNTAX_ERROR") << text;
}

}  // namespace
}  // namespace sql
