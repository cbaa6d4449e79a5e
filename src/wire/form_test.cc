#include "wire/form.h"

#include <gtest/gtest.h>

namespace wire {
namespace {

std::string text_at(const FormNode& form, std::initializer_list<std::string_view> path) {
  const FormNode* node = &form;
  for (const std::string_view part : path)
    if (node != nullptr) node = node->find(part);
  return node != nullptr ? node->text.value_or("no text") : "nothing";
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
  std::string deep = "a";
  for (int i = 0; i < 64; ++i) deep += ".a";
  EXPECT_FALSE(parse_form(deep + "=1").ok());
}

}  // namespace
}  // namespace wire
