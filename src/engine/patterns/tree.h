#pragma once

#include <unicode/uniset.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// A regular expression, whoever's syntax it was written in: what java_parser.h, joni_parser.h and
// python_parser.h make, and what re2_writer.h and pcre2_writer.h write. Flags are resolved: what (?i) and its
// like have changed stands in the nodes.
namespace engine::patterns {

struct Node;
using NodePointer = std::unique_ptr<Node>;

// One character of a set. An empty set: matches nothing.
struct Characters {
  icu::UnicodeSet set;
};

struct Sequence {
  std::vector<Node> parts;
};

struct Alternatives {
  std::vector<Node> choices;
};

// A group that captures. They are numbered from 1, as their brackets open.
struct Group {
  NodePointer inner;
};

enum class Greed { Greedy, Lazy, Possessive };

struct Bounds {
  int least = 0;
  std::optional<int> most = std::nullopt;
};

struct Repeat {
  NodePointer inner;
  Bounds bounds;
  Greed greed = Greed::Greedy;
};

struct Look {
  NodePointer inner;
  bool behind = false;
  bool negated = false;
};

struct Atomic {
  NodePointer inner;
};

// Places between characters. LastLineEnd: the end of the text, or before the line end that ends it.
// AnyLineBegin: behind that one as well.
enum class Place { TextBegin, TextEnd, LastLineEnd, LineBegin, LineEnd, AnyLineBegin };
enum class LineEnds { Newlines, Javas };  // \n alone, or also \r, \r\n, U+0085, U+2028 and U+2029

struct Position {
  Place place;
  LineEnds line_ends = LineEnds::Newlines;
};

// What a word is made of, for \b.
enum class Words { Javas, JavasUnicode, Jonis, Pythons, PythonsAscii };

inline bool are_pythons(Words words) {
  return words == Words::Pythons || words == Words::PythonsAscii;
}

struct WordBoundary {
  Words words;
  bool negated = false;
};

struct BackReference {
  std::size_t group;
  bool folds = false;
};

struct GraphemeCluster {};

// The one if the group has matched so far, else the other.
struct Conditional {
  std::size_t group;
  NodePointer matched;
  NodePointer other;
};

struct Node {
  using Is = std::variant<Characters, Sequence, Alternatives, Group, Repeat, Look, Atomic, Position,
                          WordBoundary, BackReference, GraphemeCluster, Conditional>;
  Is is;
};

struct Tree {
  Node root;
  std::size_t groups = 0;
  std::map<std::string, std::size_t, std::less<>> names;  // of groups
};

inline NodePointer boxed(Node node) {
  return std::make_unique<Node>(std::move(node));
}

// The calls of a visitor that names the kinds of nodes it knows.
template <typename... Calls>
struct Visitor : Calls... {
  using Calls::operator()...;
};
template <typename... Calls>
Visitor(Calls...) -> Visitor<Calls...>;

}  // namespace engine::patterns
