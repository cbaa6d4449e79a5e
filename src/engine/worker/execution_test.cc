#include "engine/worker/execution.h"

#include "engine/sources/csv_options.h"
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::column;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

constexpr std::string_view kOrders =
    "1,2013-07-25 00:00:00.0,11599,CLOSED\n"
    "2,2013-07-25 00:00:00.0,256,PENDING PAYMENT\n"
    "2,2013-07-25 00:00:00.0,256,PENDING PAYMENT\n"
    "3,2013-07-26 00:00:00.0,12111,CLOSED\n";

plan::Relation orders_job() {
  return plan::distinct(plan::project(plan::read("glue.csv", "", {}, 1),
                                      {plan::alias(plan::cast(column("col0"), "bigint"), "order_id"),
                                       plan::alias(plan::cast(column("col1"), "timestamp"), "updated"),
                                       plan::alias(column("col3"), "status")}));
}

TEST_F(ExecutionTest, CsvIsMappedDeduplicatedAndWrittenAsPartitionedParquet) {
  pin(1, kOrders);
  *program_.add_writes() =
      plan::write(orders_job(), "glueparquet", "s3://lake/out", {.partition_by = {"status"}});
  const auto report = run();
  ASSERT_TRUE(report.ok()) << report.error().message;

  EXPECT_EQ(report->writes(0).rows(), 3);
  ASSERT_THAT(broker_.staged, SizeIs(2));
  EXPECT_THAT(
      broker_.staged[0].uri,
      MatchesRegex("s3://lake/out/status=CLOSED/run-[0-9]+-part-block-0-[0-9]+-r-00000-snappy.parquet"));
  EXPECT_THAT(broker_.staged[1].uri, HasSubstr("/status=PENDING PAYMENT/"));
  EXPECT_EQ(report->writes(0).files(0).bytes(), broker_.staged[0].size);
  EXPECT_EQ(report->writes(0).columns(1).type(), "timestamp");
  EXPECT_EQ(report->writes(0).partition_columns(0).name(), "status");
  EXPECT_EQ(report->reads(0).rows(), 4);
  EXPECT_EQ(report->reads(0).bytes(), static_cast<std::int64_t>(kOrders.size()));
}

TEST_F(ExecutionTest, WrittenParquetIsReadBackWithItsPartitions) {
  pin(1, kOrders);
  *program_.add_writes() =
      plan::write(orders_job(), "glueparquet", "s3://lake/out", {.partition_by = {"status"}});
  ASSERT_TRUE(run().ok());
  const auto written = broker_.staged;

  program_.Clear();
  for (const auto& object : written)
    pin(2, broker_.text(object.content_id),
        {object.uri.find("CLOSED") != std::string::npos ? "CLOSED" : "PENDING"}, object.uri);
  input_for(2).add_partition_columns("status");
  const auto table = plan::read("parquet", "order_id bigint, updated timestamp, status string", {}, 2);
  EXPECT_EQ(rows(plan::sort(plan::aggregate(table, {column("status")},
                                            {plan::alias(plan::call("count", {plan::literal(1)}), "n"),
                                             plan::call("max", {column("updated")})}),
                            {plan::ascending(column("status"))})),
            "\"CLOSED\",\"2\",\"2013-07-26 00:00:00.000\"\n\"PENDING\",\"1\",\"2013-07-25 00:00:00.000\"\n");
  EXPECT_EQ(report_.reads(0).rows(), 3);
}

TEST_F(ExecutionTest, AFileWithoutRowsIsWrittenAsSparkAndGlueWouldEach) {
  pin(1, "");
  const auto nothing = plan::project(plan::read("csv", "a string", {}, 1), {column("a")});
  *program_.add_writes() = plan::write(nothing, "parquet", "s3://lake/spark");
  *program_.add_writes() = plan::write(nothing, "glueparquet", "s3://lake/glue");
  const auto report = run();
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_THAT(broker_.staged, SizeIs(1));
  EXPECT_THAT(broker_.staged[0].uri,
              MatchesRegex("s3://lake/spark/part-00000-[0-9a-f-]+-c000.snappy.parquet"));
}

