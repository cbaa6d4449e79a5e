// Parquet sources: what their files say of columns, and what is wrong with them.
#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

using plan::column;
using testing::HasSubstr;
using testing::StartsWith;

class ParquetReadTest : public ExecutionTest {
 protected:
  // The bytes of a file of one row.
  std::string file_of(std::vector<plan::Expression> values) {
    plan::Program program;
    *program.add_writes() =
        plan::write(plan::project(std::nullopt, std::move(values)), "parquet", "s3://lake/made");
    broker_.staged.clear();
    RunProgress progress;
    const auto report = Execution(*database_, broker_, clock_).run(program, session_, progress);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return broker_.text(broker_.staged.at(0).content_id);
  }
  static plan::Expression value(const std::string& type, const std::string& name,
                                const std::string& text = "1") {
    return plan::alias(plan::cast(plan::literal(text), type), name);
  }

  // The columns of a Read without schema as text; an error is its code and message.
  std::string described() {
    program_.clear_writes();
    *program_.add_described() = plan::read("parquet", "", {}, 1);
    const auto report = run();
    program_.clear_described();
    if (!report.ok()) return report.error().code + "\n" + report.error().message;
    std::string text;
    for (const auto& column : report->descriptions(0).columns())
      text += column.name() + " " + column.type() + "\n";
    return text;
  }

  // Lets the Read 2 have the files of the Read 1, too.
  void pin_again() {
    auto again = input_for(1);
    again.set_plan_id(2);
    *program_.add_inputs() = std::move(again);
  }
  // How often each value of `a`, rounded to `digits`, stands in the files of a Read.
  static plan::Relation counted(std::int64_t plan_id, std::int32_t digits) {
    auto rounded = plan::call("round", {column("a"), plan::literal(digits)});
    return plan::aggregate(plan::read("parquet", "a double", {}, plan_id),
                           {plan::alias(std::move(rounded), "a")},
                           {plan::alias(plan::call("count", {column("a")}), "n")});
  }
};

TEST_F(ParquetReadTest, TheColumnsOfAllFilesAreMergedByName) {
  pin(1, file_of({value("int", "a"), value("string", "b")}), {}, "s3://lake/1.parquet");
  pin(1, file_of({value("double", "C"), value("int", "A")}), {}, "s3://lake/2.parquet");
  EXPECT_EQ(described(), "a int\nb string\nC double\n");
  EXPECT_EQ(rows(plan::sort(plan::read("parquet", "", {}, 1), {plan::ascending(column("b"))})),
            "\"1\",,\"1.0\"\n\"1\",\"1\",\n");
}

TEST_F(ParquetReadTest, StructsAreMergedFieldByField) {
  pin(1, parquet_of("SELECT {'x': 1} AS s"), {}, "s3://lake/1.parquet");
  pin(1, parquet_of("SELECT {'y': 1} AS s"), {}, "s3://lake/2.parquet");
  EXPECT_EQ(described(), "s struct<x:int,y:int>\n");
  EXPECT_EQ(rows(plan::aggregate(plan::read("parquet", "", {}, 1), {},
                                 {plan::call("sum", {column("s.x")}), plan::call("sum", {column("s.y")})})),
            "\"1\",\"1\"\n");
}

TEST_F(ParquetReadTest, AColumnThatSparkHasNoTypeForIsRefusedUnlessNobodyWantsIt) {
  pin(1, parquet_of("SELECT 1 AS a, TIME '12:00' AS t"), {}, "s3://lake/1.parquet");
  EXPECT_EQ(
      described(),
      "BadData\nIllegal Parquet type: the column t of s3://lake/1.parquet is TIME, which Spark has no type "
      "for");
  EXPECT_EQ(rows(plan::read("parquet", "a int", {}, 1)), "\"1\"\n");
}

