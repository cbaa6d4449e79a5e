// ORC and Avro: what is written is read again, whatever its shape; what is damaged or cannot be honoured is
// refused by name. That others read our files, and we theirs, test/spark/test_row_files.py asks of a real
// Spark.
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::column;
using testing::HasSubstr;
using testing::StartsWith;

// Numbers without order and in runs, texts, NULLs, and everything nested; more rows than a run of integers
// has, or a chunk.
constexpr const char* kMany = R"(
  SELECT (i % 7 = 0) AS b, (i % 100)::TINYINT AS t, (i * 7 % 30000)::SMALLINT AS s,
         CASE WHEN i % 3 > 0 THEN (hash(i) % 1000000)::INTEGER END AS n, (hash(i) >> 1)::BIGINT AS l, i AS up,
         (i / 7)::FLOAT AS f, (i / 3)::DOUBLE AS d, (i * 100003 % 1000000007)::DECIMAL(12, 3) AS c,
         (hash(i) * 1000003::HUGEINT)::DECIMAL(38, 2) AS h, 'text ' || (i % 50) AS x, encode('b' || i) AS y,
         DATE '1500-03-01' + (i * 97)::INTEGER AS day, (TIMESTAMP '1900-01-01 00:00:00.1234' + to_microseconds(i * 98765432123))::TIMESTAMPTZ AS at,
         TIMESTAMP '1900-01-01 00:00:00' + to_microseconds(i * 98765432123) AS ntz,
         CASE WHEN i % 5 > 0 THEN [i, NULL, i + 1][:i % 4] END AS list, MAP(['k' || (i % 3), 'z'], [i, NULL]) AS m,
         CASE WHEN i % 4 > 0 THEN {'a': i, 'b': [{'c': 'v' || i}]} END AS r
  FROM range(5000) AS rows(i))";

class RowFilesTest : public ExecutionTest, public testing::WithParamInterface<const char*> {
 protected:
  // The one file that is made of a Read; an error is its code and message.
  std::string written(plan::Relation relation, const std::string& format, plan::Options options = {}) {
    program_.clear_writes();
    broker_.staged.clear();
    *program_.add_writes() =
        plan::write(std::move(relation), format, "s3://lake/out", {.options = std::move(options)});
    const auto report = run();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
  std::string one(const std::string& format, const std::string& type, const std::string& text,
                  plan::Options options = {}) {
    auto value = plan::alias(plan::cast(plan::literal(text), type), "a");
    return written(plan::project(std::nullopt, {std::move(value)}), format, std::move(options));
  }
  // The rows of a file, as the Read of a format gives them.
  std::string read(const std::string& file, const std::string& format, const std::string& schema = "",
                   plan::Options options = {}) {
    program_.Clear();
    pin(9, file, {}, "s3://lake/in." + format);
    return rows(plan::read(format, schema, std::move(options), 9));
  }
};

INSTANTIATE_TEST_SUITE_P(Formats, RowFilesTest, testing::Values("orc", "avro"));

TEST_P(RowFilesTest, WhatIsWrittenIsReadAgain) {
  const std::string parquet = parquet_of(kMany);
  pin(1, parquet, {}, "s3://lake/in.parquet");
  const std::string file = written(plan::read("parquet", "", {}, 1), GetParam());
  const std::string expected = read(parquet, "parquet");
  ASSERT_THAT(expected, HasSubstr("text 49"));
  const std::string found = read(file, GetParam());
  EXPECT_EQ(found.size(), expected.size());
  EXPECT_TRUE(found == expected) << found.substr(0, 2000) << "\n---\n" << expected.substr(0, 2000);
}

TEST_P(RowFilesTest, EveryCompressionIsReadAgain) {
  const std::map<std::string, std::vector<std::string>> codecs = {
      {"orc", {"none", "snappy", "zlib", "lz4", "zstd"}},
      {"avro", {"uncompressed", "snappy", "deflate", "bzip2", "zstandard"}}};
  for (const auto& codec : codecs.at(GetParam()))
    EXPECT_EQ(read(one(GetParam(), "string", std::string(3000, 'x'), {{"compression", codec}}), GetParam()),
              "\"" + std::string(3000, 'x') + "\"\n")
        << codec;
}

TEST_P(RowFilesTest, ColumnsOfASchemaAreFoundByNameAndWhatIsMissingIsNull) {
  EXPECT_EQ(read(one(GetParam(), "int", "7"), GetParam(), "q string, A bigint"), ",\"7\"\n");
}

TEST_P(RowFilesTest, OnlyTheColumnsThatAreUsedAreLookedAt) {
  const std::string file = one(GetParam(), "string", "x");
  program_.Clear();
  pin(9, file);
  const auto count = plan::aggregate(plan::read(GetParam(), "a array<int>", {}, 9), {},
                                     {plan::alias(plan::call("count", {plan::literal(1)}), "n")});
  EXPECT_EQ(rows(count), "\"1\"\n");
}

TEST_P(RowFilesTest, ATypeThatAColumnCannotBeIsRefusedByItsName) {
  EXPECT_THAT(read(one(GetParam(), "string", "x"), GetParam(), "a array<int>"), HasSubstr("s3://lake/in."));
}

TEST_P(RowFilesTest, PartitionsStandBesideTheColumns) {
  const std::string file = one(GetParam(), "int", "1");
  program_.Clear();
  pin(1, file, {"x"}, "s3://lake/k=x/1");
  pin(1, file, {std::nullopt}, "s3://lake/k=none/1");
  input_for(1).add_partition_columns("k");
  EXPECT_EQ(rows(plan::sort(plan::read(GetParam(), "", {}, 1), {plan::ascending(column("k"))})),
            "\"1\",\n\"1\",\"x\"\n");
}

TEST_P(RowFilesTest, ADamagedFileIsNamedAndEndsNoProcess) {
  const std::string file = one(GetParam(), "string", "some text that is long enough to be looked at twice");
  EXPECT_THAT(read("no such file at all", GetParam()), StartsWith("BadData\ns3://lake/in."));
  for (std::size_t at = 0; at < file.size(); ++at) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    read(damaged, GetParam());
    read(file.substr(0, at), GetParam());
  }
  EXPECT_THAT(read(file.substr(0, file.size() / 2), GetParam()), StartsWith("BadData\ns3://lake/in."));
}

