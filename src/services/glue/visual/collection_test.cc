#include "services/glue/visual/test_transform.h"

// SplitFields and Route, which give several frames.
namespace services::glue::visual {
namespace {

using api::glue::FilterExpression;
using api::glue::FilterValue;
using api::glue::GroupFilters;
using api::glue::Route;
using api::glue::SplitFields;

// What each frame of the collection is, or what is wrong.
std::vector<std::string> collected(const Node& node) {
  const NodeKind& kind = kind_of(node);
  if (const auto checked = kind.check(node, "Node"); !checked.ok()) return {checked.error().message};
  const auto output = kind.transform(node, "Node", {frame({{"a", "int"}, {"b", "string"}})});
  if (!output.ok()) return {output.error().message};
  EXPECT_EQ(output->collection.size(), kind.collection_size(node));
  std::vector<std::string> texts;
  for (const Frame& part : output->collection) {
    const std::string text = plan::to_text(part.relation);
    texts.push_back(part.field_names() + ": " + text.substr(0, text.find('\n')));
  }
  return texts;
}

Node split(std::vector<Path> paths) {
  return {.split_fields = SplitFields{.name = "S", .inputs = {"in"}, .paths = std::move(paths)}};
}
GroupFilters group(std::string name, std::string number) {
  return {.group_name = std::move(name),
          .filters = {FilterExpression{
              .operation = "GT",
              .values = {FilterValue{.type = "COLUMNEXTRACTED", .value = {"a"}},
                         FilterValue{.type = "CONSTANT", .value = {std::move(number)}}}}},
          .logical_operator = "AND"};
}
Node route(std::vector<GroupFilters> groups) {
  return {.route = Route{.name = "R", .inputs = {"in"}, .group_filters_list = std::move(groups)}};
}

using Texts = std::vector<std::string>;

TEST(SplitFields, TheChosenFieldsAndTheOthers) {
  EXPECT_EQ(collected(split({{"b"}})),
            (Texts{"b: project {expressions=[b]}", "a: project {expressions=[a]}"}));
}

TEST(SplitFields, BothFramesNeedAField) {
  EXPECT_EQ(collected(split({{"x"}})),
            Texts{"Node: the Paths are none of the input's fields, so one of the two "
                  "frames would have none; there are: a, b"});
  EXPECT_EQ(collected(split({{"a"}, {"b"}})),
            Texts{"Node: the Paths are all of the input's fields, so one of the two "
                  "frames would have none; there are: a, b"});
}

TEST(Route, AFrameForEachGroupAndOneForTheRowsThatAreInNone) {
  EXPECT_EQ(collected(route({group("high", "9"), group("low", "1")})),
            (Texts{"a, b: filter {condition=(a > 9L)}", "a, b: filter {condition=(a > 1L)}",
                   "a, b: filter {condition=(not(((a > 9L) <=> true)) and not(((a > 1L) <=> true)))}"}));
}

TEST(Route, AGroupMayBeTheDefaultItself) {
  EXPECT_EQ(collected(route({group("default_group", "9")})), Texts{"a, b: filter {condition=(a > 9L)}"});
}

TEST(Route, GroupsHaveNamesOfTheirOwnAndFilters) {
  EXPECT_EQ(collected(route({group("g", "1"), group("g", "2")})),
            Texts{"Node: GroupFiltersList: two groups are named 'g'."});
  EXPECT_EQ(collected(route({})), Texts{"Node: GroupFiltersList: there must be one group at least."});
  GroupFilters empty{.group_name = "g", .logical_operator = "AND"};
  EXPECT_EQ(collected(route({empty})), Texts{"Node: the group g: Filters: there must be one at least."});
}

}  // namespace
}  // namespace services::glue::visual
