// Tables of text as they are written and read again: by the same source with the same options.
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::alias;
using plan::cast;
using plan::literal;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using Values = std::vector<plan::Expression>;

plan::Expression typed(const std::string& text, const std::string& type, const std::string& name = "a") {
  return alias(cast(literal(text), type), name);
}

plan::Expression null(const std::string& type, const std::string& name = "a") {
  return alias(plan::null_literal(type), name);
}

class TableWriteTest : public ExecutionTest {
 protected:
  // The one file that is written; an error is its code and message.
  std::string written(const std::string& source, Values values, plan::Options options = {}) {
    return written(plan::project(std::nullopt, std::move(values)), source, std::move(options));
  }
  std::string written(plan::Relation relation, const std::string& source, plan::Options options = {}) {
    program_.clear_writes();
    broker_.staged.clear();
    *program_.add_writes() =
        plan::write(std::move(relation), source, "s3://lake/out", {.options = std::move(options)});
    const auto report = run();
    failed_ = !report.ok();
    if (failed_) return report.error().code + "\n" + report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
  // What DuckDB makes, as JSON again once it was written and read: that can show what is nested.
  std::string again(const std::string& select, const std::string& schema, const std::string& source,
                    const plan::Options& options = {}) {
    program_.Clear();
    pin(1, parquet_of(select), {}, "s3://lake/in.parquet");
    const std::string text = written(plan::read("parquet", "", {}, 1), source, options);
    if (failed_) return text;
    program_.Clear();
    pin(1, text, {}, "s3://lake/in.txt");
    return written(plan::read(source, schema, options, 1), "json");
  }

  bool failed_ = false;
};

TEST_F(TableWriteTest, OpenCsvQuotesAndEscapesWhateverItWrites) {
  EXPECT_EQ(written("hive.opencsv", {alias(literal("C:\\new\\x"), "a"), alias(literal(" padded "), "b"),
                                     alias(literal("say \"hi\""), "c"), alias(literal(1), "d")}),
            "\"C:\\\\new\\\\x\",\" padded \",\"say \\\"hi\\\"\",\"1\"\n");
  EXPECT_EQ(written("hive.opencsv", {alias(literal("it's; ^so"), "a")},
                    {{"separatorChar", ";"}, {"quoteChar", "'"}, {"escapeChar", "^"}}),
            "'it^'s; ^^so'\n");
  EXPECT_EQ(written("hive.opencsv", {alias(literal("a\"b\\"), "a")}, {{"escapeChar", ""}}), "\"a\"\"b\\\"\n");
}

TEST_F(TableWriteTest, OpenCsvHasAHeaderWhereTheTableSkipsOne) {
  EXPECT_EQ(written("hive.opencsv", {alias(literal("x"), "a")}, {{"skip.header.line.count", "1"}}),
            "\"a\"\n\"x\"\n");
  EXPECT_THAT(written("hive.opencsv", {alias(literal("x"), "a")}, {{"skip.header.line.count", "2"}}),
              HasSubstr("skip.header.line.count = 2"));
}

TEST_F(TableWriteTest, OpenCsvRefusesLineEndsByTheirColumn) {
  for (const char* text : {"two\nlines", "two\rlines"})
    EXPECT_THAT(written("hive.opencsv", {alias(literal(text), "note")}),
                AllOf(StartsWith("UnwritableValue"), HasSubstr("'note'"), HasSubstr("line end")));
}

TEST_F(TableWriteTest, OpenCsvLeavesNullsOutAtARowsEndAndRefusesThoseThatWouldBeNoValue) {
  EXPECT_EQ(written("hive.opencsv", {alias(literal("x"), "a"), null("string", "b"), null("int", "c")}),
            "\"x\"\n");
  EXPECT_EQ(written("hive.opencsv", {null("string", "a"), alias(literal("x"), "b")}), ",\"x\"\n");
  EXPECT_THAT(written("hive.opencsv", {null("int", "a"), alias(literal("x"), "b")}),
              AllOf(HasSubstr("'a' has NULL"), HasSubstr("use.null.for.invalid.data")));
  EXPECT_EQ(written("hive.opencsv", {null("int", "a"), alias(literal("x"), "b")},
                    {{"use.null.for.invalid.data", "true"}}),
            ",\"x\"\n");
}

TEST_F(TableWriteTest, OpenCsvRefusesBytesAndNestedValues) {
  EXPECT_THAT(written("hive.opencsv", {typed("x", "binary")}),
              HasSubstr("The OpenCSVSerde datasource doesn't support the column `a` of the type \"BINARY\""));
}

TEST_F(TableWriteTest, LazySimpleSeparatesByTheTablesDelimiters) {
  EXPECT_EQ(written("hive.text", {alias(literal("x,y"), "a"), null("int", "b"), typed("2", "int", "c")}),
            "x,y\1\\N\1"
            "2\n");
  EXPECT_EQ(written("hive.text", {alias(literal("x"), "a"), null("int", "b")},
                    {{"field.delim", ","}, {"serialization.null.format", ""}}),
            "x,\n");
}

TEST_F(TableWriteTest, LazySimpleRefusesASeparatorInATextUnlessTheTableHasAnEscape) {
  const plan::Options comma = {{"field.delim", ","}};
  EXPECT_THAT(written("hive.text", {alias(literal("x,y"), "note")}, comma),
              AllOf(StartsWith("UnwritableValue"), HasSubstr("'note'"), HasSubstr("separator")));
  EXPECT_EQ(
      written("hive.text", {alias(literal("x,y\\"), "a")}, {{"field.delim", ","}, {"escape.delim", "\\"}}),
      "x\\,y\\\\\n");
}

TEST_F(TableWriteTest, LazySimpleRefusesWhatWouldBeReadAsSomethingElse) {
  EXPECT_THAT(written("hive.text", {alias(literal("a\nb"), "a")}, {{"escape.delim", "\\"}}),
              HasSubstr("line end"));
  EXPECT_THAT(written("hive.text", {alias(literal("\\N"), "a")}), HasSubstr("the text of NULL"));
  EXPECT_EQ(written("hive.text", {alias(literal("\\N"), "a")}, {{"escape.delim", "\\"}}), "\\\\N\n");
  EXPECT_THAT(written("hive.text", {alias(literal(""), "a")}, {{"serialization.null.format", ""}}),
              HasSubstr("the text of NULL"));
  EXPECT_THAT(written("hive.text", {alias(literal("\ufeffx"), "a")}), HasSubstr("U+FEFF"));
  EXPECT_THAT(written("hive.text", {typed("2024-01-05", "date")}, {{"field.delim", "-"}}),
              HasSubstr("'a' has the value 2024-01-05, in whose text a separator stands"));
}

TEST_F(TableWriteTest, LazySimpleRefusesDelimitersThatAreNotToldApart) {
  EXPECT_THAT(again("SELECT [1, 2] AS a", "a array<int>", "hive.text", {{"field.delim", "\\2"}}),
              HasSubstr("delimiters"));
}

TEST_F(TableWriteTest, LazySimpleGivesNestedValuesBack) {
  const std::string select =
      "SELECT ['x', NULL, ''] AS l, MAP {'k': [1, NULL], 'j': []::INT[]} AS m, {'p': 1, 'q': ['y,z']} AS s";
  const std::string schema = "l array<string>, m map<string,array<int>>, s struct<p:int,q:array<string>>";
  const std::string wanted =
      "{\"l\":[\"x\",null,\"\"],\"m\":{\"k\":[1,null],\"j\":[]},\"s\":{\"p\":1,\"q\":[\"y,z\"]}}\n";
  EXPECT_EQ(again(select, schema, "hive.text"), wanted);
  EXPECT_EQ(
      again(select, schema, "hive.text",
            {{"field.delim", ","}, {"collection.delim", "|"}, {"mapkey.delim", ":"}, {"escape.delim", "\\"}}),
      wanted);
}

TEST_F(TableWriteTest, LazySimpleRefusesNestedValuesThatHaveTheTextOfOthers) {
  EXPECT_THAT(again("SELECT [''] AS a", "a array<string>", "hive.text"),
              HasSubstr("one element that has no text"));
  EXPECT_THAT(again("SELECT [NULL::INT] AS a", "a array<int>", "hive.text"), HasSubstr("the text of NULL"));
  EXPECT_THAT(again("SELECT {'p': NULL::INT} AS a", "a struct<p:int>", "hive.text"),
              HasSubstr("the text of NULL"));
  EXPECT_EQ(again("SELECT []::INT[] AS a", "a array<int>", "hive.text"), "{\"a\":[]}\n");
}

// Spark's own writer would have 2024-01-05T10:11:12.500Z, 1E-7 and +12024-01-05.
TEST_F(TableWriteTest, TimesAndNumbersAreTextsAsHiveHasThem) {
  const auto row = [] {
    return Values{typed("2024-01-05 10:11:12.5", "timestamp", "t"), typed("12024-01-05", "date", "y"),
                  typed("0.0000001", "decimal(10,7)", "n"), typed("1e10", "double", "d")};
  };
  EXPECT_EQ(written("hive.text", row(), {{"field.delim", ","}}),
            "2024-01-05 10:11:12.5,12024-01-05,0.0000001,1.0E10\n");
  EXPECT_EQ(written("hive.opencsv", row()),
            "\"2024-01-05 10:11:12.5\",\"12024-01-05\",\"0.0000001\",\"1.0E10\"\n");
  for (const char* source : {"hive.json", "openx.json"})
    EXPECT_EQ(written(source, row()),
              "{\"t\":\"2024-01-05 10:11:12.5\",\"y\":\"12024-01-05\",\"n\":0.0000001,\"d\":1.0E10}\n");
}

TEST_F(TableWriteTest, JsonGivesNestedValuesBack) {
  const std::string select =
      "SELECT [TIMESTAMPTZ '2024-01-05 10:11:12.123456+00', NULL] AS l, MAP {1: {'x': NULL::INT, 'y': "
      "'\n\"'}} AS m";
  for (const char* source : {"hive.json", "openx.json"})
    EXPECT_EQ(again(select, "l array<timestamp>, m map<int,struct<x:int,y:string>>", source),
              "{\"l\":[\"2024-01-05T10:11:12.123Z\",null],\"m\":{\"1\":{\"y\":\"\\n\\\"\"}}}\n");
}

TEST_F(TableWriteTest, JsonRefusesWhatTheSerDeHasNoTextFor) {
  EXPECT_THAT(written("hive.json", {typed("NaN", "double")}), HasSubstr("'a' has NaN or an infinity"));
  EXPECT_EQ(written("openx.json", {typed("NaN", "double")}), "{\"a\":\"NaN\"}\n");
  EXPECT_THAT(again("SELECT '\\xFF'::BLOB AS a", "a binary", "hive.json"),
              HasSubstr("bytes that are no text"));
  EXPECT_EQ(again("SELECT '\\xFF'::BLOB AS a", "a binary", "openx.json"), "{\"a\":\"/w==\"}\n");
  const std::string keys = "SELECT MAP {'k': 1, 'K': 2} AS a";
  EXPECT_THAT(again(keys, "a map<string,int>", "openx.json"), HasSubstr("keys of one spelling"));
  EXPECT_EQ(again(keys, "a map<string,int>", "openx.json", {{"case.insensitive", "false"}}),
            "{\"a\":{\"k\":1,\"K\":2}}\n");
}

TEST_F(TableWriteTest, JsonHasTheKeysOfTheTablesMapping) {
  EXPECT_EQ(written("openx.json", {alias(literal(1), "when")}, {{"mapping.when", "The.When"}}),
            "{\"The.When\":1}\n");
  EXPECT_EQ(written("openx.json", {alias(literal(1), "Id"), null("int", "b")},
                    {{"case.insensitive", "false"}, {"explicit.null", "true"}}),
            "{\"id\":1,\"b\":null}\n");
}

TEST_F(TableWriteTest, JsonRefusesATimeThatAPatternOfTheTableTakesForAnother) {
  const auto day = [] { return Values{typed("2024-01-05 10:11:12", "timestamp", "t")}; };
  EXPECT_EQ(written("hive.json", day(), {{"timestamp.formats", "dd.MM.yyyy"}}),
            "{\"t\":\"2024-01-05 10:11:12\"}\n");
  EXPECT_THAT(written("hive.json", day(), {{"timestamp.formats", "yyyy-dd-MM HH:mm:ss"}}),
              AllOf(HasSubstr("'t'"), HasSubstr("timestamp.formats")));
}

TEST_F(TableWriteTest, AnOptionThatTheReaderHasNotIsRefusedByName) {
  EXPECT_THAT(written("hive.text", {alias(literal(1), "a")}, {{"line.delim", "|"}}), HasSubstr("line.delim"));
  EXPECT_THAT(written("openx.json", {alias(literal(1), "a")}, {{"quote", "'"}}), HasSubstr("quote"));
}

}  // namespace
}  // namespace engine
