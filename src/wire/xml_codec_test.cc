#include "wire/xml_codec.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>

namespace wire {
namespace {

// What no service that we answer has yet: attributes, wrapped lists. The rest is tested with botocore
// (test/apigen).
struct Grantee {
  std::string type;
  std::optional<std::string> id;
};
struct Grants {
  std::optional<std::vector<Grantee>> grants;
};

constexpr Shape kString{.name = "String", .kind = Kind::String};
constexpr Member kGranteeMembers[] = {{.name = "Type",
                                       .wire_name = "xsi:type",
                                       .required = true,
                                       .attribute = true,
                                       .shape = &kString,
                                       .offset = offsetof(Grantee, type),
                                       .slot = &kPlainSlot<std::string>},
                                      {.name = "ID",
                                       .wire_name = "ID",
                                       .shape = &kString,
                                       .offset = offsetof(Grantee, id),
                                       .slot = &kOptionalSlot<std::string>}};
constexpr Shape kGrantee{.name = "Grantee", .members = kGranteeMembers};
constexpr Shape kGranteeList{.name = "GranteeList",
                             .kind = Kind::List,
                             .element = &kGrantee,
                             .element_name = "Grantee",
                             .list = &kListOps<Grantee>};
constexpr Member kGrantsMembers[] = {{.name = "Grants",
                                      .wire_name = "AccessControlList",
                                      .shape = &kGranteeList,
                                      .offset = offsetof(Grants, grants),
                                      .slot = &kOptionalSlot<std::vector<Grantee>>}};
constexpr Shape kGrants{.name = "Grants", .members = kGrantsMembers};
constexpr ServiceInfo kInfo{.name = "test", .malformed_code = "MalformedXML", .malformed_message = "no"};

base::Result<Grants> read(std::string_view text) {
  InputCheck check(kInfo, "PutGrants");
  Grants grants;
  TRY(decode_xml(kInfo, kGrants, "Grants", text, check, &grants));
  TRY(check.verdict());
  return grants;
}

TEST(XmlCodec, reads_attributes_by_local_name_and_wrapped_lists) {
  const auto grants = read(
      "<p:Grants xmlns:p='urn:x' xmlns:xsi='urn:y'><p:AccessControlList>"
      "<Grantee xsi:type='CanonicalUser'><ID>me</ID></Grantee><Grantee xsi:type='Group'/>"
      "</p:AccessControlList></p:Grants>");
  ASSERT_TRUE(grants.ok());
  ASSERT_EQ(grants->grants->size(), 2u);
  EXPECT_EQ(grants->grants->at(0).type, "CanonicalUser");
  EXPECT_EQ(grants->grants->at(0).id, "me");
  EXPECT_EQ(grants->grants->at(1).id, std::nullopt);
}

TEST(XmlCodec, writes_them_with_the_prefix_declared) {
  const Grants grants{.grants = {{{.type = "Group", .id = "a"}}}};
  EXPECT_EQ(encode_xml(kGrants, "Grants", "", &grants),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Grants><AccessControlList>"
            "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xsi:type=\"Group\"><ID>a</ID></Grantee>"
            "</AccessControlList></Grants>");
}

TEST(XmlCodec, keeps_white_space_and_takes_character_data) {
  const auto grants = read(
      "<Grants><AccessControlList><Grantee type='a'><ID> </ID></Grantee>"
      "<Grantee type='b'><ID>x<![CDATA[<y>]]></ID></Grantee></AccessControlList></Grants>");
  ASSERT_TRUE(grants.ok());
  EXPECT_EQ(grants->grants->at(0).id, " ");
  EXPECT_EQ(grants->grants->at(1).id, "x<y>");
}

// What the parser under it would take, dropping a part: of a list of keys to delete, the wrong one would go.
TEST(XmlCodec, refuses_what_is_no_xml_and_what_would_be_read_in_part) {
  const auto code_of = [](std::string_view id, std::string_view before = "", std::string_view behind = "") {
    const auto grants = read(fmt::format(
        "{}<Grants><AccessControlList><Grantee type='a'>{}</Grantee></AccessControlList></Grants>{}", before,
        id, behind));
    return grants.ok() ? grants->grants->at(0).id.value_or("") : grants.error().code;
  };
  EXPECT_EQ(code_of("<ID>a&amp;b&#x63;&#100;</ID>", "<?xml version='1.0'?> <!-- & -->", "\n"), "a&bcd");
  EXPECT_EQ(code_of("<ID><![CDATA[a&b]]></ID>"), "a&b");
  EXPECT_EQ(code_of("<ID>a<b>c</b></ID>"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a</ID><ID>b</ID>"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a&b</ID>"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a&nbsp;b</ID>"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a</ID>", "<!DOCTYPE Grants [<!ENTITY b 'c'>]>"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a</ID>", "", "junk"), "MalformedXML");
  EXPECT_EQ(code_of("<ID>a</ID>", "", "<Grants/>"), "MalformedXML");
}

TEST(XmlCodec, refuses_a_missing_attribute_as_a_document_that_does_not_fit) {
  const auto grants = read("<Grants><AccessControlList><Grantee/></AccessControlList></Grants>");
  ASSERT_FALSE(grants.ok());
  EXPECT_EQ(grants.error().code, "MalformedXML");
}

}  // namespace
}  // namespace wire
