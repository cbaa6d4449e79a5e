#include "services/glue/visual/test_transform.h"

// Union and Merge, which put the rows of two frames together.
namespace services::glue::visual {
namespace {

using api::glue::Merge;
using api::glue::Union;

std::string united(std::string type, std::vector<Field> first, std::vector<Field> second) {
  return transformed({.union_ = Union{.name = "U", .inputs = {"a", "b"}, .union_type = std::move(type)}},
                     {frame(std::move(first), 1), frame(std::move(second), 2)});
}

Node merge(std::string source = "a", std::vector<Path> keys = {{"id"}}) {
  return {
      .merge = Merge{
          .name = "M", .inputs = {"a", "b"}, .source = std::move(source), .primary_keys = std::move(keys)}};
}

TEST(Union, ColumnsMeetByTheirPlacesInTheWiderType) {
  EXPECT_EQ(united("ALL", {{"a", "int"}, {"b", "string"}}, {{"x", "bigint"}, {"y", "date"}}),
            "a bigint, b string\n"
            "set_op {set_op_type=UNION is_all=true}\n"
            "  cached_remote_relation {relation_id=1}\n"
            "  cached_remote_relation {relation_id=2}\n");
}

TEST(Union, DistinctKeepsOneOfEqualRows) {
  EXPECT_THAT(united("DISTINCT", {{"a", "int"}}, {{"a", "int"}}),
              testing::HasSubstr("set_op {set_op_type=UNION is_all=false}"));
}

TEST(Union, OtherSchemasAreRefused) {
  EXPECT_EQ(united("ALL", {{"a", "int"}, {"b", "int"}}, {{"x", "int"}}),
            "Node: the inputs have 2 and 1 columns (a, b; x), and must have the same");
  EXPECT_EQ(united("ALL", {{"a", "int"}}, {{"x", "boolean"}}),
            "Node: column 1 is a (int) in one input and x (boolean) in the other");
}

TEST(Merge, TheStageOverwritesRowsOfItsKeys) {
  EXPECT_EQ(transformed(merge(), {frame({{"id", "int"}, {"x", "string"}}, 1),
                                  frame({{"ID", "bigint"}, {"y", "date"}}, 2)}),
            "id bigint, x string, y date\n"
            "set_op {set_op_type=UNION is_all=true}\n"
            "  project {expressions=[id as id, x as x, null:date as y]}\n"
            "    join {join_condition=(id == key0) join_type=LEFT_ANTI}\n"
            "      cached_remote_relation {relation_id=1}\n"
            "      project {expressions=[ID as key0]}\n"
            "        cached_remote_relation {relation_id=2}\n"
            "  project {expressions=[ID as id, null:string as x, y as y]}\n"
            "    cached_remote_relation {relation_id=2}\n");
}

TEST(Merge, TheSourceMayBeTheSecondInput) {
  EXPECT_THAT(transformed(merge("b"), {frame({{"id", "int"}}, 1), frame({{"id", "int"}}, 2)}),
              testing::HasSubstr("LEFT_ANTI}\n      cached_remote_relation {relation_id=2}"));
}

TEST(Merge, WhatDoesNotGoTogetherIsRefused) {
  const std::vector<Frame> frames = {frame({{"id", "int"}}, 1), frame({{"id", "boolean"}}, 2)};
  EXPECT_EQ(transformed(merge(), frames),
            "Node: the column 'id' is int in the source and boolean in the other input");
  EXPECT_EQ(transformed(merge("a", {{"k"}}), {frame({{"id", "int"}}, 1), frame({{"k", "int"}}, 2)}),
            "Node: there is no column 'k'; the input has: id");
  EXPECT_EQ(transformed(merge("c"), frames), "Node: Source c is none of the inputs, a and b.");
  EXPECT_EQ(transformed(merge("a", {}), frames), "Node: PrimaryKeys: there must be one at least.");
}

}  // namespace
}  // namespace services::glue::visual
