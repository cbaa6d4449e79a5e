#include "services/glue/visual/partition_pruning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/builders.h"

namespace services::glue::visual {
namespace {

using plan::column;
using plan::literal;

// A program that reads three files of the folders year=2023, year=2024 and year=NULL.
plan::Program reading(plan::Relation relation) {
  plan::Program program;
  *program.add_writes() = plan::write(std::move(relation), "parquet", "s3://lake/out");
  plan::PinnedInput& input = *program.add_inputs();
  input.set_plan_id(1);
  input.add_partition_columns("year");
  for (const char* year : {"2023", "2024", ""}) {
    plan::PinnedObject& object = *input.add_objects();
    object.set_uri(std::string("s3://lake/in/") + year);
    plan::PartitionValue& value = *object.add_partition_values();
    if (*year) value.set_value(year);
  }
  return program;
}

std::vector<std::string> left(plan::Program program) {
  EXPECT_TRUE(prune_partitions(program).ok());
  std::vector<std::string> uris;
  for (const auto& object : program.inputs(0).objects()) uris.push_back(object.uri());
  return uris;
}

plan::Relation source() {
  return plan::read("parquet", "a int", {}, 1);
}

TEST(PartitionPruning, FilesOfFoldersThatAConditionShutsOutAreNotPinned) {
  const auto condition = plan::call("==", {column("year"), literal("2024")});
  EXPECT_EQ(left(reading(plan::filter(source(), condition))), std::vector<std::string>{"s3://lake/in/2024"});
}

TEST(PartitionPruning, AConditionOnAnotherColumnKeepsAll) {
  const auto condition = plan::call("==", {column("a"), literal(1)});
  EXPECT_EQ(left(reading(plan::filter(source(), condition))).size(), 3u);
  EXPECT_EQ(left(reading(source())).size(), 3u);
}

TEST(PartitionPruning, ASharedRelationIsPrunedByItsOwnConditionsOnly) {
  const auto condition = plan::call("==", {column("year"), literal("2024")});
  plan::Program program = reading(plan::filter(plan::Relation(), condition));
  *program.add_relations() = plan::with_plan_id(plan::project(source(), {column("year")}), 9);
  program.mutable_writes(0)
      ->mutable_input()
      ->mutable_filter()
      ->mutable_input()
      ->mutable_cached_remote_relation()
      ->set_relation_id("9");
  EXPECT_EQ(left(program).size(), 3u);
}

}  // namespace
}  // namespace services::glue::visual
