#include "wire/credentials.h"

#include <gmock/gmock.h>

namespace wire {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view text) {
  const auto list = CredentialList::parse(text, "keys");
  return list.ok() ? "" : list.error().message;
}

TEST(CredentialsTest, ReadsTheFormOfTheAwsCredentialsFile) {
  const auto list = CredentialList::parse(
      "# two keys\n[default]\naws_access_key_id = AKIA1\naws_secret_access_key=s3cret=\nregion = "
      "eu-west-1\n\n"
      "[ other "
      "]\r\naws_access_key_id=AKIA2\r\naws_secret_access_key=x\r\naws_session_token=t\r\naccount="
      "123456789012\r\n"
      "[profile without keys]\nrole_arn = arn\n",
      "keys");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(2u, list->size());
  EXPECT_EQ("s3cret=", list->find("AKIA1")->secret_access_key);
  EXPECT_EQ("", list->find("AKIA1")->account);
  EXPECT_EQ("123456789012", list->find("AKIA2")->account);
  EXPECT_EQ("t", list->find("AKIA2")->session_token);
  EXPECT_EQ(nullptr, list->find("AKIA3"));
}

TEST(CredentialsTest, RefusesWithFileAndLineWhatCannotBeMeant) {
  EXPECT_THAT(error_of("[a]\naws_access_key_id=x\n"), HasSubstr("keys:1: [a] lacks aws_secret_access_key"));
  EXPECT_THAT(error_of("[a]\naws_secret_access_key=x\n"), HasSubstr("lacks aws_access_key_id"));
  EXPECT_THAT(error_of("aws_access_key_id=x\n"), HasSubstr("keys:1: expected [profile]"));
  EXPECT_THAT(error_of("[a]\nnonsense\n"), HasSubstr("keys:2: expected name = value"));
  EXPECT_THAT(error_of("[a]\naws_access_key_id=x\naws_secret_access_key=y\naccount=12\n"),
              HasSubstr("12 digits"));
  EXPECT_THAT(error_of("[a]\naws_access_key_id=x\naws_secret_access_key=y\n[b]\naws_access_key_id=x\naws_"
                       "secret_access_key=z\n"),
              HasSubstr("keys:4: [b] has an access key id that another profile has already"));
  EXPECT_THAT(error_of("# nothing\n"), HasSubstr("no profile with an access key"));
}

}  // namespace
}  // namespace wire
