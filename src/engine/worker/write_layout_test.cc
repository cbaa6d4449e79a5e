// How many files a write makes, how they are called and what is in them; what is expected here is what a real
// Spark wrote with one core (test/spark/test_write.py asks it again).
#include <algorithm>
#include <regex>

#include "base/text.h"
#include "engine/worker/execution_fixture.h"
#include "spark/connect/commands.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using plan::alias;
using plan::call;
using plan::column;
using plan::literal;
using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

plan::Relation range(std::int64_t end, int partitions = 0) {
  plan::Relation relation;
  auto& node = *relation.mutable_range();
  node.set_end(end);
  node.set_step(1);
  if (partitions > 0) node.set_num_partitions(partitions);
  return relation;
}

plan::Relation repartition(plan::Relation input, int count, bool shuffle = true) {
  plan::Relation relation;
  auto& node = *relation.mutable_repartition();
  *node.mutable_input() = std::move(input);
  node.set_num_partitions(count);
  node.set_shuffle(shuffle);
  return relation;
}

plan::Relation coalesce(plan::Relation input, int count) {
  return repartition(std::move(input), count, false);
}

plan::Relation repartition_by(plan::Relation input, int count, std::vector<plan::Expression> keys) {
  plan::Relation relation;
  auto& node = *relation.mutable_repartition_by_expression();
  *node.mutable_input() = std::move(input);
  node.set_num_partitions(count);
  for (auto& key : keys) *node.add_partition_exprs() = std::move(key);
  return relation;
}

plan::Expression ascending_key(const std::string& name) {
  plan::Expression key;
  *key.mutable_sort_order()->mutable_child() = column(name);
  key.mutable_sort_order()->set_direction(spark::connect::Expression::SortOrder::SORT_DIRECTION_ASCENDING);
  return key;
}

class WriteLayoutTest : public ExecutionTest {
 protected:
  using Files = std::vector<std::pair<std::string, std::string>>;

  // Names without what makes them unlike others, and texts; an error is its code.
  Files written(plan::Relation rows, plan::WriteOptions options = {}, const std::string& source = "csv") {
    program_.clear_writes();
    broker_.staged.clear();
    *program_.add_writes() = plan::write(std::move(rows), source, "s3://lake/out", std::move(options));
    const auto report = run();
    if (!report.ok()) return {{report.error().code, report.error().message}};
    static const std::regex kUnique("-[0-9a-f]{8}-[0-9a-f-]{27}");
    Files files;
    for (const auto& object : broker_.staged) {
      const std::string path = object.uri.substr(std::string("s3://lake/out/").size());
      files.emplace_back(std::regex_replace(path, kUnique, ""), broker_.text(object.content_id));
    }
    std::ranges::sort(files);
    return files;
  }
  std::vector<std::string> names(plan::Relation rows, plan::WriteOptions options = {}) {
    std::vector<std::string> names;
    for (auto& [name, text] : written(std::move(rows), std::move(options))) names.push_back(name);
    return names;
  }
};

TEST_F(WriteLayoutTest, EachPartitionWithRowsIsAFileAndTheFirstIsAlways) {
  EXPECT_THAT(names(repartition(range(7), 4)), ElementsAre("part-00000-c000.csv", "part-00001-c000.csv",
                                                           "part-00002-c000.csv", "part-00003-c000.csv"));
  EXPECT_THAT(written(repartition(range(1), 7)),
              ElementsAre(Pair("part-00000-c000.csv", ""), Pair("part-00003-c000.csv", "0\n")));
  EXPECT_THAT(written(repartition(range(0), 7)), ElementsAre(Pair("part-00000-c000.csv", "")));
}