TEST_F(ExecutionTest, ShortAndLongRowsAreFilledCutAndCounted) {
  pin(1, "1,a\n2\n3,c,extra\n");
  EXPECT_EQ(rows(plan::read("glue.csv", "id string, name string", {}, 1)),
            "\"1\",\"a\"\n\"2\",\n\"3\",\"c\"\n");
  EXPECT_EQ(report_.reads(0).short_rows(), 1);
  EXPECT_EQ(report_.reads(0).long_rows(), 1);
}

TEST_F(ExecutionTest, EachFilesHeaderSaysWhereItsColumnsAre) {
  pin(1, "id,name\n1,a\n", {}, "s3://lake/in/a.csv");
  pin(1, "name,id,more\nb,2,x\n", {}, "s3://lake/in/b.csv");
  EXPECT_EQ(rows(plan::sort(plan::read("glue.csv", "", {{"withHeader", "true"}}, 1),
                            {plan::ascending(column("id"))})),
            "\"1\",\"a\",\n\"2\",\"b\",\"x\"\n");
}

TEST_F(ExecutionTest, BadDataIsTheCallersFaultNamedByFileAndLine) {
  pin(1, "1,a\n2,\"b\n");
  EXPECT_THAT(rows(plan::read("glue.csv", "", {}, 1)),
              testing::StartsWith("BadData\ns3://lake/in/a.csv line 2: "));
}

TEST_F(ExecutionTest, ARelationOfTwoWritesIsComputedOnce) {
  pin(1, kOrders);
  *program_.add_relations() = plan::with_plan_id(orders_job(), 9);
  plan::Relation use;
  use.mutable_cached_remote_relation()->set_relation_id("9");
  *program_.add_writes() = plan::write(use, "glueparquet", "s3://lake/a");
  *program_.add_writes() = plan::write(use, "glueparquet", "s3://lake/b");
  const auto report = run();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->reads(0).rows(), 4);
  EXPECT_EQ(report->writes(0).rows(), 3);
  EXPECT_EQ(report->writes(1).rows(), 3);
}

TEST_F(ExecutionTest, ManyPartitionsAreWrittenOneAfterTheOther) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i % 1000) + "," + std::to_string(i) + "\n";
  pin(1, text);
  *program_.add_writes() = plan::write(plan::read("glue.csv", "k string, v string", {}, 1), "glueparquet",
                                       "s3://lake/out", {.partition_by = {"k"}});
  const auto report = run();
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->writes(0).rows(), 3000);
  EXPECT_THAT(broker_.staged, SizeIs(1000));
  // The rows are read once more when there turn out to be many partitions; that is no other reading of the
  // input.
  EXPECT_EQ(report->reads(0).rows(), 3000);
  EXPECT_EQ(report->reads(0).bytes(), static_cast<std::int64_t>(text.size()));
}

TEST_F(ExecutionTest, PartitionFoldersAreEscapedAsHiveEscapes) {
  pin(1, "a/b=c,1\n,2\n");
  *program_.add_writes() = plan::write(plan::read("csv", "k string, v string", {}, 1), "glueparquet",
                                       "s3://lake/out", {.partition_by = {"k"}});
  ASSERT_TRUE(run().ok());
  EXPECT_THAT(broker_.staged,
              testing::UnorderedElementsAre(
                  testing::Field(&Broker::WrittenObject::uri, HasSubstr("/k=a%2Fb%3Dc/")),
                  testing::Field(&Broker::WrittenObject::uri, HasSubstr("/k=__HIVE_DEFAULT_PARTITION__/"))));
}

TEST_F(ExecutionTest, AResultHasLabelsAndQuotes) {
  pin(1, "he said \"hi\",\n");
  *program_.add_writes() =
      plan::write(plan::project(plan::read("csv", "a string, b string", {}, 1),
                                {column("a"), column("b"), plan::alias(plan::literal(1.0e10), "c")}),
                  "dovetail.athena_result", "s3://results/q.csv");
  ASSERT_TRUE(run().ok());
  ASSERT_THAT(broker_.staged, SizeIs(1));
  EXPECT_EQ(broker_.staged[0].uri, "s3://results/q.csv");
  EXPECT_EQ(broker_.text(broker_.staged[0].content_id),
            "\"a\",\"b\",\"c\"\n\"he said \"\"hi\"\"\",,\"1.0E10\"\n");
}

