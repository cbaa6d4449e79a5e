#include "wire/form.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace wire {
namespace {

// A form of so many parameters, each with a name of its own.
std::string form_of(std::size_t parameters, std::string_view below_name = "") {
  std::string text = "Action=X";
  for (std::size_t i = 1; i < parameters; ++i) text += fmt::format("&x{}{}=", i, below_name);
  return text;
}

std::string name_of(std::size_t parts) {
  return base::join(std::vector<std::string>(parts, "a"), ".");
}

TEST(FormTest, APartOfANameIsAStepDown) {
  const FormNode form = parse_form("Tags.member.1.Key=a+b&Tags.member.1.Key=c&Action=X").value();
  EXPECT_EQ("c", form.find("Tags")->find("member")->find("1")->find("Key")->text);
  EXPECT_EQ("X", form.find("Action")->text);
  EXPECT_EQ(nullptr, form.find("Version"));
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
