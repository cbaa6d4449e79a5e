#include "services/glue/visual/test_transform.h"

namespace services::glue::visual {
namespace {

using api::glue::Join;
using api::glue::JoinColumn;

Node join(std::string type, std::vector<Path> left_keys, std::vector<Path> right_keys) {
  return {.join = Join{.name = "J",
                       .inputs = {"a", "b"},
                       .join_type = std::move(type),
                       .columns = {JoinColumn{.from = "a", .keys = std::move(left_keys)},
                                   JoinColumn{.from = "b", .keys = std::move(right_keys)}}}};
}

const std::vector<Field> kLeft = {{"id", "int"}, {"x", "string"}};

std::string joined(const Node& node, std::vector<Field> right) {
  return transformed(node, {frame(kLeft, 1), frame(std::move(right), 2)});
}

TEST(Join, ColumnsOfBothSidesUnderAConditionOfTheKeys) {
  EXPECT_EQ(joined(join("left", {{"id"}, {"x"}}, {{"key"}, {"s", "y"}}),
                   {{"key", "int"}, {"s", "struct<y:string>"}}),
            "id int, x string, key int, s struct<y:string>\n"
            "join {join_condition=((id == key) and (x == s.y)) join_type=LEFT_OUTER}\n"
            "  cached_remote_relation {relation_id=1}\n"
            "  cached_remote_relation {relation_id=2}\n");
}

TEST(Join, AnEquijoinPutsADotBeforeTheRightSidesNamesThatClash) {
  EXPECT_EQ(joined(join("equijoin", {{"id"}}, {{"id"}}), {{"ID", "int"}, {"y", "int"}}),
            "id int, x string, .ID int, y int\n"
            "join {join_condition=(id == `.ID`) join_type=INNER}\n"
            "  cached_remote_relation {relation_id=1}\n"
            "  with_columns_renamed {renames=[{col_name=ID new_col_name=.ID}]}\n"
            "    cached_remote_relation {relation_id=2}\n");
}

TEST(Join, OtherTypesRefuseNamesThatClash) {
  EXPECT_EQ(
      joined(join("outer", {{"id"}}, {{"id"}}), {{"id", "int"}, {"x", "int"}, {"z", "int"}}),
      "Node: both inputs have the columns id, x: rename them in one of the inputs, with an ApplyMapping or "
      "RenameField node.");
}

TEST(Join, ASemiJoinHasTheColumnsOfTheLeftSide) {
  for (const auto& [type, name] : {std::pair("leftsemi", "LEFT_SEMI"), {"leftanti", "LEFT_ANTI"}})
    EXPECT_THAT(
        joined(join(type, {{"id"}}, {{"id"}}), {{"id", "int"}}),
        testing::StartsWith(std::string("id int, x string\njoin {join_condition=(id == `.id`) join_type=") +
                            name + "}"));
}

TEST(Join, TheKeysMayComeInTheOrderOfTheOtherInputFirst) {
  Node node = join("right", {{"id"}}, {{"key"}});
  std::swap(node.join->columns[0], node.join->columns[1]);
  EXPECT_EQ(joined(node, {{"key", "int"}}), joined(join("right", {{"id"}}, {{"key"}}), {{"key", "int"}}));
}

TEST(Join, KeysThatDoNotPairUpAreRefused) {
  EXPECT_EQ(joined(join("left", {{"id"}}, {}), {{"k", "int"}}),
            "Node: Columns: both sides need the same number of Keys, one at least, not 1 and 0.");
  Node other = join("left", {{"id"}}, {{"k"}});
  other.join->columns[1].from = "c";
  EXPECT_EQ(joined(other, {{"k", "int"}}),
            "Node: Columns: From must name each of the inputs, a and b, once.");
}

TEST(Join, AMissingKeyIsRefusedByItsName) {
  EXPECT_EQ(joined(join("left", {{"id"}}, {{"id"}}), {{"k", "int"}}),
            "Node: there is no column 'id'; the input has: k");
  EXPECT_EQ(joined(join("left", {{"nothing"}}, {{"k"}}), {{"k", "int"}}),
            "Node: there is no column 'nothing'; the input has: id, x");
}

}  // namespace
}  // namespace services::glue::visual
