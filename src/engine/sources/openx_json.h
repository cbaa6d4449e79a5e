#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

// One value of a line as OpenX's SerDe takes it apart.
struct OpenxValue {
  static constexpr std::size_t kNone = 0;  // the root is no other value's

  enum class Kind { Null, Text, Object, Array };
  Kind kind = Kind::Null;
  bool quoted = false;    // of a text: 12 and true are texts that are not
  std::string_view text;  // of a text, without its quotes and escapes
  std::string_view name;  // of a member of an object
  std::size_t begin = 0;  // in the line, with its quotes
  std::size_t end = 0;
  std::size_t child = kNone;  // the first member or element
  std::size_t next = kNone;   // the one behind it in what it is a member or an element of
};

// A line as OpenX's SerDe parses it, which is far from strict: texts without quotes or in single ones,
// comments
// (# and // to the end, /* */), `=` and `=>` for a colon, `;` for a comma, NULL for an element that is left
// out, anything behind the first value. https://github.com/trinodb/trino/tree/master/lib/trino-hive-formats
// (its README says how its own is). A key that stands twice in one object makes it malformed, as
// https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html has it. One thread.
class OpenxJson {
 public:
  enum class Case { Matters, Ignored };  // of keys
  explicit OpenxJson(Case of_keys) : case_(of_keys) {}

  // A value takes many times the memory of the byte that it may be in a line.
  static constexpr std::size_t kMostValues = std::size_t{1} << 20;

  // False: the line is malformed, or has more values than that. The values are views into it until the next.
  bool parse(std::string_view line);
  const std::string& problem() const { return problem_; }
  // Then it may be well-formed: whoever passes over what is malformed would lose it.
  bool has_too_many_values() const { return values_.size() > kMostValues; }

  const OpenxValue& root() const { return values_.front(); }
  const OpenxValue* child(const OpenxValue& value) const { return at(value.child); }
  const OpenxValue* next(const OpenxValue& value) const { return at(value.next); }

  // As JSON without blanks: numbers and words without quotes as they are meant, 0x1F as 31, TRUE as true.
  std::string text_of(const OpenxValue& value) const;

 private:
  const OpenxValue* at(std::size_t index) const {
    return index == OpenxValue::kNone ? nullptr : &values_[index];
  }
  bool fail(std::string_view what);
  bool fail_too_many();
  std::optional<char> seek();  // takes the next character that is neither blank nor comment
  bool value(std::size_t into, std::size_t depth);
  bool object(std::size_t into, std::size_t depth);
  bool member(std::size_t into, std::size_t depth);
  bool array(std::size_t into, std::size_t depth);
  bool quoted(std::size_t into, char quote);
  bool escape(std::string& text, std::optional<char32_t>& high);
  bool literal(std::size_t into);
  bool check_keys(std::size_t object);
  std::size_t add(std::size_t parent, std::size_t& last);
  void append(std::string& out, const OpenxValue& value) const;

  const Case case_;
  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<OpenxValue> values_;
  std::deque<std::string> texts_;  // those that had escapes
  std::string problem_;
};

}  // namespace engine
