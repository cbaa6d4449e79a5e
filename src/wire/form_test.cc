#include "wire/form.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace wire {
namespace {

std::string text_at(const FormNode& form, std::initializer_list<std::string_view> path) {
  const FormNode* node = &form;
  for (const std::string_view part : path)
    if (node != nullptr) node = node->find(part);
  return node != nullptr ? node->text.value_or("no text") : "nothing";
}

// A form of so many parameters, each with a name of its own.
std::string form_of(std::size_t parameters, std::string_view below_name = "") {
  std::string text = "Action=X";
  for (std::size_t i = 1; i < parameters; ++i) text += fmt::format("&x{}{}=", i, below_name);
  return text;
}

std::string name_of(std::size_t parts) {
  return base::join(std::vector<std::string>(parts, "a"), ".");
}

TEST(FormTest, DotsLeadDownATree) {
  const FormNode form =
      parse_form("Action=Tag&Tags.member.1.Key=a+b&Tags.member.1.Value=%26&Tags.member.2.Key=c").value();
  EXPECT_EQ(text_at(form, {"Action"}), "Tag");
  EXPECT_EQ(text_at(form, {"Tags", "member", "1", "Key"}), "a b");
  EXPECT_EQ(text_at(form, {"Tags", "member", "1", "Value"}), "&");
  EXPECT_EQ(text_at(form, {"Tags", "member"}), "no text");
  EXPECT_EQ(text_at(form, {"Tags", "member", "2", "Value"}), "nothing");
}

TEST(FormTest, TheLastOfANameIsTaken) {
  EXPECT_EQ(text_at(parse_form("a=1&a=2").value(), {"a"}), "2");
}

TEST(FormTest, WhatIsNoFormIsRefused) {
  for (const char* faulty : {"a=%zz", "a=%FF", "%C3=1"}) EXPECT_FALSE(parse_form(faulty).ok()) << faulty;
}

TEST(FormTest, ANameHasABoundedNumberOfParts) {
  EXPECT_TRUE(parse_form(name_of(32) + "=").ok());
  EXPECT_FALSE(parse_form(name_of(33) + "=").ok());
}

TEST(FormTest, AFormHasABoundedNumberOfPartsInAll) {
  EXPECT_TRUE(parse_form(form_of(2000, ".a.a.a.a.a.a.a.a.a")).ok());
  EXPECT_FALSE(parse_form(form_of(8000, ".a.a.a.a.a.a.a.a.a")).ok());
}

TEST(FormTest, AFormHasABoundedNumberOfParameters) {
  EXPECT_TRUE(parse_form(form_of(30'000)).ok());
  EXPECT_FALSE(parse_form(form_of(70'000)).ok());
  std::string repeated;
  for (int i = 0; i < 70'000; ++i) repeated += "a&";
  EXPECT_FALSE(parse_form(repeated).ok()) << "also of one name";
}

}  // namespace
}  // namespace wire