// DuckDB calls the second one FIRST_1, which is what the third file has.
TEST_F(ParquetReadTest, NamesOfAFileThatDifferInCaseAloneAreRefused) {
  std::string file = file_of({value("int", "first"), value("int", "OTHER", "2")});
  for (std::size_t at = 0; (at = file.find("OTHER", at)) != file.npos;) file.replace(at, 5, "FIRST");
  const auto refused =
      "COLUMN_ALREADY_EXISTS\n[COLUMN_ALREADY_EXISTS] The column `first` already exists. Choose another name "
      "or "
      "rename the existing column.";
  pin(1, file, {}, "s3://lake/1.parquet");
  EXPECT_EQ(described(), refused);
  EXPECT_EQ(rows(plan::project(plan::read("parquet", "", {}, 1), {column("FIRST")})), refused);
  program_.Clear();
  pin(1, file_of({value("int", "b")}), {}, "s3://lake/2.parquet");
  pin(1, file, {}, "s3://lake/1.parquet");
  EXPECT_EQ(described(), refused);
  program_.Clear();
  pin(1, file_of({value("int", "first"), value("int", "FIRST_1")}), {}, "s3://lake/3.parquet");
  EXPECT_EQ(described(), "first int\nFIRST_1 int\n");
}

TEST_F(ParquetReadTest, SoAreNamesOfFieldsBesideEachOther) {
  plan::Expression field =
      plan::call("from_json", {plan::literal("{\"x\":1,\"X\":2}"), plan::literal("x int, X int")});
  pin(1, file_of({plan::alias(std::move(field), "s")}));
  EXPECT_THAT(described(), StartsWith("COLUMN_ALREADY_EXISTS\n"));
}

TEST_F(ParquetReadTest, DecimalsOfOneScaleBecomeTheLongerOne) {
  pin(1, file_of({value("decimal(5,2)", "a")}), {}, "s3://lake/1.parquet");
  pin(1, file_of({value("decimal(12,2)", "a")}), {}, "s3://lake/2.parquet");
  EXPECT_EQ(described(), "a decimal(12,2)\n");
}

TEST_F(ParquetReadTest, AColumnOfTwoTypesIsRefusedAndBothFilesAreNamed) {
  pin(1, file_of({value("int", "a")}), {}, "s3://lake/1.parquet");
  pin(1, file_of({value("bigint", "a")}), {}, "s3://lake/2.parquet");
  EXPECT_EQ(described(),
            "CANNOT_MERGE_SCHEMAS\n[CANNOT_MERGE_SCHEMAS] Failed merging schemas: the column a is int in "
            "s3://lake/1.parquet and bigint in s3://lake/2.parquet.");
  EXPECT_EQ(rows(plan::read("parquet", "a bigint", {}, 1)), "\"1\"\n\"1\"\n");
}

// DuckDB would make a text of both.
TEST_F(ParquetReadTest, EachFilesTypeIsHeldAgainstTheDeclaredOne) {
  pin(1, file_of({value("string", "a")}), {}, "s3://lake/1.parquet");
  pin(1, file_of({value("int", "a")}), {}, "s3://lake/2.parquet");
  EXPECT_EQ(
      rows(plan::read("parquet", "a string", {}, 1)),
      "BadData\nField a's type int in parquet file s3://lake/2.parquet is incompatible with type string "
      "defined in table schema");
}

TEST_F(ParquetReadTest, AFileThatIsNoParquetIsNamed) {
  pin(1, file_of({value("int", "a")}), {}, "s3://lake/1.parquet");
  pin(1, "a,b\n1,2\nand so on\n", {}, "s3://lake/2.parquet");
  EXPECT_THAT(described(), testing::AllOf(StartsWith("BadData\n"), HasSubstr("s3://lake/2.parquet")));
}

TEST_F(ParquetReadTest, AFooterThatIsDamagedIsNamed) {
  auto bytes = file_of({value("int", "a")});
  for (std::size_t i = bytes.size() - 40; i < bytes.size() - 8; ++i) bytes[i] = '\xff';
  pin(1, bytes, {}, "s3://lake/1.parquet");
  EXPECT_THAT(described(), testing::AllOf(StartsWith("BadData\n"), HasSubstr("s3://lake/1.parquet")));
}

