#include "engine/sources/json_cursor.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

// The value at the cursor as JSON without blanks.
void append_value(std::string& out, JsonCursor& cursor) {
  using Kind = JsonCursor::Kind;
  std::string name;
  const char* comma = "";
  switch (cursor.kind()) {
    case Kind::Object:
      out += '{';
      for (cursor.enter(); cursor.next_name(name); comma = ",") {
        out += comma;
        append_json_text(out, name);
        out += ':';
        append_value(out, cursor);
      }
      out += '}';
      return;
    case Kind::Array:
      out += '[';
      for (cursor.enter(); cursor.next_element(); comma = ",") {
        out += comma;
        append_value(out, cursor);
      }
      out += ']';
      return;
    case Kind::Text:
      return append_json_text(out, cursor.scalar());
    default:
      out += cursor.scalar();
  }
}

std::string compact(std::string_view text) {
  JsonCursor cursor(text);
  std::string value;
  append_value(value, cursor);
  return cursor.ok() ? value : cursor.problem();
}

TEST(JsonCursor, ValuesAreReadWithoutTheirBlanks) {
  EXPECT_EQ(compact(" { \"a\" : [ 1 , -2.5e3, true , null ] ,\n\"b\":{} } "),
            R"({"a":[1,-2.5e3,true,null],"b":{}})");
}

TEST(JsonCursor, WhatSparkIsLenientAboutIsTaken) {
  EXPECT_EQ(compact("{'a':'it\\'s'}"), R"({"a":"it's"})");
  EXPECT_EQ(compact("[NaN,-Infinity,INF]"), "[NaN,-Infinity,INF]");
}

TEST(JsonCursor, EscapesAreTextsInUtf8) {
  EXPECT_EQ(compact(R"("\u00e9\ud83d\ude00\n\/\ud83d!")"), "\"é😀\\n/?!\"");
}

TEST(JsonCursor, WhatIsNoJsonIsSaid) {
  EXPECT_EQ(compact("{a:1}"), "a name in quotes is expected at byte 2 of the record");
  EXPECT_EQ(compact("{\"a\" 1}"), "a colon is expected at byte 6 of the record");
  EXPECT_EQ(compact("[1 2]"), "a comma or ] is expected at byte 4 of the record");
  EXPECT_EQ(compact("[01]"), "what stands is no number at byte 2 of the record");
  EXPECT_EQ(compact("[nul]"), "a value is expected at byte 2 of the record");
  EXPECT_EQ(compact("[nulls]"), "a word that JSON does not have stands at byte 2 of the record");
  EXPECT_EQ(compact("[\"a]"), "a text is not closed at the end of the record");
  EXPECT_EQ(compact("\"a\tb\""), "a control character stands in a text at byte 3 of the record");
  EXPECT_EQ(compact(R"("\x")"), "an escape that JSON does not have stands at byte 3 of the record");
  EXPECT_EQ(compact("[1"), "a comma or ] is expected at the end of the record");
  EXPECT_EQ(compact(std::string(1001, '[')),
            "more than 1000 values stand in each other at byte 1001 of the record");
}

TEST(JsonCursor, AValueIsTakenAsItIsWritten) {
  JsonCursor cursor("[ { 'a' : [1, 2] } ,true]");
  cursor.enter();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.raw(), "{ 'a' : [1, 2] }");
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.raw(), "true");
}

TEST(JsonCursor, AValueIsSkippedWhole) {
  JsonCursor cursor(R"({"a":{"x":[1,{"y":"}"}]},"b":2})");
  std::string name;
  cursor.enter();
  ASSERT_TRUE(cursor.next_name(name));
  cursor.skip();
  ASSERT_TRUE(cursor.next_name(name));
  EXPECT_EQ(name, "b");
  EXPECT_EQ(cursor.scalar(), "2");
  EXPECT_FALSE(cursor.next_name(name));
  EXPECT_TRUE(cursor.ok());
}

}  // namespace
}  // namespace engine
