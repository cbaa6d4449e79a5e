#pragma once

#include "engine/patterns/parser.h"

namespace engine::patterns {

// Joni's syntax "Java", which is Trino's, with Joni's words for what is wrong. It is not Java's: classes of
// letters are Unicode's in names and ASCII's in \w, \101 is octal, a(?i)b|c is a(?i:b|c), ß is ss with (?i).
// https://trino.io/docs/435/functions/regexp.html, https://github.com/kkos/oniguruma/blob/master/doc/RE
class JoniParser : public Parser {
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
  base::Result<void> check(const Tree& tree) override;

 private:
  using Set = icu::UnicodeSet;

  base::Result<Node> take_bracket();
  base::Result<Node> take_named_group(char32_t end);
  base::Result<Node> take_look_behind(bool negated);
  base::Result<Node> take_flagged();
  base::Result<std::optional<Bounds>> take_count();  // nothing: what stands there is no count
  Node take_literal();
  Node line_begin() const;

  // joni_escape.cc: what stands behind a backslash
  base::Result<Node> take_escape();
  base::Result<Node> take_reference();
  base::Result<Node> take_named_reference();
  base::Result<std::optional<Set>> take_class_escape();  // \d, \p{Lu} and their like
  base::Result<Set> take_property(bool negated);
  base::Result<char32_t> take_escaped();  // Source::kEnd: no character
  base::Result<char32_t> take_control();
  char32_t take_hex();
  char32_t take_bytes(char32_t first);  // of UTF-8
  std::optional<char32_t> take_byte();

  // joni_class.cc: what stands in [ and ]
  base::Result<Set> take_class();
  base::Result<Set> take_items();
  base::Result<void> take_item(Set& set);
  base::Result<void> take_range(Set& set, char32_t from);
  base::Result<void> take_end_of_range(Set& set);
  bool at_range() const;
  base::Result<bool> take_posix(Set& set);  // [:alpha:]

  std::size_t last_reference_ = 0;
  int class_depth_ = 0;
};

}  // namespace engine::patterns