TEST_F(ParquetReadTest, AFileWhosePagesAreDamagedIsNamed) {
  pin(1, file_of({value("int", "a")}), {}, "s3://lake/1.parquet");
  auto bytes = file_of({value("string", "a", std::string(5000, 'x'))});
  for (std::size_t i = 4; i < 60; ++i) bytes[i] = '\xff';
  program_.clear_inputs();
  pin(1, bytes, {}, "s3://lake/2.parquet");
  EXPECT_THAT(rows(plan::read("parquet", "a string", {}, 1)),
              testing::AllOf(StartsWith("BadData\n"), HasSubstr("s3://lake/2.parquet")));
}

TEST_F(ParquetReadTest, TheColumnsOfFoldersComeLast) {
  pin(1, file_of({value("int", "a"), value("int", "k")}), {"x"}, "s3://lake/k=x/1.parquet");
  input_for(1).add_partition_columns("k");
  EXPECT_EQ(described(), "a int\nk string\n");
}

TEST_F(ParquetReadTest, WhatIsKnownOfAContentIsNotReadAgain) {
  pin(1, file_of({value("int", "a")}), {}, "s3://lake/1.parquet");
  const auto opened_by = [&] {
    const int before = broker_.opened;
    EXPECT_EQ(rows(plan::read("parquet", "a int", {}, 1)), "\"1\"\n");
    return broker_.opened - before;
  };
  const int first = opened_by();
  EXPECT_LT(opened_by(), first);
}

TEST_F(ParquetReadTest, WhatTwoReadsOfOneObjectHaveInCommonIsReadOnce) {
  pin(1, file_of({value("double", "a", "1.25")}), {}, "s3://lake/1.parquet");
  pin_again();
  EXPECT_EQ(rows(plan::union_all(counted(1, 1), counted(2, 1))), "\"1.3\",\"1\"\n\"1.3\",\"1\"\n");
  EXPECT_GT(report_.reads(0).bytes(), report_.reads(1).bytes());
}

TEST_F(ParquetReadTest, APathOfAContentIsOneOfAllReadsAndCanBeOpened) {
  RunStorage storage(broker_);
  const PinnedFile file{.uri = "s3://lake/a.parquet", .content_id = broker_.add("x"), .size = 1};
  const auto one = storage.pin(1, file, std::make_shared<ReadCounters>());
  const auto two = storage.pin(2, file, std::make_shared<ReadCounters>());
  const auto path = RunStorage::path_of_content(one);
  EXPECT_NE(one, two);
  EXPECT_EQ(RunStorage::path_of_content(two), path);
  EXPECT_EQ(RunStorage::path_of_content(path), path);
  EXPECT_TRUE(storage.open(path).ok());
  EXPECT_EQ(RunStorage::shown(path), "s3://lake/a.parquet");
}

// The id of a local file holds its path, with whatever stands in that.
TEST_F(ParquetReadTest, ALocalFileIsShownAsItsUriToo) {
  RunStorage storage(broker_);
  for (const char* folder : {"/data", "/d:a.t%a"}) {
    const PinnedFile file{.uri = fmt::format("file://{}/a.parquet", folder),
                          .content_id = fmt::format("file:17:1:{}/a.parquet", folder),
                          .size = 1};
    const auto one = storage.pin(1, file, std::make_shared<ReadCounters>());
    const auto two = storage.pin(2, file, std::make_shared<ReadCounters>());
    EXPECT_EQ(RunStorage::path_of_content(one), RunStorage::path_of_content(two));
    EXPECT_EQ(RunStorage::shown(fmt::format("no magic bytes in {}", one)), "no magic bytes in " + file.uri);
  }
}

// Two calls of one function may differ in what it is told when the query is planned.
TEST_F(ParquetReadTest, WhatDiffersBetweenTwoReadsOfOneObjectIsNotShared) {
  pin(1, file_of({value("double", "a", "1.25")}), {}, "s3://lake/1.parquet");
  pin_again();
  EXPECT_EQ(rows(plan::sort(plan::union_all(counted(1, 0), counted(2, 1)), {plan::ascending(column("a"))})),
            "\"1.0\",\"1\"\n\"1.3\",\"1\"\n");
}

}  // namespace
}  // namespace engine
