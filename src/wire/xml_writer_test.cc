#include "wire/xml_writer.h"

#include <gtest/gtest.h>

#include "base/assert.h"

namespace wire {
namespace {

constexpr std::string_view kProlog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string written(std::string_view text) {
  XmlWriter xml;
  xml.element("Key", text);
  return std::move(xml).document().substr(kProlog.size());
}

TEST(XmlWriter, escapes_what_has_a_meaning) {
  EXPECT_EQ(written("a<b>&\"c\""), "<Key>a&lt;b&gt;&amp;&quot;c&quot;</Key>");
}

TEST(XmlWriter, keeps_a_carriage_return_from_becoming_a_line_feed) {
  EXPECT_EQ(written("a\r\nb\t"), "<Key>a&#xd;\nb\t</Key>");
}

TEST(XmlWriter, writes_what_XML_cannot_hold_as_a_reference_as_S3_does) {
  EXPECT_EQ(written(std::string("a\x01", 2)), "<Key>a&#x1;</Key>");
}

TEST(XmlWriter, names_a_namespace_at_the_root) {
  XmlWriter xml;
  xml.open("Result", "http://example.com/doc/");
  xml.element("A", "1");
  xml.close("Result");
  EXPECT_EQ(std::move(xml).document(),
            std::string(kProlog) + "<Result xmlns=\"http://example.com/doc/\"><A>1</A></Result>");
}

}  // namespace
}  // namespace wire
