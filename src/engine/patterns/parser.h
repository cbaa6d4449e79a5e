#pragma once

#include "base/result.h"
#include "engine/patterns/source.h"
#include "engine/patterns/tree.h"

namespace engine::patterns {

// What (?i), (?s) and their like have set.
struct Flags {
  bool fold = false;
  bool unicode_case = false;
  bool dot_all = false;
  bool multi_line = false;
  bool unix_lines = false;
  bool comments = false;  // spaces, and what follows # in a line, are not of the pattern
  bool unicode_classes = false;
};

// What the syntaxes of regular expressions have in common: alternatives of sequences of repeated parts, some
// of them groups. A syntax adds its escapes, classes, counts and flags, and its words for what is wrong.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : source_(pattern) {}
  virtual ~Parser() = default;

  virtual base::Result<Tree> parsed();

 protected:
  virtual base::Result<Node> take_atom() = 0;
  virtual Node literal(char32_t character) const = 0;
  virtual base::Result<Node> repeated(Node atom) = 0;  // by what stands behind it
  virtual base::Error unmatched_bracket() const = 0;   // a ) without its (
  virtual base::Error missing_bracket() const = 0;     // a ( without its )
  virtual bool is_space(char32_t c) const = 0;         // of those that comments skip
  virtual bool ends_line(char32_t c) const = 0;
  virtual bool quotes() const { return true; }  // what stands between \Q and \E
  virtual char32_t take_commented() { return source_.next(); }
  virtual void skip_comments();
  virtual base::Result<void> check(const Tree&) { return {}; }

  base::Result<Node> take_alternatives();  // up to ) or the end
  base::Result<Node> take_sequence();      // up to | as well
  base::Result<Node> take_inner();         // of a group, with its )
  base::Result<Node> take_group();         // that captures, behind its ( or its name
  base::Result<Node> take_look(bool behind, bool negated);
  base::Result<Node> take_atomic();
  Node repeat(Node inner, Bounds bounds);  // with ? or + behind it

  Source source_;
  Flags flags_;
  std::size_t groups_ = 0;
  std::map<std::string, std::size_t, std::less<>> names_;

 private:
  base::Result<Node> take_part();
  bool at_part();

  bool quoting_ = false;  // between \Q and \E
  int depth_ = 0;
};

}  // namespace engine::patterns
