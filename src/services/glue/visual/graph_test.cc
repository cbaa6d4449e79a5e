#include "services/glue/visual/graph.h"

#include <gtest/gtest.h>

namespace services::glue::visual {
namespace {

using api::glue::ApplyMapping;
using api::glue::DropDuplicates;
using api::glue::Mapping;
using api::glue::S3CsvSource;
using api::glue::S3GlueParquetTarget;
using api::glue::SelectFromCollection;
using api::glue::SplitFields;

Node source() {
  return {
      .s3_csv_source = S3CsvSource{
          .name = "Orders", .paths = {"s3://lake/landing/"}, .separator = "comma", .quote_char = "quote"}};
}
Node distinct(std::vector<std::string> inputs) {
  return {.drop_duplicates = DropDuplicates{.name = "Distinct", .inputs = std::move(inputs)}};
}
Node mapping(Mapping mapping) {
  return {.apply_mapping = ApplyMapping{.name = "Typed", .inputs = {"a"}, .mapping = {std::move(mapping)}}};
}
Node target(std::vector<std::string> inputs) {
  return {.s3_glue_parquet_target = S3GlueParquetTarget{
              .name = "Curated", .inputs = std::move(inputs), .path = "s3://lake/orders/"}};
}

Node split() {
  return {.split_fields = SplitFields{.name = "Halves", .inputs = {"a"}, .paths = {{"id"}}}};
}
Node pick(std::string input, int index) {
  return {.select_from_collection =
              SelectFromCollection{.name = "Half", .inputs = {std::move(input)}, .index = index}};
}

std::string refusal_of(Nodes nodes) {
  const auto graph = Graph::check(std::move(nodes));
  if (graph.ok()) return "no error";
  EXPECT_EQ(graph.error().code, "InvalidInputException");
  return graph.error().message;
}

TEST(Graph, EveryStepComesAfterItsInputs) {
  const auto graph = Graph::check({{"z", source()}, {"m", distinct({"z"})}, {"a", target({"m"})}});
  ASSERT_TRUE(graph.ok()) << graph.error().message;
  std::vector<std::string> order;
  for (const Graph::Step& step : graph->steps()) order.push_back(step.id);
  EXPECT_EQ(order, (std::vector<std::string>{"z", "m", "a"}));
  EXPECT_EQ(graph->steps()[1].inputs, (std::vector<std::size_t>{0}));
}

TEST(Graph, ANodeMayFeedSeveral) {
  const auto graph = Graph::check({{"a", source()}, {"b", target({"a"})}, {"c", target({"a"})}});
  ASSERT_TRUE(graph.ok());
  EXPECT_EQ(graph->targets()->size(), 2u);
}

TEST(Graph, TheContextIsTheOneThatGlueStudioGives) {
  const auto graph = Graph::check({{"node-17", source()}, {"t", target({"node-17"})}});
  EXPECT_EQ(graph->steps()[0].context(), "Orders_node17");
}

TEST(Graph, TwoSourcesOfOneContextAreRefused) {
  EXPECT_EQ(refusal_of({{"a", source()}, {"b", source()}, {"t", target({"a"})}, {"u", target({"b"})}}),
            "The S3CsvSource node 'Orders' (a) and the S3CsvSource node 'Orders' (b) have one "
            "transformation_ctx, Orders_node: give them names, or ids, that differ in letters or digits.");
  EXPECT_EQ(refusal_of({{"a1", source()}, {"a2", source()}, {"t", target({"a1"})}, {"u", target({"a2"})}}),
            "no error");
}

TEST(Graph, ADanglingInputIsRefusedByTheNodesName) {
  EXPECT_EQ(refusal_of({{"a", source()}, {"t", target({"b"})}}),
            "S3GlueParquetTarget node 'Curated' (t): its input b is no node.");
}

TEST(Graph, ACycleIsRefusedByTheNodesNames) {
  EXPECT_EQ(refusal_of({{"b", distinct({"c"})}, {"c", distinct({"b"})}, {"t", target({"c"})}}),
            "The nodes feed each other in a cycle, or wait for one: DropDuplicates node 'Distinct' (b), "
            "DropDuplicates node 'Distinct' (c), S3GlueParquetTarget node 'Curated' (t).");
}

TEST(Graph, NodesInARowAreBounded) {
  const auto row_of = [](int count) {
    Nodes nodes{{"n0", source()}};
    for (int i = 1; i < count - 1; ++i)
      nodes["n" + std::to_string(i)] = distinct({"n" + std::to_string(i - 1)});
    nodes["t"] = target({"n" + std::to_string(count - 2)});
    return nodes;
  };
  EXPECT_EQ(refusal_of(row_of(250)), "no error");
  EXPECT_EQ(refusal_of(row_of(6000)),
            "DropDuplicates node 'Distinct' (n250): more than 250 nodes feed each other in a row up to it.");
}

TEST(Graph, TooFewAndTooManyInputsAreRefused) {
  EXPECT_EQ(refusal_of({{"a", source()}, {"t", target({})}}),
            "S3GlueParquetTarget node 'Curated' (t): it takes 1 input, not 0.");
  EXPECT_EQ(refusal_of({{"a", source()}, {"b", source()}, {"t", target({"a", "b"})}}),
            "S3GlueParquetTarget node 'Curated' (t): it takes 1 input, not 2.");
}

TEST(Graph, ATargetFeedsNothing) {
  EXPECT_EQ(
      refusal_of({{"a", source()}, {"t", target({"a"})}, {"u", target({"t"})}}),
      "S3GlueParquetTarget node 'Curated' (u): its input is the S3GlueParquetTarget node 'Curated' (t), "
      "which gives nothing on.");
}

TEST(Graph, ACollectionGoesToANodeThatPicksOneOfItsFrames) {
  EXPECT_EQ(refusal_of({{"a", source()}, {"s", split()}, {"p", pick("s", 1)}, {"t", target({"p"})}}),
            "no error");
  EXPECT_EQ(refusal_of({{"a", source()}, {"s", split()}, {"t", target({"s"})}}),
            "S3GlueParquetTarget node 'Curated' (t): its input is the SplitFields node 'Halves' (s), a "
            "collection: a SelectFromCollection node between them must pick one of its frames.");
  EXPECT_EQ(refusal_of({{"a", source()}, {"p", pick("a", 0)}, {"t", target({"p"})}}),
            "SelectFromCollection node 'Half' (p): its input is the S3CsvSource node 'Orders' (a), which is "
            "one frame and no collection.");
  EXPECT_EQ(
      refusal_of({{"a", source()}, {"s", split()}, {"p", pick("s", 2)}, {"t", target({"p"})}}),
      "SelectFromCollection node 'Half' (p): Index 2: its input, the SplitFields node 'Halves' (s), has "
      "the frames 0 to 1.");
}

TEST(Graph, AJobThatWritesNothingIsRefused) {
  EXPECT_EQ(refusal_of({{"a", source()}}), "CodeGenConfigurationNodes: the job has no target to write to.");
}

TEST(Graph, ATypeThatIsNoneIsRefused) {
  const Mapping bad{.to_key = "id", .from_path = std::vector<std::string>{"id"}, .to_type = "integral"};
  EXPECT_EQ(refusal_of({{"a", source()}, {"m", mapping(bad)}, {"t", target({"m"})}}),
            "ApplyMapping node 'Typed' (m): the mapping to id: 'integral' is not a type.");
}

TEST(Graph, ASourceTypeThatIsNoneIsRefused) {
  const Mapping bad{
      .to_key = "id", .from_path = std::vector<std::string>{"id"}, .from_type = "integral", .to_type = "int"};
  EXPECT_EQ(refusal_of({{"a", source()}, {"m", mapping(bad)}, {"t", target({"m"})}}),
            "ApplyMapping node 'Typed' (m): the mapping to id: 'integral' is not a type.");
}

TEST(Graph, APathThatIsNotInS3IsRefused) {
  Node node = source();
  node.s3_csv_source->paths = {"/landing"};
  EXPECT_EQ(refusal_of({{"a", node}, {"t", target({"a"})}}),
            "S3CsvSource node 'Orders' (a): '/landing' is not a path in S3, s3://bucket/folder/");
}

TEST(Graph, ACatalogUpdateNeedsADatabaseAndATable) {
  Node node = target({"a"});
  node.s3_glue_parquet_target->schema_change_policy =
      api::glue::DirectSchemaChangePolicy{.enable_update_catalog = true, .database = "sales"};
  EXPECT_EQ(
      refusal_of({{"a", source()}, {"t", node}}),
      "S3GlueParquetTarget node 'Curated' (t): SchemaChangePolicy: EnableUpdateCatalog needs a Database "
      "and a Table.");
}

}  // namespace
}  // namespace services::glue::visual
