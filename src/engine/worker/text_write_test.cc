// CSV and JSON as Spark's writers write them; what is expected here is what a real Spark wrote
// (test/spark/test_writes.py asks it again).
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::alias;
using plan::cast;
using plan::literal;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

class TextWriteTest : public ExecutionTest {
 protected:
  // The one file that is written; an error is its code and message.
  std::string written(const std::string& source, std::vector<plan::Expression> values,
                      plan::Options options = {}) {
    program_.clear_writes();
    broker_.staged.clear();
    *program_.add_writes() = plan::write(plan::project(std::nullopt, std::move(values)), source,
                                         "s3://lake/out", {.options = std::move(options)});
    const auto report = run();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
  // The same of what DuckDB makes.
  std::string written_of(const std::string& select, const std::string& source) {
    program_.Clear();
    broker_.staged.clear();
    pin(1, parquet_of(select), {}, "s3://lake/in.parquet");
    *program_.add_writes() = plan::write(plan::read("parquet", "", {}, 1), source, "s3://lake/out");
    const auto report = run();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
  // A line of CSV of this text.
  std::string csv_of(const std::string& text) { return written("csv", {alias(literal(text), "a")}); }
};

TEST_F(TextWriteTest, OnlyWhatNeedsQuotesGetsThem) {
  EXPECT_EQ(csv_of("a b;c'd#"), "a b;c'd#\n");
  EXPECT_EQ(written("csv", {alias(literal("#c"), "a"), alias(literal("#c"), "b")}), "\"#c\",#c\n");
  EXPECT_EQ(csv_of("a,b"), "\"a,b\"\n");
  EXPECT_EQ(csv_of("a\nb"), "\"a\nb\"\n");
  EXPECT_EQ(csv_of("a\rb"), "\"a\rb\"\n");
  EXPECT_EQ(csv_of("a\"b"), "\"a\\\"b\"\n");
  EXPECT_EQ(csv_of("a\\b"), "a\\b\n");
  EXPECT_EQ(csv_of("a\\\"b"), "\"a\\\\\\\"b\"\n");
}

TEST_F(TextWriteTest, BlanksAroundAValueAreCutAndWhatIsEmptyIsQuoted) {
  EXPECT_EQ(csv_of(" \ta b\x01 "), "a b\n");
  EXPECT_EQ(csv_of(" "), "\"\"\n");
  EXPECT_EQ(csv_of(""), "\"\"\n");
}

TEST_F(TextWriteTest, NullIsNothingAndALineOfNothingIsNone) {
  const auto null = alias(plan::null_literal("string"), "a");
  EXPECT_EQ(written("csv", {null, alias(literal(1), "b")}), ",1\n");
  EXPECT_EQ(written("csv", {null}), "");
}

TEST_F(TextWriteTest, ValuesAreTextsAsSparkMakesThem) {
  const auto value = [](const std::string& text, const std::string& type) {
    return alias(cast(literal(text), type), type);
  };
  EXPECT_EQ(written("csv", {value("1e10", "double"), value("NaN", "float"), value("0", "decimal(38,18)"),
                            value("true", "boolean"), value("12024-01-01", "date"),
                            value("2024-01-05 10:11:12.123456", "timestamp"),
                            value("2024-01-05 10:11:12.5", "timestamp_ntz"), value("ab", "binary")}),
            "1.0E10,NaN,0E-18,true,+12024-01-01,2024-01-05T10:11:12.123Z,2024-01-05T10:11:12.500,[61 62]\n");
}

TEST_F(TextWriteTest, AHeaderStandsInEachFile) {
  EXPECT_EQ(written("csv", {alias(literal(1), "a b"), alias(literal(2), "c,d")}, {{"header", "true"}}),
            "a b,\"c,d\"\n1,2\n");
}

TEST_F(TextWriteTest, AnotherStyleIsWrittenAsAskedFor) {
  EXPECT_EQ(written("csv", {alias(literal("a|b"), "a"), alias(literal("it's"), "b")},
                    {{"sep", "|"}, {"quote", "'"}, {"escape", "'"}}),
            "'a|b'|'it''s'\n");
}

TEST_F(TextWriteTest, NestedColumnsAreNoCsv) {
  EXPECT_EQ(written_of("SELECT [1] AS a", "csv"),
            "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE\n[UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE] The CSV datasource "
            "doesn't support the column `a` of the type \"ARRAY<INT>\".");
}

TEST_F(TextWriteTest, JsonLeavesNullFieldsOutAtEveryDepth) {
  const auto none = plan::null_literal("string");
  EXPECT_EQ(
      written_of("SELECT NULL::INT AS a, {'x': 1, 'y': NULL, 'z': {'k': NULL::INT}} AS s, 'z' AS b", "json"),
      "{\"s\":{\"x\":1,\"z\":{}},\"b\":\"z\"}\n");
  EXPECT_EQ(written("json", {alias(none, "a")}), "{}\n");
}

TEST_F(TextWriteTest, JsonKeepsTheNullsOfArraysAndMaps) {
  EXPECT_EQ(
      written_of(
          "SELECT [1, NULL, 2] AS a, MAP {'k': NULL, 'j': 2} AS m, MAP {1: 'x'} AS n, [{'p': NULL::INT}] "
          "AS s, []::INT[] AS e",
          "json"),
      "{\"a\":[1,null,2],\"m\":{\"k\":null,\"j\":2},\"n\":{\"1\":\"x\"},\"s\":[{}],\"e\":[]}\n");
}

TEST_F(TextWriteTest, JsonTextsAreEscapedAsJacksonEscapes) {
  EXPECT_EQ(written("json", {alias(literal("\"\\/\b\t\n\f\r\x1f\x7fé"), "a")}),
            "{\"a\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u001F\x7fé\"}\n");
}

TEST_F(TextWriteTest, JsonNumbersKeepTheirForm) {
  const auto value = [](const std::string& text, const std::string& type) {
    return alias(cast(literal(text), type), type);
  };
  EXPECT_EQ(written("json", {value("1e10", "double"), value("NaN", "float"), value("1.50", "decimal(5,2)"),
                             value("2024-01-05 10:11:12", "timestamp"), value("ab", "binary")}),
            "{\"double\":1.0E10,\"float\":\"NaN\",\"decimal(5,2)\":1.50,\"timestamp\":"
            "\"2024-01-05T10:11:12.000Z\",\"binary\":\"YWI=\"}\n");
}

TEST_F(TextWriteTest, NamesTellWhoWroteAndHow) {
  written("csv", {alias(literal(1), "a")}, {{"compression", "gzip"}});
  EXPECT_THAT(broker_.staged.at(0).uri, MatchesRegex("s3://lake/out/part-00000-[0-9a-f-]+-c000.csv.gz"));
  written("glue.json", {alias(literal(1), "a")}, {{"compression", "bzip2"}});
  EXPECT_THAT(broker_.staged.at(0).uri,
              MatchesRegex("s3://lake/out/run-[0-9]+-part-block-0-[0-9]+-r-00000.bz2"));
}

TEST_F(TextWriteTest, WhatCannotBeWrittenIsRefusedByName) {
  EXPECT_THAT(written("csv", {alias(literal(1), "a")}, {{"compression", "zstd"}}),
              HasSubstr("The codec zstd is not available."));
  EXPECT_THAT(written("json", {alias(literal(1), "a")}, {{"nosuch", "'"}}),
              HasSubstr("the option nosuch of a JSON write"));
  EXPECT_THAT(written("json", {alias(literal(1), "a")}, {{"pretty", "true"}}), HasSubstr("pretty"));
  EXPECT_THAT(written("xml", {alias(literal(1), "a")}), HasSubstr("a write of source 'xml'"));
}

TEST_F(TextWriteTest, RowsWithoutColumnsAreNotWritten) {
  program_.Clear();
  pin(1, "{}\n");
  *program_.add_writes() = plan::write(plan::read("json", "", {}, 1), "json", "s3://lake/out");
  EXPECT_EQ(run().error().code, "EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE");
}

TEST_F(TextWriteTest, PartitionsAreFoldersOfTextsToo) {
  pin(1, "x,1\ny,2\nx,3\n");
  *program_.add_writes() = plan::write(plan::read("csv", "k string, v string", {}, 1), "glue.json",
                                       "s3://lake/out", {.partition_by = {"k"}});
  ASSERT_TRUE(run().ok());
  ASSERT_THAT(broker_.staged, SizeIs(2));
  EXPECT_THAT(broker_.staged[0].uri, HasSubstr("/out/k=x/"));
  EXPECT_EQ(broker_.text(broker_.staged[0].content_id), "{\"v\":\"1\"}\n{\"v\":\"3\"}\n");
}

}  // namespace
}  // namespace engine
