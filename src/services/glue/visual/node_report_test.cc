#include "services/glue/visual/node_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace services::glue::visual {
namespace {

using api::glue::DropDuplicates;
using api::glue::GroupFilters;
using api::glue::Route;
using api::glue::S3CsvSource;
using api::glue::S3GlueParquetTarget;
using api::glue::SelectFields;
using api::glue::SelectFromCollection;
using api::glue::SplitFields;

Node source() {
  return {.s3_csv_source = S3CsvSource{
              .name = "In", .paths = {"s3://lake/in/"}, .separator = "comma", .quote_char = "quote"}};
}
Node select(std::string input) {
  return {.select_fields = SelectFields{.name = "Some", .inputs = {std::move(input)}, .paths = {{"a"}}}};
}
Node distinct(std::string input) {
  return {.drop_duplicates = DropDuplicates{.name = "Distinct", .inputs = {std::move(input)}}};
}
Node route(std::string input) {
  const GroupFilters group{.group_name = "ones",
                           .filters = {{.operation = "EQ",
                                        .values = {{.type = "COLUMNEXTRACTED", .value = {"a"}},
                                                   {.type = "CONSTANT", .value = {"1"}}}}},
                           .logical_operator = "AND"};
  return {.route = Route{.name = "Which", .inputs = {std::move(input)}, .group_filters_list = {group}}};
}
Node pick(std::string input, int index) {
  return {.select_from_collection =
              SelectFromCollection{.name = "Pick", .inputs = {std::move(input)}, .index = index}};
}
Node target(std::string input) {
  return {.s3_glue_parquet_target =
              S3GlueParquetTarget{.name = "Out", .inputs = {std::move(input)}, .path = "s3://lake/out/"}};
}

// What is told of the nodes, a line each, when the source has 10 rows in 100 bytes, each target has written 4
// in 40, and the step that is shared had 5.
class NodeReportTest : public testing::Test {
 protected:
  std::vector<std::string> told(Nodes nodes, const std::string& shared = {}) {
    const auto graph = Graph::check(std::move(nodes));
    EXPECT_TRUE(graph.ok()) << graph.error().message;
    JobPlan plan;
    plan::Report report;
    for (std::size_t place = 0; place < graph->steps().size(); ++place) {
      const Graph::Step& step = graph->steps()[place];
      const auto plan_id = static_cast<std::int64_t>(place) + 1;
      if (step.kind->read != nullptr) {
        plan::ReadReport& read = *report.add_reads();
        read.set_plan_id(plan_id);
        read.set_rows(10);
        read.set_bytes(100);
      }
      if (step.id == shared) {
        plan::SharedReport& own = *report.add_shared();
        own.set_plan_id(plan_id);
        own.set_rows(5);
        own.set_micros(7);
      }
      if (step.kind->write == nullptr) continue;
      plan.target_steps.push_back(place);
      plan::WriteReport& write = *report.add_writes();
      write.set_rows(4);
      write.set_bytes(40);
      write.set_micros(9);
    }
    std::vector<std::string> lines;
    for (const NodeReport& node : node_reports(*graph, plan, report)) lines.push_back(line_of(node));
    return lines;
  }

 private:
  static std::string line_of(const NodeReport& node) {
    const auto text = [](const std::optional<std::int64_t>& number) {
      return number ? std::to_string(*number) : std::string("-");
    };
    std::string line = node.id + " " + node.kind + " " + text(node.rows) + " " + text(node.bytes);
    if (node.micros) line += " " + text(node.micros) + " us";
    for (const std::string& other : node.fused_into) line += " in " + other;
    return line;
  }
};

using Lines = std::vector<std::string>;

TEST_F(NodeReportTest, RowsOfNeighboursThatKeepThemAreToldBothWays) {
  EXPECT_EQ(
      told({{"in", source()},
            {"a", select("in")},
            {"d", distinct("a")},
            {"e", select("d")},
            {"out", target("e")}}),
      (Lines{"in S3CsvSource 10 100 in out", "a SelectFields 10 - in out", "d DropDuplicates 4 - in out",
             "e SelectFields 4 - in out", "out S3GlueParquetTarget 4 40 9 us"}));
}

TEST_F(NodeReportTest, RowsThatNothingTellsAreLeftOut) {
  EXPECT_THAT(told({{"in", source()}, {"d", distinct("in")}, {"e", distinct("d")}, {"out", target("e")}}),
              testing::Contains("d DropDuplicates - - in out"));
}

TEST_F(NodeReportTest, WhatIsSharedHasATimeOfItsOwn) {
  EXPECT_EQ(told({{"in", source()}, {"d", distinct("in")}, {"x", target("d")}, {"y", target("d")}}, "d"),
            (Lines{"in S3CsvSource 10 100 in d", "d DropDuplicates 5 - 7 us",
                   "x S3GlueParquetTarget 4 40 9 us", "y S3GlueParquetTarget 4 40 9 us"}));
}

TEST_F(NodeReportTest, ACollectionIsFusedIntoAllThatIsPickedOfIt) {
  const Node split{.split_fields = SplitFields{.name = "Split", .inputs = {"in"}, .paths = {{"a"}}}};
  EXPECT_EQ(told({{"in", source()},
                  {"s", split},
                  {"p", pick("s", 0)},
                  {"q", pick("s", 1)},
                  {"x", target("p")},
                  {"y", target("q")}},
                 "in"),
            (Lines{"in S3CsvSource 5 100 7 us", "s SplitFields 5 - in x in y",
                   "p SelectFromCollection 5 - in x", "q SelectFromCollection 5 - in y",
                   "x S3GlueParquetTarget 4 40 9 us", "y S3GlueParquetTarget 4 40 9 us"}));
}

TEST_F(NodeReportTest, ARouteHasGivenOnWhatWasPickedOfIt) {
  const Nodes both{{"in", source()},    {"r", route("in")}, {"p", pick("r", 0)},
                   {"q", pick("r", 1)}, {"x", target("p")}, {"y", target("q")}};
  EXPECT_THAT(told(both), testing::Contains("r Route 8 - in x in y"));
  Nodes twice = both;
  twice["q"] = pick("r", 0);
  EXPECT_THAT(told(twice), testing::Contains("r Route 4 - in x in y"));
  Nodes idle = both;
  idle["unused"] = pick("r", 1);
  EXPECT_THAT(told(idle), testing::Contains("r Route 8 - in x in y"));
  Nodes unknown = both;
  unknown["d"] = distinct("q");
  unknown["y"] = target("d");
  EXPECT_THAT(told(unknown), testing::Contains("r Route - - in x in y"));
}

TEST_F(NodeReportTest, WhatLeadsToNoTargetWasNotRun) {
  EXPECT_THAT(told({{"in", source()}, {"idle", distinct("in")}, {"out", target("in")}}),
              testing::Contains("idle DropDuplicates - -"));
}

}  // namespace
}  // namespace services::glue::visual
