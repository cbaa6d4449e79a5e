#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/patterns/parser.h"

namespace engine::patterns {

// Patterns of str, with Python's words for what is wrong and where:
// https://docs.python.org/3.11/library/re.html. The flag t, of which nothing is documented, and references in
// look-behinds are refused by name.
class PythonParser : public Parser {
 public:
  explicit PythonParser(std::string_view pattern);

  base::Result<Tree> parsed() override;

 protected:
  base::Result<Node> take_atom() override;
  Node literal(char32_t character) const override;
  base::Result<Node> repeated(Node atom) override;
  base::Error unmatched_bracket() const override;
  base::Error missing_bracket() const override;
  bool is_space(char32_t c) const override;
  bool ends_line(char32_t c) const override;
  bool quotes() const override { return false; }
  char32_t take_commented() override;
  void skip_comments() override;
  base::Result<void> check(const Tree& tree) override;

 private:
  using Set = icu::UnicodeSet;

  base::Result<std::optional<Bounds>> take_quantifier();
  base::Result<std::optional<Bounds>> take_count();  // nothing: what stands there is no count
  std::optional<std::uint64_t> take_times();
  Node greedy_or_not(Node atom, Bounds bounds);
  Node place(Place of);  // one that nothing may repeat
  bool skip_bracketed_comment();
  bool ends_in_half_an_escape() const;

  base::Error wrong(std::string_view what, std::size_t place) const;
  std::string text_between(std::size_t from, std::size_t to) const;
  std::string token() const;  // the character here, a backslash with the one behind it

  // python_bracket.cc: what stands in ( and )
  base::Result<Node> take_bracket();
  base::Result<Node> take_extension();  // behind (?
  base::Result<Node> take_capture();
  base::Result<Node> take_look_behind();
  base::Result<Node> take_named();  // (?P<name>...) or (?P=name)
  base::Result<Node> take_named_group();
  base::Result<Node> take_named_reference();
  base::Result<Node> take_conditional();
  base::Result<std::size_t> take_condition();
  base::Result<std::size_t> take_group_number(const std::string& text, std::size_t from);
  base::Result<std::size_t> group_of(const std::string& name, std::size_t from) const;
  base::Result<void> check_not_defined_behind(std::size_t group) const;
  base::Result<Node> reference(std::size_t group, std::size_t place);
  base::Result<std::string> take_up_to(char32_t end, std::string_view what);
  base::Result<std::string> take_name(char32_t end);

  // python_flags.cc
  struct FlagChange {
    std::u32string on;
    std::u32string off;
    bool global = false;  // (?i), not (?i:
  };
  base::Result<void> take_global_flags();
  base::Result<Node> take_flagged();
  base::Result<FlagChange> take_flags();
  base::Result<std::u32string> take_flags_on();
  base::Result<std::u32string> take_flags_off();
  base::Result<std::u32string> take_letters(std::u32string_view ends, std::string_view missing);
  base::Result<void> set_flags(const FlagChange& change);

  // python_escape.cc: what stands behind a backslash, which stands at `start`
  base::Result<Node> take_escape();
  base::Result<Node> take_reference(std::size_t start);
  std::optional<Set> take_class_escape();  // \d and its like
  base::Result<char32_t> take_escaped(std::size_t start);
  base::Result<char32_t> take_hex(std::size_t digits, std::size_t start);
  base::Result<char32_t> take_octal(std::size_t start);
  base::Result<char32_t> take_character_name(std::size_t start);

  // python_class.cc: what stands in [ and ]
  struct Member {
    std::string text;
    char32_t character;      // where it is one
    std::optional<Set> set;  // where it is more
  };
  base::Result<Set> take_class();
  base::Result<void> take_item(Set& set, std::size_t start);
  base::Result<Member> take_member(std::size_t start);
  Set folded(Set set) const;

  bool at_place_ = false;                          // what was taken last is a place
  bool varies_behind_ = false;                     // a look-behind is of no fixed width
  std::vector<std::size_t> opened_;                // where the brackets are that are open
  std::vector<bool> closed_ = {true};              // by group; the whole is none that may be open
  std::optional<std::size_t> groups_before_look_;  // of the outermost look-behind that is open
  std::vector<std::pair<std::size_t, std::size_t>> conditions_;  // groups by number, and where they stand
  std::u32string global_flags_;
};

}  // namespace engine::patterns
