// JSON sources: what columns records have, and what becomes of those that do not fit. What is expected of
// Spark's reader is what a real Spark says (test/spark/test_files.py asks it again).
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::ascending;
using plan::column;
using testing::StartsWith;

class JsonReadTest : public ExecutionTest {
 protected:
  static constexpr const char* kUri = "s3://lake/in/a.json";

  void land(std::string_view text, const std::string& uri = kUri) { pin(1, text, {}, uri); }

  // The columns that are inferred, as text; an error is its code and message.
  std::string described(const std::string& format = "json", const plan::Options& options = {}) {
    program_.clear_writes();
    *program_.add_described() = plan::read(format, "", options, 1);
    const auto report = run();
    program_.clear_described();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    std::string text;
    for (const auto& column : report->descriptions(0).columns())
      text += (text.empty() ? "" : ", ") + column.name() + " " + column.type();
    return text;
  }
  std::string types_of(std::string_view text, const std::string& format = "json") {
    program_.Clear();
    land(text);
    return described(format);
  }
  std::string values_of(std::string_view text, const std::string& schema, const std::string& format = "json",
                        const plan::Options& options = {}) {
    program_.Clear();
    land(text);
    return rows(plan::read(format, schema, options, 1));
  }
  // As JSON again, which can show what is nested.
  std::string json_of(std::string_view text, const std::string& schema, const plan::Options& options = {},
                      const std::string& format = "json") {
    program_.Clear();
    land(text);
    broker_.staged.clear();
    *program_.add_writes() = plan::write(plan::read(format, schema, options, 1), "json", "s3://lake/out");
    const auto report = run();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
};

TEST_F(JsonReadTest, ColumnsAreInferredAsSparkInfersThem) {
  EXPECT_EQ(types_of("{\"b\":1,\"a\":\"x\",\"c\":1.5,\"d\":true,\"e\":null}\n"),
            "a string, b bigint, c double, d boolean, e string");
  EXPECT_EQ(types_of("{\"a\":1}\n{\"a\":2.5}\n"), "a double");
  EXPECT_EQ(types_of("{\"a\":1}\n{\"a\":12345678901234567890}\n"), "a decimal(20,0)");
  EXPECT_EQ(types_of("{\"a\":1}\n{\"a\":\"x\"}\n"), "a string");
  EXPECT_EQ(types_of("{\"a\":{\"y\":1}}\n{\"a\":{\"x\":[1,2.5]}}\n"), "a struct<x:array<double>,y:bigint>");
  EXPECT_EQ(types_of("{\"a\":[],\"b\":{},\"c\":[{}]}\n"), "a array<string>");
  EXPECT_EQ(types_of("{\"a\":{\"x\":1}}\n{\"a\":7}\n"), "a string");
}

TEST_F(JsonReadTest, GluesColumnsComeAsTheyAreSeenAndWholeNumbersAreInt) {
  EXPECT_EQ(types_of("{\"b\":1,\"a\":\"x\"}\n{\"c\":3000000000,\"b\":2}\n", "glue.json"),
            "b int, a string, c bigint");
}

TEST_F(JsonReadTest, NamesThatDifferInCaseAloneAreRefused) {
  EXPECT_THAT(types_of("{\"a\":1,\"A\":2}\n"), StartsWith("COLUMN_ALREADY_EXISTS\n"));
}

TEST_F(JsonReadTest, AFieldWithoutNameIsNoColumn) {
  EXPECT_EQ(types_of("{\"\":1,\"a\":2}\n"), "a bigint");
  EXPECT_EQ(types_of("{\"\":1,\"a\":2}\n", "glue.json"), "a int");
  EXPECT_EQ(types_of("{\"s\":{\"\":1,\"x\":2},\"t\":{\"\":1}}\n"), "s struct<x:bigint>");
}

TEST_F(JsonReadTest, NestedValuesComeThroughWhole) {
  const std::string text =
      "{\"s\":{\"x\":1,\"y\":[\"a\",null]},\"l\":[{\"z\":1.5},{\"z\":2.5}]}\n{\"l\":[]}\n{\"s\":{\"y\":[]}}"
      "\n";
  EXPECT_EQ(json_of(text, "s struct<x:bigint,y:array<string>>, l array<struct<z:double>>"), text);
  EXPECT_EQ(json_of("{\"m\":{\"a\":1,\"b\":null,\"a\":2}}\n", "m map<string,int>"),
            "{\"m\":{\"a\":2,\"b\":null}}\n");
}

TEST_F(JsonReadTest, AValueOfAnotherTypeThanItsColumnsIsNull) {
  EXPECT_EQ(
      values_of("{\"a\":\"1\",\"b\":1}\n{\"a\":1.5,\"b\":2}\n{\"a\":3000000000,\"b\":3}\n{\"a\":4,\"b\":4}\n",
                "a int, b int"),
      ",\"1\"\n,\"2\"\n,\"3\"\n\"4\",\"4\"\n");
}

TEST_F(JsonReadTest, ATextTakesAnythingAsItIsWritten) {
  EXPECT_EQ(values_of("{\"a\":1.50}\n{\"a\":{ \"x\" : [ 1 ] }}\n{\"a\":true}\n{\"a\":\"t\"}\n", "a string"),
            "\"1.50\"\n\"{ \"\"x\"\" : [ 1 ] }\"\n\"true\"\n\"t\"\n");
}

TEST_F(JsonReadTest, ScalarsOfAllTypes) {
  EXPECT_EQ(json_of("{\"b\":true,\"t\":7,\"d\":1.005,\"f\":1.5,\"g\":\"NaN\",\"day\":\"2024-01-05\","
                    "\"at\":\"2024-01-05T10:00:00+02:00\",\"n\":1704445200,\"x\":\"YWI=\"}\n",
                    "b boolean, t tinyint, d decimal(5,2), f float, g double, day date, at timestamp, n "
                    "timestamp, x binary"),
            "{\"b\":true,\"t\":7,\"d\":1.01,\"f\":1.5,\"g\":\"NaN\",\"day\":\"2024-01-05\","
            "\"at\":\"2024-01-05T08:00:00.000Z\",\"n\":\"2024-01-05T09:00:00.000Z\",\"x\":\"YWI=\"}\n");
}

TEST_F(JsonReadTest, NamesMatchInAnyCase) {
  EXPECT_EQ(values_of("{\"A\":1,\"S\":{\"X\":2}}\n", "a int"), "\"1\"\n");
}

TEST_F(JsonReadTest, BadLinesBecomeWhatTheModeSays) {
  const std::string text = "{\"a\":1}\n{\"a\":2,\nnot json\n\n{\"a\":\"x\"}\n{\"a\":3}\n";
  EXPECT_EQ(values_of(text, "a int"), "\"1\"\n\n\n\n\"3\"\n");
  EXPECT_EQ(values_of(text, "a int, _corrupt_record string"),
            "\"1\",\n,\"{\"\"a\"\":2,\"\n,\"not json\"\n,\"{\"\"a\"\":\"\"x\"\"}\"\n\"3\",\n");
  EXPECT_EQ(values_of(text, "a int", "json", {{"mode", "DROPMALFORMED"}}), "\"1\"\n\"3\"\n");
  EXPECT_EQ(values_of(text, "a int", "json", {{"mode", "FAILFAST"}}),
            "BadData\ns3://lake/in/a.json line 2: a name in quotes is expected at the end of the record.");
}

TEST_F(JsonReadTest, BadLinesAreAColumnOfTheInferredSchemaOrFailIt) {
  EXPECT_EQ(types_of("{\"a\":1}\nnot json\n"), "_corrupt_record string, a bigint");
  EXPECT_EQ(types_of("{\"a\":1}\nnot json\n", "glue.json"),
            "BadData\ns3://lake/in/a.json line 2: the record is no JSON object.");
}

TEST_F(JsonReadTest, AnArrayInALineIsARowForEachElement) {
  EXPECT_EQ(values_of("[{\"a\":1},{\"a\":2}]\n{\"a\":3}\n", "a int"), "\"1\"\n\"2\"\n\"3\"\n");
}

TEST_F(JsonReadTest, OfSeveralValuesSparkTakesTheFirstAndGlueAll) {
  const std::string text = "{\"a\":1} {\"a\":2}\n{\"a\":3}\n";
  EXPECT_EQ(values_of(text, "a int"), "\"1\"\n\"3\"\n");
  EXPECT_EQ(values_of(text, "a int", "glue.json"), "\"1\"\n\"2\"\n\"3\"\n");
  EXPECT_EQ(values_of("{\n\"a\":1\n}\n{\"a\":2}", "a int", "json", {{"multiLine", "true"}}), "\"1\"\n");
  EXPECT_EQ(values_of("{\n\"a\":1\n}\n{\"a\":2}", "a int", "glue.json", {{"multiLine", "true"}}),
            "\"1\"\n\"2\"\n");
}

TEST_F(JsonReadTest, AnArrayOfManyLinesIsReadElementByElement) {
  std::string text = "[\n";
  for (int i = 0; i < 200'000; ++i)
    text += (i ? ",\n  {\"a\": " : "  {\"a\": ") + std::to_string(i) + ",\n   \"text\": \"]},{[\"}";
  EXPECT_EQ(values_of(text + "\n]\n", "a int", "glue.json", {{"multiLine", "true"}}).size(),
            values_of(text + "\n]\n", "a string", "glue.json", {{"multiLine", "true"}}).size());
  EXPECT_EQ(report_.reads(0).rows(), 200'000);
}

TEST_F(JsonReadTest, APathLeadsToTheRecords) {
  const std::string text = "{\"n\":1,\"data\":{\"rows\":[{\"a\":1},{\"a\":2}],\"a b\":{\"a\":3}}}";
  const auto at = [&](const std::string& path) {
    return values_of(text, "a int", "glue.json", {{"jsonPath", path}, {"multiLine", "true"}});
  };
  EXPECT_EQ(at("$.data.rows[*]"), "\"1\"\n\"2\"\n");
  EXPECT_EQ(at("$.data.rows"), "\"1\"\n\"2\"\n");
  EXPECT_EQ(at("$.data.rows[1]"), "\"2\"\n");
  EXPECT_EQ(at("$.data['a b']"), "\"3\"\n");
  EXPECT_EQ(at("$.nothing"), "");
  EXPECT_THAT(at("$..rows"), StartsWith("UnsupportedOption\n"));
  EXPECT_THAT(at("$.n"), StartsWith("BadData\n"));
}

TEST_F(JsonReadTest, AFileThatEndsInAValueIsBadData) {
  EXPECT_EQ(values_of("[{\"a\":1},\n{\"a\":2", "a int", "glue.json", {{"multiLine", "true"}}),
            "BadData\ns3://lake/in/a.json line 2: a comma or } is expected at the end of the record.");
}

TEST_F(JsonReadTest, OpenXTakesValuesOfOtherTypesByTheirTexts) {
  EXPECT_EQ(values_of("{\"a\":\"7.9\",\"b\":\"1.5\",\"c\":\"true\"}\n{\"a\":0x1F,\"c\":1}\n",
                      "a int, b double, c boolean", "openx.json"),
            "\"7\",\"1.5\",\"true\"\n\"31\",,\"false\"\n");
  EXPECT_EQ(values_of("{\"a\":{\"B\" : [1.50, TRUE]}}\n", "a string", "openx.json"),
            "\"{\"\"B\"\":[1.50,true]}\"\n");
}

TEST_F(JsonReadTest, OpenXTakesALineWithoutABracketForNullsAndAnArrayByTheOrderOfTheColumns) {
  EXPECT_EQ(values_of("\nx\n[1,2,3]\n[4]\n", "a int, b int", "openx.json"), ",\n,\n\"1\",\"2\"\n\"4\",\n");
}

TEST_F(JsonReadTest, OpenXFailsForAValueThatIsNoneOfItsColumnsUnlessItIsToBeNull) {
  const std::string text = "{\"a\":\"x\",\"b\":1}\n";
  EXPECT_EQ(values_of(text, "a int, b int", "openx.json"),
            "BadData\ns3://lake/in/a.json line 1: the value \"x\" of the column a is no int.");
  EXPECT_EQ(values_of(text, "a int, b int", "openx.json", {{"ignore.malformed.json", "true"}}),
            "BadData\ns3://lake/in/a.json line 1: the value \"x\" of the column a is no int.");
  EXPECT_EQ(values_of(text, "a int, b int", "openx.json", {{"use.null.for.invalid.data", "TRUE"}}),
            ",\"1\"\n");
}

TEST_F(JsonReadTest, OpenXsKeysAreFoundAsItsPropertiesSay) {
  const std::string text = "{\"a.b\":1,\"URL\":2}\n{\"url\":3}\n";
  EXPECT_EQ(values_of(text, "a_b int, url int", "openx.json"), ",\"2\"\n,\"3\"\n");
  EXPECT_EQ(values_of(text, "a_b int, url int", "openx.json", {{"dots.in.keys", "true"}}),
            "\"1\",\"2\"\n,\"3\"\n");
  EXPECT_EQ(values_of(text, "a_b int, url int", "openx.json", {{"case.insensitive", "false"}}),
            ",\n,\"3\"\n");
  EXPECT_EQ(values_of(text, "a_b int, url int", "openx.json",
                      {{"case.insensitive", "false"}, {"mapping.url", "URL"}}),
            ",\"2\"\n,\n");
}

TEST_F(JsonReadTest, AKeyThatStandsTwiceIsMalformedWithOpenX) {
  const std::string text = "{\"url\":1,\"URL\":2}\n";
  EXPECT_EQ(
      values_of(text, "url int", "openx.json"),
      "BadData\ns3://lake/in/a.json line 1: Row is not a valid JSON Object - JSONException: Duplicate key "
      "\"url\".");
  EXPECT_EQ(values_of(text, "url int", "openx.json", {{"ignore.malformed.json", "true"}}), "\n");
  EXPECT_EQ(values_of(text, "url int", "openx.json", {{"case.insensitive", "false"}}), "\"1\"\n");
}

TEST_F(JsonReadTest, BytesThatAreNoTextAreShownAsSuchByOpenXAndRefusedByHive) {
  EXPECT_EQ(values_of("{\"a\":\"\xe9\"}\n", "a string", "openx.json"), "\"\uFFFD\"\n");
  EXPECT_THAT(values_of("{\"a\":\"\xe9\"}\n", "a string", "hive.json"), StartsWith("BadData\n"));
}

TEST_F(JsonReadTest, HiveTakesNoValueForOneOfAnotherType) {
  EXPECT_EQ(values_of("{\"A\":7.9,\"b\":1,\"c\":\"TRUE\",\"d\":2.50,\"e\":\"1.5\"}\n",
                      "a int, b double, c boolean, d string, e decimal(3,1)", "hive.json"),
            "\"7\",\"1.0\",\"true\",\"2.50\",\"1.5\"\n");
  for (const char* record : {"{\"a\":\"7\"}", "{\"d\":{}}", "{\"b\":\"1.5\"}", "{\"b\":NaN}", "{'a':1}", "",
                             "[1]", "{", "{\"e\":1000}", "{\"d\":\"x\"", "{\"s\":{\"x\":1,\"X\":2}}"})
    EXPECT_THAT(values_of(std::string(record) + "\n",
                          "a int, b double, d string, e decimal(3,1), s struct<x:int>", "hive.json"),
                StartsWith("BadData\ns3://lake/in/a.json line 1: "))
        << record;
}

TEST_F(JsonReadTest, HivesTimestampsComeByTheFormatsOfTheirTable) {
  const std::string text =
      "{\"a\":\"31.01.2024 10:11\"}\n{\"a\":1706695872123}\n{\"a\":\"2024-01-31 10:11:12\"}\n";
  EXPECT_EQ(json_of(text, "a timestamp_ntz", {{"timestamp.formats", "dd.MM.yyyy HH:mm,millis"}}, "hive.json"),
            "{\"a\":\"2024-01-31T10:11:00.000\"}\n{\"a\":\"2024-01-31T10:11:12.123\"}\n"
            "{\"a\":\"2024-01-31T10:11:12.000\"}\n");
  EXPECT_EQ(
      values_of(text, "a timestamp_ntz", "hive.json", {{"timestamp.formats", "dd.MM.yy"}}),
      "UnsupportedOption\nThe JSON option timestamp.formats = 'dd.MM.yy' is not supported: a year of two "
      "digits is not read.");
}

TEST_F(JsonReadTest, LinesOfALargeFileAreReadInPartsByThreads) {
  std::string text;
  for (int i = 0; text.size() < (std::size_t{20} << 20); ++i)
    text += "{\"a\":" + std::to_string(i) + ",\"t\":\"some text\"}\r\n";
  land(text);
  rows(plan::aggregate(plan::read("json", "a int, t string", {}, 1), {},
                       {plan::call("count", {column("a")})}));
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_EQ(report_.reads(0).rows(), lines);
  EXPECT_EQ(report_.reads(0).bytes(), static_cast<std::int64_t>(text.size()));
}

TEST_F(JsonReadTest, TooLongARecordIsBadData) {
  const std::string text = "{\"a\":\"" + std::string(17 << 20, 'x') + "\"}\n";
  EXPECT_EQ(values_of(text, "a string"),
            "BadData\ns3://lake/in/a.json line 1: the line is longer than 16 MiB.");
  EXPECT_EQ(values_of(text, "a string", "glue.json", {{"multiLine", "true"}}),
            "BadData\ns3://lake/in/a.json line 1: the record is longer than 16 MiB.");
}

TEST_F(JsonReadTest, ARecordOfTooManyValuesIsBadDataThatIsNotPassedOver) {
  const std::string text = "{\"a\":[" + std::string(2 << 20, ',') + "]}\n";
  EXPECT_EQ(values_of(text, "a array<string>", "openx.json", {{"ignore.malformed.json", "true"}}),
            "BadData\ns3://lake/in/a.json line 1: the record has more than 1048576 values.");
}

TEST_F(JsonReadTest, AnOptionThatIsNotKnownIsRefusedByName) {
  EXPECT_EQ(values_of("{}", "a int", "json", {{"primitiveAsString", "true"}}),
            "UnsupportedOption\nThe JSON option primitiveAsString = 'true' is not supported: this reader "
            "has no such option.");
}

}  // namespace
}  // namespace engine
