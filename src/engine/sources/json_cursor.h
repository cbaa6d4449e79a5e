#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sources/json_grammar.h"

namespace engine {

// Of values in each other. Jackson's bound, which is Spark's and Trino's; what walks a text by recursion goes
// no deeper.
inline constexpr std::size_t kMaxJsonDepth = 1000;

// Walks one JSON text from value to value, as lenient as its grammar is. What is wrong ends the walk: then
// ok() is false and every further step does nothing. The text outlives it. One thread.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text, JsonGrammar grammar = {}) : text_(text), grammar_(grammar) {}

  enum class Kind { Object, Array, Text, Integer, Fraction, NotFinite, True, False, Null, End, Bad };
  // What begins here. End: there is nothing but blanks.
  Kind kind();

  // Takes the scalar that begins here: a text without its quotes and escapes, else as it is written. Valid
  // until the next step.
  std::string_view scalar();

  // Into the object or the array that begins here; then from member to member, until there is none and it is
  // over.
  void enter();
  bool next_name(std::string& name);
  bool next_element();

  void skip();             // the whole value
  std::string_view raw();  // likewise, as it is written

  bool ok() const { return problem_.empty(); }
  const std::string& problem() const { return problem_; }
  std::size_t position() const { return at_; }

 private:
  void skip_blanks();
  bool skip_comment();
  bool take_unquoted_name(std::string& name);
  void fail(std::string_view what);
  bool take(char c);
  bool next_member(char close);
  std::string_view take_text();
  bool take_escape();
  std::string_view take_number();
  std::string_view take_word();

  std::string_view text_;
  const JsonGrammar grammar_;
  std::size_t at_ = 0;
  std::vector<bool> first_;  // of the objects and arrays around: nothing of it was taken yet
  std::string unescaped_;
  std::string problem_;
};

// Appends a text in quotes, escaped as Jackson escapes.
void append_json_text(std::string& out, std::string_view text);

}  // namespace engine
