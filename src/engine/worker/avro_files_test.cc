// Avro files as nobody's writer makes them: a few bytes that claim to be much, and what is damaged. Each is
// refused by the file's name, before it takes the memory or the time that it claims.
#include "engine/sources/avro_files.h"

#include <limits>

#include "base/text.h"
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::column;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kMarker = "sixteen bytes...";

std::string number(std::int64_t value) {
  std::string out;
  auto raw = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
  for (; raw >= 0x80; raw >>= 7) out += static_cast<char>(raw | 0x80);
  return out + static_cast<char>(raw);
}

std::string text(const std::string& bytes) {
  return number(static_cast<std::int64_t>(bytes.size())) + bytes;
}

std::string block(std::int64_t rows, const std::string& bytes) {
  return number(rows) + text(bytes) + kMarker;
}

std::string file(const std::string& schema, const std::string& blocks, const std::string& codec = "null") {
  return std::string("Obj\x01", 4) + number(2) + text("avro.schema") + text(schema) + text("avro.codec") +
         text(codec) + number(0) + kMarker + blocks;
}

std::string field(const std::string& name, const std::string& type) {
  return R"({"name":")" + name + R"(","type":)" + type + "}";
}

std::string record(const std::string& name, const std::vector<std::string>& fields) {
  return R"({"type":"record","name":")" + name + R"(","fields":[)" + base::join(fields, ",") + "]}";
}

std::string list_of(const std::string& items) {
  return R"({"type":"array","items":)" + items + "}";
}

const std::string kInt = R"("int")", kNull = R"("null")", kText = R"("string")";

class AvroBytesTest : public ExecutionTest {
 protected:
  std::string read(const std::string& bytes, const std::string& schema = "") {
    program_.Clear();
    pin(9, bytes, {}, "s3://lake/in.avro");
    return rows(plan::read("avro", schema, {}, 9));
  }
  // One row of a column `a`.
  std::string read_one(const std::string& type, const std::string& bytes, const std::string& schema = "") {
    return read(file(record("r", {field("a", type)}), block(1, bytes)), schema);
  }
  static auto refused(const std::string& why) {
    return AllOf(StartsWith("BadData\n"), HasSubstr("s3://lake/in.avro"), HasSubstr(why));
  }
};

TEST_F(AvroBytesTest, RecordsWithoutNumberByAFewNamesAreRefused) {
  std::vector<std::string> fields = {field("f0", record("R0", {field("a", kInt)}))};
  for (int i = 1; i < 40; ++i) {
    const std::string before = "\"R" + std::to_string(i - 1) + "\"";
    fields.push_back(field("f" + std::to_string(i),
                           record("R" + std::to_string(i), {field("a", before), field("b", before)})));
  }
  EXPECT_THAT(read(file(record("r", fields), block(1, "x"))), refused("more than 32768 types"));
}

TEST_F(AvroBytesTest, RecordsThatStandInEachOtherByTheirNamesAreNotDeeperThanThoseThatStandThere) {
  std::vector<std::string> fields = {field("f0", record("R0", {field("a", kInt)}))};
  for (int i = 1; i < 100; ++i)
    fields.push_back(
        field("f" + std::to_string(i),
              record("R" + std::to_string(i), {field("a", "\"R" + std::to_string(i - 1) + "\"")})));
  EXPECT_THAT(read(file(record("r", fields), block(1, "x"))), refused("nests more than 64 levels"));
}

TEST_F(AvroBytesTest, NamesAndBranchesThatStandTwiceAreNoSchema) {
  EXPECT_THAT(read(file(record("r", {field("a", kInt), field("a", kInt)}), "")),
              refused("Duplicate field a in record r"));
  EXPECT_THAT(read_one(R"(["int","int"])", ""), refused("Duplicate in union: int"));
  EXPECT_THAT(read_one(R"(["int",["null"]])", ""), refused("Nested union"));
}

// In Spark's words, which does not choose either.
TEST_F(AvroBytesTest, FieldsWhoseNamesDifferInCaseAloneAreRefusedWhereOneIsWanted) {
  const std::string both = record("s", {field("a", kText), field("A", kText)});
  EXPECT_THAT(read_one(both, text("lower") + text("upper")),
              refused("Searching for 'a' in Avro schema at field 'a' gave 2 matches. Candidates: [a, A]"));
  EXPECT_EQ(read_one(both, text("lower") + text("upper"), "other int"), "\n");
  EXPECT_THAT(read_one(record("s", {field("a", kText)}), text("x"), "a struct<a:string,A:string>"),
              HasSubstr("reading the Avro field a of s3://lake/in.avro twice"));
}

TEST_F(AvroBytesTest, NumbersHaveAnEndAndTheSizeOfTheirTypes) {
  EXPECT_EQ(read_one(R"("long")", number(std::numeric_limits<std::int64_t>::min())),
            "\"-9223372036854775808\"\n");
  EXPECT_THAT(read_one(R"("long")", std::string(1000, '\x80')), refused("Invalid long encoding"));
  EXPECT_THAT(read_one(R"("long")", std::string(9, '\xff') + '\x02'), refused("Invalid long encoding"));
  EXPECT_EQ(read_one(kInt, number(-2147483648LL)), "\"-2147483648\"\n");
  for (const char* schema : {"a int", "a bigint", "a double"})
    EXPECT_THAT(read_one(kInt, number(2147483648LL), schema), refused("Avro int > 32 bits")) << schema;
  EXPECT_THAT(read_one(kInt, number(2147483648LL), "other int"), refused("Avro int > 32 bits"));
}

