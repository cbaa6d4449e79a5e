#pragma once

#include "engine/patterns/parser.h"

namespace engine::patterns {

// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
// \G is refused by name, and \b{g}.
class JavaParser : public Parser {
 public:
  using Parser::Parser;

 protected:
  base::Result<Node> take_atom() override;
  Node literal(char32_t character) const override;
  base::Result<Node> repeated(Node atom) override;
  base::Error unmatched_bracket() const override;
  base::Error missing_bracket() const override;
  bool is_space(char32_t c) const override;
  bool ends_line(char32_t c) const override;

 private:
  using Set = icu::UnicodeSet;

  base::Result<Node> take_bracket();
  base::Result<Node> take_named_group();
  base::Result<Node> take_flagged();  // (?i-s) or (?i-s:...)
  base::Result<void> set_flag(char32_t letter, bool on);
  base::Result<Bounds> take_count();
  Node java_repeat(Node atom, Bounds bounds);
  Node dot() const;
  Node dollar() const;
  LineEnds line_ends() const;

  // java_escape.cc: what stands behind a backslash
  base::Result<Node> take_escape();
  base::Result<Node> take_reference();
  base::Result<Node> take_named_reference();
  base::Result<std::optional<Set>> take_class_escape();  // \d, \p{Lu} and their like
  base::Result<Set> take_property(bool negated);
  base::Result<char32_t> take_escaped();  // \n, \x41 and their like
  base::Result<char32_t> take_hex(std::size_t digits);
  base::Result<char32_t> take_braced_hex();
  base::Result<char32_t> take_unit();  // of UTF-16
  base::Result<char32_t> take_octal();
  base::Result<char32_t> take_character_name();

  // java_class.cc: what stands in [ and ]
  base::Result<Set> take_class();
  base::Result<Set> take_items();
  base::Result<std::optional<Set>> take_intersected();
  base::Result<Set> take_range();
  base::Result<char32_t> take_end_of_range();
  Set set_of_character(char32_t character) const;
  char32_t peek_item();

  int class_depth_ = 0;
};

}  // namespace engine::patterns
