#include "services/glue/visual/test_transform.h"

// SelectFields, DropFields and RenameField, which all work on trees of fields.
namespace services::glue::visual {
namespace {

using api::glue::DropFields;
using api::glue::RenameField;
using api::glue::SelectFields;
using Paths = std::vector<Path>;

std::vector<Frame> input() {
  return {frame({{"id", "int"}, {"who", "struct<name:string,home:struct<city:string,zip:string>>"}})};
}
std::string selected(Paths paths) {
  return transformed({.select_fields = SelectFields{.name = "S", .inputs = {"in"}, .paths = paths}}, input());
}
std::string dropped(Paths paths) {
  return transformed({.drop_fields = DropFields{.name = "D", .inputs = {"in"}, .paths = paths}}, input());
}
std::string renamed(Path from, Path to) {
  return transformed(
      {.rename_field = RenameField{.name = "R", .inputs = {"in"}, .source_path = from, .target_path = to}},
      input());
}

// Of columns that differ in case only.
std::vector<Frame> alike() {
  return {frame({{"Id", "int"}, {"iD", "string"}, {"s", "struct<X:int,x:int>"}, {"n", "int"}})};
}
std::string columns(const std::string& transformed) {
  return transformed.substr(0, transformed.find('\n'));
}
std::string selected_of_alike(Paths paths) {
  return columns(
      transformed({.select_fields = SelectFields{.name = "S", .inputs = {"in"}, .paths = paths}}, alike()));
}
std::string dropped_of_alike(Paths paths) {
  return columns(
      transformed({.drop_fields = DropFields{.name = "D", .inputs = {"in"}, .paths = paths}}, alike()));
}

constexpr const char* kInput = "  cached_remote_relation {relation_id=1}\n";

TEST(SelectFields, ColumnsComeInTheOrderOfThePaths) {
  EXPECT_EQ(selected({{"who"}, {"ID"}}),
            "who struct<name:string,home:struct<city:string,zip:string>>, id int\n"
            "project {expressions=[who, id]}\n" +
                std::string(kInput));
}

TEST(SelectFields, AFieldInAStructKeepsItsStructAndNothingElseOfIt) {
  EXPECT_EQ(selected({{"who", "home", "zip"}}),
            "who struct<home:struct<zip:string>>\n"
            "project {expressions=[when(isnotnull(who), named_struct('home', when(isnotnull(who.home), "
            "named_struct('zip', who.home.zip)))) as who]}\n" +
                std::string(kInput));
}

TEST(SelectFields, TheWholeStructCoversAFieldInIt) {
  EXPECT_EQ(selected({{"who", "name"}, {"who"}}), selected({{"who"}}));
}

TEST(SelectFields, AMissingFieldIsPassedOverUnlessAllAre) {
  EXPECT_EQ(selected({{"id"}, {"nothing"}, {"who", "nothing"}}), selected({{"id"}}));
  EXPECT_EQ(selected({{"nothing"}}), "Node: none of the Paths is a field; the input has: id, who");
}

TEST(SelectFields, APathIntoWhatIsNoStructIsRefused) {
  EXPECT_EQ(selected({{"id", "a"}}), "Node: 'id' is int and no struct that could have a field 'a'");
}

TEST(SelectFields, NoPathsAndEmptyNamesAreRefused) {
  EXPECT_EQ(selected({}), "Node: Paths: no field is selected.");
  EXPECT_EQ(selected({{"id", ""}}), "Node: Paths: 'id.' is no path to a field: a name in it is missing.");
  EXPECT_EQ(selected({{}}), "Node: Paths: '' is no path to a field: a name in it is missing.");
}

TEST(SelectFields, FieldsThatDifferInCaseOnlyAreFieldsOfTheirOwn) {
  EXPECT_EQ(selected_of_alike({{"Id"}, {"iD"}, {"N"}, {"n"}}), "Id int, iD string, n int");
  EXPECT_EQ(selected_of_alike({{"s", "X"}, {"s", "x"}}), "s struct<X:int,x:int>");
  EXPECT_EQ(selected_of_alike({{"S", "x"}}), "s struct<x:int>");
}

TEST(SelectFields, ANameThatSeveralFieldsFitIsRefused) {
  EXPECT_EQ(selected_of_alike({{"id"}, {"n"}}), "Node: 'id' may be any of: Id, iD");
}

TEST(DropFields, FieldsThatDifferInCaseOnlyAreFieldsOfTheirOwn) {
  EXPECT_EQ(dropped_of_alike({{"iD"}, {"iD"}, {"s", "X"}}), "Id int, s struct<x:int>, n int");
  EXPECT_EQ(dropped_of_alike({{"ID"}}), "Node: 'ID' may be any of: Id, iD");
}

TEST(DropFields, WhatIsNamedGoesAndWhatIsMissingIsPassedOver) {
  EXPECT_EQ(dropped({{"who"}, {"nothing"}, {"who", "name"}}),
            "id int\nproject {expressions=[id]}\n" + std::string(kInput));
}

TEST(DropFields, AStructIsMadeWithoutTheField) {
  EXPECT_EQ(dropped({{"who", "name"}, {"who", "home", "zip"}}),
            "id int, who struct<home:struct<city:string>>\n"
            "project {expressions=[id, when(isnotnull(who), named_struct('home', when(isnotnull(who.home), "
            "named_struct('city', who.home.city)))) as who]}\n" +
                std::string(kInput));
}

TEST(DropFields, AStructWithoutFieldsGoes) {
  EXPECT_EQ(dropped({{"who", "home"}, {"who", "name"}}), dropped({{"who"}}));
}

TEST(DropFields, SomethingMustBeLeft) {
  EXPECT_EQ(dropped({{"id"}, {"who"}}), "Node: Paths: every field is dropped, so no row is left.");
}

TEST(RenameField, TheFieldStaysInItsPlace) {
  EXPECT_EQ(renamed({"id"}, {"order id"}),
            "order id int, who struct<name:string,home:struct<city:string,zip:string>>\n"
            "project {expressions=[id as order id, who]}\n" +
                std::string(kInput));
  EXPECT_EQ(renamed({"who", "name"}, {"who", "called"}),
            "id int, who struct<called:string,home:struct<city:string,zip:string>>\n"
            "project {expressions=[id, when(isnotnull(who), named_struct('called', who.name, 'home', "
            "who.home)) as who]}\n" +
                std::string(kInput));
}

TEST(RenameField, WhatIsNotThereAndANameThatIsTakenAreRefused) {
  EXPECT_EQ(renamed({"nothing"}, {"x"}), "Node: there is no field 'nothing'; there are: id, who");
  EXPECT_EQ(renamed({"id"}, {"Who"}), "Node: there is a field 'who' already");
}

TEST(RenameField, ANameThatSeveralFieldsFitIsRefused) {
  const Node node{.rename_field = RenameField{
                      .name = "R", .inputs = {"in"}, .source_path = {"id"}, .target_path = {"x"}}};
  EXPECT_EQ(transformed(node, alike()), "Node: 'id' may be any of: Id, iD");
}

TEST(RenameField, AFieldIsNotMovedIntoAnotherStruct) {
  EXPECT_EQ(renamed({"id"}, {"who", "id"}),
            "Node: TargetPath 'who.id': a field is renamed where it stands; to move 'id' is not supported.");
}

}  // namespace
}  // namespace services::glue::visual