TEST_F(WriteLayoutTest, RowsThatAreDealtOutAreAsManyInEachFile) {
  const auto files = written(repartition(range(200'000), 3));
  ASSERT_THAT(files, SizeIs(3));
  for (const auto& [name, text] : files) EXPECT_NEAR(std::ranges::count(text, '\n'), 66'667, 1) << name;
}

TEST_F(WriteLayoutTest, RowsOfOneKeyAreInOneFile) {
  const Files by_id = {{"part-00000-c000.csv", "2\n4\n5\n"},
                       {"part-00001-c000.csv", "0\n1\n6\n"},
                       {"part-00003-c000.csv", "3\n"}};
  EXPECT_EQ(written(repartition_by(range(7), 4, {column("id")})), by_id);
  auto above = plan::filter(repartition_by(range(12), 4, {column("id")}),
                            call("<", {column("id"), literal(std::int64_t{7})}));
  EXPECT_EQ(written(std::move(above)), by_id);
}

TEST_F(WriteLayoutTest, TheKeyNeedNotBeWritten) {
  auto rows = plan::project(range(7), {column("id"), alias(call("*", {column("id"), literal(10)}), "x")});
  EXPECT_THAT(written(plan::project(repartition_by(std::move(rows), 4, {column("id")}), {column("x")})),
              ElementsAre(Pair("part-00000-c000.csv", "20\n40\n50\n"),
                          Pair("part-00001-c000.csv", "0\n10\n60\n"), Pair("part-00003-c000.csv", "30\n")));
}

TEST_F(WriteLayoutTest, ARangeOfKeysIsAFile) {
  EXPECT_THAT(
      written(repartition_by(range(10), 3, {ascending_key("id")})),
      ElementsAre(Pair("part-00000-c000.csv", "0\n1\n2\n3\n"), Pair("part-00001-c000.csv", "4\n5\n6\n"),
                  Pair("part-00002-c000.csv", "7\n8\n9\n")));
  auto same = plan::project(range(10), {alias(literal(0), "a")});
  EXPECT_THAT(written(repartition_by(std::move(same), 4, {ascending_key("a")})), SizeIs(1));
}

TEST_F(WriteLayoutTest, ARangeIsCutWhereSparkCutsIt) {
  EXPECT_THAT(written(range(10, 4)),
              ElementsAre(Pair("part-00000-c000.csv", "0\n1\n"), Pair("part-00001-c000.csv", "2\n3\n4\n"),
                          Pair("part-00002-c000.csv", "5\n6\n"), Pair("part-00003-c000.csv", "7\n8\n9\n")));
  EXPECT_THAT(written(range(2, 4)),
              ElementsAre(Pair("part-00000-c000.csv", ""), Pair("part-00001-c000.csv", "0\n"),
                          Pair("part-00003-c000.csv", "1\n")));
  EXPECT_THAT(written(coalesce(range(10, 8), 3)),
              ElementsAre(Pair("part-00000-c000.csv", "0\n1\n"), Pair("part-00001-c000.csv", "2\n3\n4\n5\n"),
                          Pair("part-00002-c000.csv", "6\n7\n8\n9\n")));
}

TEST_F(WriteLayoutTest, CoalesceMakesNoMoreFiles) {
  EXPECT_THAT(written(coalesce(range(200'000), 1)), SizeIs(1));
  EXPECT_THAT(written(coalesce(range(10), 8)), SizeIs(1));
  EXPECT_THAT(written(coalesce(range(700'000), 2)), SizeIs(2));
  EXPECT_THAT(written(coalesce(repartition(range(100), 8), 3)), SizeIs(3));
}

TEST_F(WriteLayoutTest, AnAggregateAboveForgetsThePartitions) {
  auto rows = plan::filter(repartition(range(7), 4), call(">", {column("id"), literal(std::int64_t{-1})}));
  EXPECT_THAT(written(plan::sort(std::move(rows), {plan::ascending(column("id"))})), SizeIs(1));
}

TEST_F(WriteLayoutTest, FoldersHaveAFileForEachPartition) {
  auto rows = plan::project(range(16),
                            {column("id"), alias(call("%", {column("id"), literal(std::int64_t{3})}), "k")});
  const auto files = written(repartition_by(std::move(rows), 4, {column("id")}), {.partition_by = {"k"}});
  EXPECT_THAT(files, SizeIs(9));
  EXPECT_EQ(files[0], Files::value_type("k=0/part-00000.c000.csv", "12\n15\n"));
  EXPECT_EQ(files[8], Files::value_type("k=2/part-00002.c000.csv", "14\n"));
}

TEST_F(WriteLayoutTest, NoFileHasMoreRowsThanTheOptionSays) {
  const plan::Options most = {{"MAXRECORDSPERFILE", "3"}};
  EXPECT_THAT(written(range(7), {.options = most}),
              ElementsAre(Pair("part-00000-c000.csv", "0\n1\n2\n"), Pair("part-00000-c001.csv", "3\n4\n5\n"),
                          Pair("part-00000-c002.csv", "6\n")));
  EXPECT_THAT(written(range(6), {.options = most}), SizeIs(2));
  EXPECT_THAT(names(range(8, 2), {.options = most}),
              ElementsAre("part-00000-c000.csv", "part-00000-c001.csv", "part-00001-c000.csv",
                          "part-00001-c001.csv"));
  EXPECT_THAT(written(range(6), {.options = {{"maxRecordsPerFile", "-1"}}}), SizeIs(1));
  EXPECT_EQ(written(range(6), {.options = {{"maxRecordsPerFile", "x"}}})[0].second,
            "For input string: \"x\"");
}

TEST_F(WriteLayoutTest, FilesOfSoManyRowsAreFullButTheLast) {
  auto files = written(range(300'000), {.options = {{"maxRecordsPerFile", "70000"}}});
  ASSERT_THAT(files, SizeIs(5));
  for (std::size_t i = 0; i < files.size(); ++i)
    EXPECT_EQ(std::ranges::count(files[i].second, '\n'), i < 4 ? 70'000 : 20'000) << files[i].first;
  auto rows = plan::project(range(14),
                            {column("id"), alias(call("%", {column("id"), literal(std::int64_t{2})}), "k")});
  EXPECT_THAT(names(std::move(rows), {.partition_by = {"k"}, .options = {{"maxRecordsPerFile", "4"}}}),
              ElementsAre("k=0/part-00000.c000.csv", "k=0/part-00000.c001.csv", "k=1/part-00000.c000.csv",
                          "k=1/part-00000.c001.csv"));
}

TEST_F(WriteLayoutTest, APartitionsNumberIsToldToItsRows) {
  const auto told = [&](plan::Relation input) {
    auto rows_told =
        plan::project(std::move(input), {column("id"), alias(call("spark_partition_id", {}), "p")});
    return rows(plan::sort(std::move(rows_told), {plan::ascending(column("id"))}));
  };
  EXPECT_EQ(told(range(3)), "\"0\",\"0\"\n\"1\",\"0\"\n\"2\",\"0\"\n");
  EXPECT_EQ(told(range(4, 2)), "\"0\",\"0\"\n\"1\",\"0\"\n\"2\",\"1\"\n\"3\",\"1\"\n");
  EXPECT_EQ(told(repartition_by(range(4), 4, {column("id")})),
            "\"0\",\"1\"\n\"1\",\"1\"\n\"2\",\"0\"\n\"3\",\"3\"\n");
  auto filtered = plan::filter(repartition_by(range(7), 4, {column("id")}),
                               call("==", {call("spark_partition_id", {}), literal(3)}));
  EXPECT_EQ(rows(std::move(filtered)), "\"3\"\n");
}

TEST_F(WriteLayoutTest, RowsGoToTheFileOfThePartitionThatTheyWereTold) {
  auto told = plan::project(repartition(range(100), 4), {alias(call("spark_partition_id", {}), "p")});
  const auto files = written(std::move(told));
  ASSERT_THAT(files, SizeIs(4));
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::string expected;
    for (int row = 0; row < 25; ++row) expected += std::to_string(i) + "\n";
    EXPECT_EQ(files[i].second, expected);
  }
}

}  // namespace
}  // namespace engine