// As LazySimpleSerDe does: the text for NULL is looked for in the file as it stands.
TEST_F(ExecutionTest, ANullOfATextTableWithAnEscapeCharacterIsSeenBeforeItIsUnescaped) {
  pin(1, "\\N,\\\\N,a\\,b\n");
  const plan::Options escaped = {{"field.delim", ","}, {"escape.delim", "\\"}};
  EXPECT_EQ(rows(plan::read("hive.text", "a string, b string, c string", escaped, 1)), ",\"\\N\",\"a,b\"\n");
}

TEST_F(ExecutionTest, ThePartitionsValueWinsOverAColumnOfThatNameInTheFiles) {
  pin(1, "id,k\n1,file\n", {"folder"});
  input_for(1).add_partition_columns("k");
  EXPECT_EQ(rows(plan::read("glue.csv", "", {{"withHeader", "true"}}, 1)), "\"1\",\"folder\"\n");

  *program_.mutable_writes() = {};
  broker_.staged.clear();
  *program_.add_writes() = plan::write(plan::project(std::nullopt, {plan::alias(plan::literal(1), "id"),
                                                                    plan::alias(plan::literal("file"), "K")}),
                                       "parquet", "s3://lake/p");
  program_.clear_inputs();
  ASSERT_TRUE(run().ok());
  pin(2, broker_.text(broker_.staged.at(0).content_id), {"folder"}, "s3://lake/p/k=folder/a.parquet");
  input_for(2).add_partition_columns("k");
  EXPECT_EQ(rows(plan::read("parquet", "", {}, 2)), "\"1\",\"folder\"\n");
}

TEST_F(ExecutionTest, ARecordOfTooManyFieldsIsBadData) {
  pin(1, "a,b\n" + std::string(CsvOptions::kMaxColumns, ',') + "\n");
  EXPECT_EQ(rows(plan::read("glue.csv", "a string", {}, 1)),
            "BadData\ns3://lake/in/a.csv line 2: the record has more than 20480 fields.");
}

TEST_F(ExecutionTest, AsManyColumnsAsAreAllowedAreRead) {
  std::string header = "c0";
  for (std::size_t i = 1; i < CsvOptions::kMaxColumns; ++i) header += ",c" + std::to_string(i);
  pin(1, header + "\n1\n");
  const auto read = plan::read("glue.csv", "", {{"withHeader", "true"}}, 1);
  EXPECT_EQ(rows(plan::project(read, {column("c0"), column("C20479")})), "\"1\",\n");
}

// A part of 8 MiB ends in the middle of this file; whatever is read twice counts once.
TEST_F(ExecutionTest, TheBytesOfAReadAreThoseOfItsFiles) {
  std::string text;
  while (text.size() < (std::size_t{20} << 20)) text += "some text,and more of it\n";
  pin(1, text);
  rows(plan::aggregate(plan::read("glue.csv", "", {}, 1), {}, {plan::call("count", {plan::literal(1)})}));
  EXPECT_EQ(report_.reads(0).bytes(), static_cast<std::int64_t>(text.size()));
}

// All reads together: neither of these two files is too large by itself.
TEST_F(ExecutionTest, ARunThatReadsMoreThanItsLimitEnds) {
  pin(1, std::string(600, '1'));
  pin(2, std::string(600, '2'));
  const auto both = plan::union_all(plan::read("glue.csv", "", {}, 1), plan::read("glue.csv", "", {}, 2));
  scan_bytes_ = 1200;
  EXPECT_THAT(rows(both), testing::StartsWith("\"1"));
  scan_bytes_ = 1199;
  EXPECT_EQ(rows(both), "SCAN_LIMIT_EXCEEDED\nThe run reads more than 1199 bytes.");
}

TEST_F(ExecutionTest, WhatStandsInAMessageBesideItsChoiceIsRefused) {
  auto expression = plan::literal(1);
  expression.GetReflection()->MutableUnknownFields(&expression)->AddVarint(4711, 1);
  EXPECT_EQ(value(expression),
            "UNSUPPORTED_FEATURE\nThe plan uses field 4711 of spark.connect.Expression, which is not "
            "supported yet.");
  auto relation = plan::project(std::nullopt, {plan::literal(1)});
  relation.GetReflection()->MutableUnknownFields(&relation)->AddVarint(4711, 1);
  EXPECT_EQ(
      rows(relation),
      "UNSUPPORTED_FEATURE\nThe plan uses field 4711 of spark.connect.Relation, which is not supported yet.");
  auto literal = plan::literal(1);
  literal.mutable_literal()->mutable_data_type()->mutable_long_();
  EXPECT_THAT(value(literal), HasSubstr("The plan uses spark.connect.Expression.Literal.data_type,"));
}