TEST_F(AvroBytesTest, ADecimalOfMoreBytesThanANumberHasIsNull) {
  const std::string type = R"({"type":"bytes","logicalType":"decimal","precision":5,"scale":0})";
  EXPECT_EQ(read_one(type, text(std::string(20, '\xff') + "\x85")), "\"-123\"\n");
  EXPECT_EQ(read_one(type, text(std::string(1, '\0') + std::string(16, '\xff'))), "\n");
}

TEST_F(AvroBytesTest, AnArrayHasNoMoreItemsThanThereAreBytesFor) {
  EXPECT_EQ(read_one(list_of(kInt), number(2) + number(7) + number(8) + number(0)), "\"[7, 8]\"\n");
  for (const std::int64_t items :
       {std::int64_t{3}, std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::min()})
    EXPECT_THAT(read_one(list_of(kInt), number(items) + number(7) + number(8)),
                refused("items ends too early"));
  EXPECT_THAT(read_one(R"({"type":"map","values":"null"})", number(1LL << 40) + text("k")),
              refused("items ends too early"));
}

TEST_F(AvroBytesTest, ItemsOfNoBytesAreCountedOverAllBlocksOfAnArrayAndOverItsNeighbours) {
  const std::string many = number(400'000);
  EXPECT_THAT(read_one(list_of(kNull), many + many + many + number(0)), refused("items that take no bytes"));
  const std::string rows = block(3, many + number(0) + many + number(0) + many + number(0));
  const std::string bytes = file(record("r", {field("a", list_of(kNull))}), rows);
  for (const char* schema : {"", "other int"})
    EXPECT_THAT(read(bytes, schema), refused("items that take no bytes")) << schema;
}

TEST_F(AvroBytesTest, ItemsOfManyFieldsWithoutBytesAreCountedByTheirFields) {
  std::vector<std::string> fields = {field("a", R"("boolean")")};
  for (int i = 0; i < 1000; ++i) fields.push_back(field("n" + std::to_string(i), kNull));
  const std::string half = number(9'000) + std::string(9'000, '\1');
  EXPECT_THAT(read_one(list_of(record("s", fields)), half + half + number(0)),
              refused("more than 16777216 values in its arrays and maps"));
}

TEST_F(AvroBytesTest, ABlockHoldsTheRowsThatItSays) {
  const std::string schema = record("r", {field("a", kInt)});
  EXPECT_EQ(read(file(schema, block(1, number(1)) + block(0, "") + block(1, number(2)))), "\"1\"\n\"2\"\n");
  EXPECT_THAT(read(file(schema, block(1LL << 40, number(1)))), refused("cannot hold 1099511627776 rows"));
  EXPECT_THAT(read(file(schema, block(0, number(1)))), refused("cannot hold 0 rows"));
  EXPECT_THAT(read(file(schema, block(1, number(1) + number(2)))), refused("holds more than its rows"));
  EXPECT_THAT(read(file(schema, block(-1, number(1)))), refused("cut off"));
}

TEST_F(AvroBytesTest, RowsOfNoBytesAreRows) {
  const std::string schema = record("r", {field("a", kNull)});
  EXPECT_EQ(read(file(schema, block(3, ""))), "\n\n\n");
  EXPECT_THAT(read(file(schema, block(1LL << 40, ""))), refused("cannot hold 1099511627776 rows"));
}

TEST_F(AvroBytesTest, ABlockThatClaimsMoreThanTheFileOrItsCodecCanHoldIsRefused) {
  const std::string schema = record("r", {field("a", kText)});
  EXPECT_THAT(read(file(schema, number(1) + number(1LL << 40) + "x")), refused("cut off"));
  // 200 MiB, in Snappy's words.
  EXPECT_THAT(read(file(schema, block(1, "\x80\x80\x80\x64 and a checksum"), "snappy")),
              refused("cannot be decompressed"));
}

TEST_F(AvroBytesTest, ManySmallBlocksAreAllRead) {
  constexpr int kBlocks = 2000;
  std::string blocks;
  for (int i = 0; i < kBlocks; ++i) blocks += block(1, text(std::string(300 + i % 700, 'x')));
  program_.Clear();
  pin(9, file(record("r", {field("a", kText)}), blocks));
  EXPECT_EQ(rows(plan::aggregate(plan::read("avro", "", {}, 9), {},
                                 {plan::alias(plan::call("count", {column("a")}), "n")})),
            "\"2000\"\n");
}

TEST_F(AvroBytesTest, AChunkOfLargeValuesHasFewRows) {
  constexpr int kRows = 20;
  std::string bytes;
  for (int i = 0; i < kRows; ++i) bytes += text(std::string(1 << 20, 'x'));
  const std::string all = file(record("r", {field("a", kText)}), block(kRows, bytes));
  RunStorage storage(broker_);
  const auto counters = std::make_shared<ReadCounters>();
  const auto size = static_cast<std::int64_t>(all.size());
  const std::string path =
      storage.pin(1, {.uri = "s3://lake/in.avro", .content_id = broker_.add(all), .size = size}, counters);
  AvroFiles files(storage, {{.path = path, .size = size}}, {}, counters, {});
  ASSERT_TRUE(files.infer_columns(false).ok());
  const auto part = files.open({.file = 0, .begin = 0, .end = size}, {0});
  std::vector<duckdb::idx_t> chunks;
  for (duckdb::idx_t rows = 1; rows > 0; chunks.push_back(rows)) {
    duckdb::Vector vector(duckdb::LogicalType::VARCHAR);
    rows = part->next({&vector});
  }
  EXPECT_THAT(chunks, testing::ElementsAre(4, 4, 4, 4, 4, 0));
}

}  // namespace
}  // namespace engine