TEST_P(RowFilesTest, AnEmptyFileHasNoSchemaAndNoRows) {
  EXPECT_THAT(read("", GetParam()), StartsWith("UNABLE_TO_INFER_SCHEMA\n"));
  EXPECT_EQ(read("", GetParam(), "a int"), "");
}

TEST_P(RowFilesTest, WhatAnOptionCannotDoIsRefusedByItsName) {
  const std::string file = one(GetParam(), "int", "1");
  EXPECT_THAT(read(file, GetParam(), "", {{"nosuch", "1"}}), HasSubstr("option nosuch = '1'"));
  EXPECT_THAT(one(GetParam(), "int", "1", {{"nosuch", "1"}}), HasSubstr("option nosuch"));
  EXPECT_THAT(one(GetParam(), "int", "1", {{"compression", "nosuch"}}), StartsWith("CODEC_"));
}

using OrcFilesTest = RowFilesTest;
INSTANTIATE_TEST_SUITE_P(Formats, OrcFilesTest, testing::Values("orc"));

TEST_P(OrcFilesTest, NumbersThatDoNotFitAreNull) {
  EXPECT_EQ(read(one("orc", "bigint", "300"), "orc", "a tinyint"), "\n");
  EXPECT_EQ(read(one("orc", "int", "300"), "orc", "a decimal(10,2)"), "\"300.00\"\n");
  EXPECT_EQ(read(one("orc", "decimal(10,2)", "1.25"), "orc", "a decimal(4,1)"), "\"1.3\"\n");
}

TEST_P(OrcFilesTest, SchemasAreMergedWhenThatIsAskedFor) {
  const std::string first = one("orc", "int", "1");
  const std::string second =
      written(plan::project(std::nullopt, {plan::alias(plan::literal("x"), "b")}), "orc");
  program_.Clear();
  pin(1, first, {}, "s3://lake/1.orc");
  pin(1, second, {}, "s3://lake/2.orc");
  EXPECT_EQ(
      rows(plan::sort(plan::read("orc", "", {{"mergeSchema", "true"}}, 1), {plan::ascending(column("b"))})),
      "\"1\",\n,\"x\"\n");
  EXPECT_EQ(rows(plan::sort(plan::read("orc", "", {}, 1), {plan::ascending(column("a"))})), "\n\"1\"\n");
}

TEST_P(OrcFilesTest, ATableOfHivesSerdeFindsItsColumnsByTheirPlaces) {
  EXPECT_EQ(read(one("orc", "int", "1"), "hive.orc", "other int, more int"), "\"1\",\n");
  EXPECT_EQ(read(one("orc", "int", "1"), "hive.orc", "other int", {{"orc.column.index.access", "false"}}),
            "\n");
}

TEST_P(OrcFilesTest, ATimeThatReadersWouldTakeForAnotherIsRefused) {
  EXPECT_THAT(one("orc", "timestamp", "1969-12-31 23:59:59.5"), StartsWith("NUMERIC_VALUE_OUT_OF_RANGE\n"));
  for (const char* text : {"1969-12-31 23:59:58.500", "1969-12-31 23:59:59.000", "0001-01-01 00:00:00.100"})
    EXPECT_THAT(read(one("orc", "timestamp", text), "orc"), HasSubstr(text));
}

using AvroFilesTest = RowFilesTest;
INSTANTIATE_TEST_SUITE_P(Formats, AvroFilesTest, testing::Values("avro"));

constexpr const char* kSchema =
    R"({"type":"record","name":"r","fields":[{"name":"a","type":["double","null"]},{"name":"b","type":"string","default":"none"}]})";

TEST_P(AvroFilesTest, ASchemaThatTheReaderIsGivenPromotesAndHasDefaults) {
  EXPECT_EQ(read(one("avro", "int", "1"), "avro", "", {{"avroSchema", kSchema}}), "\"1.0\",\"none\"\n");
}

TEST_P(AvroFilesTest, ASchemaThatTheWriterIsGivenIsThatOfTheFile) {
  const plan::Options options = {
      {"avroSchema", R"({"type":"record","name":"r","fields":[{"name":"A","type":"string"}]})"}};
  EXPECT_THAT(one("avro", "string", "x", options), HasSubstr(R"({"name":"A","type":"string"})"));
  EXPECT_THAT(one("avro", "int", "1", options), HasSubstr("Cannot convert SQL field 'A' to Avro field 'A'"));
  EXPECT_THAT(one("avro", "string", "x", {{"avroSchema", "{"}}),
              StartsWith("BadData\nThe Avro schema is none"));
}

TEST_P(AvroFilesTest, ANameThatAvroHasNotIsRefused) {
  const auto odd = plan::alias(plan::literal(1), "a b");
  EXPECT_THAT(written(plan::project(std::nullopt, {odd}), "avro"),
              StartsWith("INVALID_COLUMN_NAME_AS_PATH\n"));
}

}  // namespace
}  // namespace engine
