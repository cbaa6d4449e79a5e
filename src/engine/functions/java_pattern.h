#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine {

// A regular expression in RE2's syntax. What it has more groups than it was written with are the line ends
// that stand behind a match at `$`.
struct Re2Pattern {
  std::string text;
  std::vector<int> groups = {0};  // the numbers that its groups have in the text; the first is all of a match
  std::vector<int> line_ends;
};

// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html: the expression
// of Java's syntax. Raises, in Spark's words, what is none, and by name what RE2 has nothing for:
// look-around, back references, intersections of classes. In multi-line mode lines end with \n alone.
Re2Pattern re2_of_java(std::string_view pattern);

}  // namespace engine