TEST_F(ExecutionTest, WhatATypeSaysBesideItsKindIsRefused) {
  auto collated = plan::cast(plan::literal("a"), "string");
  collated.mutable_cast()->mutable_type()->mutable_string()->set_collation("UNICODE_CI");
  EXPECT_EQ(value(collated),
            "UNSUPPORTED_FEATURE\nThe plan uses the collation UNICODE_CI, which is not supported yet.");
  auto varied = plan::cast(plan::literal("1"), "int");
  varied.mutable_cast()->mutable_type()->mutable_integer()->set_type_variation_reference(7);
  EXPECT_THAT(value(varied), HasSubstr("type_variation_reference"));
}

TEST_F(ExecutionTest, ASaveModeThatIsNotSaidIsNotTakenForAppend) {
  *program_.add_writes() =
      plan::write(plan::project(std::nullopt, {plan::alias(plan::literal(1), "a")}), "parquet",
                  "s3://lake/out", {.mode = plan::WriteOperation::SAVE_MODE_UNSPECIFIED});
  const auto report = run();
  ASSERT_FALSE(report.ok());
  EXPECT_THAT(report.error().message, HasSubstr("mode = SAVE_MODE_UNSPECIFIED"));
}

TEST_F(ExecutionTest, ADeduplicateSaysByWhichColumns) {
  auto without = plan::deduplicate(plan::project(std::nullopt, {plan::literal(1)}), {});
  EXPECT_THAT(rows(without), testing::StartsWith("INVALID_PLAN_INPUT\n"));
  without.mutable_deduplicate()->set_all_columns_as_keys(true);
  EXPECT_EQ(rows(without), "\"1\"\n");
}

TEST_F(ExecutionTest, AFieldThatIsNotConsumedIsRefusedByItsName) {
  auto read = plan::read("csv", "a string", {}, 1);
  read.mutable_read()->mutable_data_source()->add_predicates("a > 1");
  EXPECT_EQ(rows(read),
            "UNSUPPORTED_FEATURE\nThe plan uses spark.connect.Read.DataSource.predicates, which is not "
            "supported yet.");
  plan::Relation join;
  join.mutable_as_of_join();
  EXPECT_EQ(
      rows(join),
      "UNSUPPORTED_FEATURE\nThe plan uses spark.connect.Relation.as_of_join, which is not supported yet.");
}

TEST_F(ExecutionTest, AnUnknownColumnIsRefusedInSparksWords) {
  pin(1, "");
  EXPECT_EQ(rows(plan::project(plan::read("csv", "id string, name string", {}, 1), {column("nmae")})),
            "UNRESOLVED_COLUMN.WITH_SUGGESTION\n[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or "
            "function parameter with "
            "name `nmae` cannot be resolved. Did you mean one of the following? [`id`, `name`].");
}

TEST_F(ExecutionTest, ColumnsOfTwoRelationsOfOneNameAreToldApartByTheirAlias) {
  pin(1, "1,a\n2,b\n");
  pin(2, "1,x\n");
  const auto left = plan::with_alias(plan::read("csv", "id int, v string", {}, 1), "l");
  const auto right = plan::with_alias(plan::read("csv", "id int, v string", {}, 2), "r");
  const auto joined = plan::inner_join(left, right, plan::call("==", {column("l.id"), column("r.id")}));
  EXPECT_EQ(rows(joined), "\"1\",\"a\",\"1\",\"x\"\n");
  EXPECT_EQ(rows(plan::project(joined, {column("r.v")})), "\"x\"\n");
  EXPECT_THAT(rows(plan::project(joined, {column("v")})),
              HasSubstr("Reference `v` is ambiguous, could be: [`l`.`v`, `r`.`v`]"));
}

}  // namespace
}  // namespace engine
