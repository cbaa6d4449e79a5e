#include <re2/re2.h>

#include <memory>

#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/regexp.html, in RE2's syntax: what Java has beyond it (look-around,
// back references) is refused by name.
namespace engine {
namespace {

using View = std::string_view;

re2::StringPiece piece(View text) {
  return {text.data(), text.size()};
}
View text_of(const re2::StringPiece& piece) {
  return {piece.data(), piece.size()};
}

// Java's (?<name>...) as RE2 spells it.
std::string with_named_groups(View pattern) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool name = pattern.substr(i).starts_with("(?<") && i + 3 < pattern.size() &&
                      std::isalpha(static_cast<unsigned char>(pattern[i + 3]));
    if (pattern[i] == '\\' && i + 1 < pattern.size()) result += pattern[i++];
    result += pattern[i];
    if (name) result += "?P", ++i;
  }
  return result;
}

// Patterns are constants nearly always: the last one is kept.
const re2::RE2& compiled(View pattern) {
  struct Kept {
    std::string pattern;
    std::unique_ptr<re2::RE2> expression;
  };
  thread_local Kept kept;
  if (!kept.expression || kept.pattern != pattern) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto expression = std::make_unique<re2::RE2>(with_named_groups(pattern), options);
    if (!expression->ok()) refuse_argument(expression->error());
    kept = {std::string(pattern), std::move(expression)};
  }
  return *kept.expression;
}

// The matches of a pattern in a text, one after the other. An empty one is followed by the next character.
class Matches {
 public:
  Matches(const re2::RE2& expression, View text)
      : expression_(expression), text_(text), groups_(1 + expression.NumberOfCapturingGroups()) {}

  bool next() {
    if (from_ > text_.size()) return false;
    if (!expression_.Match(piece(text_), from_, text_.size(), re2::RE2::UNANCHORED, groups_.data(),
                           static_cast<int>(groups_.size())))
      return false;
    from_ = end();
    if (groups_[0].empty()) {
      View rest = text_.substr(std::min(from_, text_.size()));
      from_ += rest.empty() ? 1 : take_character(rest).size();
    }
    return true;
  }

  std::size_t begin() const { return static_cast<std::size_t>(groups_[0].data() - text_.data()); }
  std::size_t end() const { return begin() + groups_[0].size(); }
  std::optional<std::string> group(std::size_t index) const {
    if (groups_[index].data() == nullptr) return std::nullopt;
    return std::string(text_of(groups_[index]));
  }

 private:
  const re2::RE2& expression_;
  const View text_;
  std::vector<re2::StringPiece> groups_;
  std::size_t from_ = 0;
};

std::size_t checked_group(const re2::RE2& expression, int64_t group) {
  if (group < 0) refuse_argument("Group cannot be negative");
  if (group > expression.NumberOfCapturingGroups())
    refuse_argument("Pattern has " + std::to_string(expression.NumberOfCapturingGroups()) +
                    " groups. Cannot access group " + std::to_string(group));
  return static_cast<std::size_t>(group);
}

std::optional<bool> regexp_like(View text, View pattern) {
  return compiled(pattern).Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::optional<std::string> regexp_extract(View text, View pattern, int64_t group) {
  const auto& expression = compiled(pattern);
  const auto index = checked_group(expression, group);
  Matches matches(expression, text);
  return matches.next() ? matches.group(index) : std::nullopt;
}

std::optional<Texts> regexp_extract_all(View text, View pattern, int64_t group) {
  const auto& expression = compiled(pattern);
  const auto index = checked_group(expression, group);
  Texts found;
  for (Matches matches(expression, text); matches.next();) found.push_back(matches.group(index));
  return found;
}

std::optional<Texts> regexp_split(View text, View pattern) {
  Texts parts;
  std::size_t from = 0;
  for (Matches matches(compiled(pattern), text); matches.next(); from = matches.end())
    parts.emplace_back(std::string(text.substr(from, matches.begin() - from)));
  parts.emplace_back(std::string(text.substr(from)));
  return parts;
}

std::optional<int64_t> regexp_count(View text, View pattern) {
  int64_t count = 0;
  for (Matches matches(compiled(pattern), text); matches.next();) ++count;
  return count;
}

// Counted in characters from 1; -1: there is none.
std::optional<int64_t> regexp_position(View text, View pattern, int64_t start, int64_t occurrence) {
  if (start < 1) refuse_argument("start position cannot be smaller than 1");
  if (occurrence < 1) refuse_argument("occurrence cannot be smaller than 1");
  if (start > count_characters(text)) return -1;
  View rest = text;
  for (int64_t i = 1; i < start; ++i) take_character(rest);
  const std::size_t skipped = text.size() - rest.size();
  for (Matches matches(compiled(pattern), text); matches.next();) {
    if (matches.begin() >= skipped && --occurrence == 0)
      return count_characters(text.substr(0, matches.begin())) + 1;
  }
  return -1;
}

// One piece of a replacement: $1, ${name}, \x or a character.
class Replacement {
 public:
  Replacement(const re2::RE2& expression, View text) : expression_(expression), text_(text) {}

  void append(std::string& result, const Matches& matches) const {
    for (View rest = text_; !rest.empty();) {
      const char c = rest[0];
      rest.remove_prefix(1);
      if (c == '$')
        result += matches.group(take_group(rest)).value_or("");
      else
        result += c == '\\' ? take_escaped(rest) : c;
    }
  }

 private:
  std::size_t take_group(View& rest) const {
    if (rest.starts_with('{')) return take_name(rest);
    std::size_t group = 0, digits = 0;
    const auto count = static_cast<std::size_t>(expression_.NumberOfCapturingGroups());
    for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
      const std::size_t longer = group * 10 + static_cast<std::size_t>(rest[digits] - '0');
      if (digits > 0 && longer > count) break;
      group = longer;
    }
    if (digits == 0 || group > count) refuse();
    rest.remove_prefix(digits);
    return group;
  }

  std::size_t take_name(View& rest) const {
    const auto& names = expression_.NamedCapturingGroups();
    const std::size_t end = rest.find('}');
    const auto named = end == View::npos ? names.end() : names.find(std::string(rest.substr(1, end - 1)));
    if (named == names.end()) refuse();
    rest.remove_prefix(end + 1);
    return static_cast<std::size_t>(named->second);
  }

  char take_escaped(View& rest) const {
    if (rest.empty()) refuse();
    const char c = rest[0];
    rest.remove_prefix(1);
    return c;
  }

  [[noreturn]] void refuse() const { refuse_argument("Illegal replacement sequence: " + std::string(text_)); }

  const re2::RE2& expression_;
  const View text_;
};

std::optional<std::string> regexp_replace(View text, View pattern, View with) {
  const auto& expression = compiled(pattern);
  const Replacement replacement(expression, with);
  std::string result;
  std::size_t from = 0;
  for (Matches matches(expression, text); matches.next(); from = matches.end()) {
    result += text.substr(from, matches.begin() - from);
    replacement.append(result, matches);
  }
  return result += text.substr(from);
}

}  // namespace

std::vector<TrinoKernel> regexp_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.regexp_like", {text, text}, Type::BOOLEAN, row_kernel<View, View>(regexp_like)},
      {"trino.regexp_extract", {text, text, number}, text, row_kernel<View, View, int64_t>(regexp_extract)},
      {"trino.regexp_extract_all",
       {text, text, number},
       Type::LIST(text),
       row_kernel<View, View, int64_t>(regexp_extract_all)},
      {"trino.regexp_split", {text, text}, Type::LIST(text), row_kernel<View, View>(regexp_split)},
      {"trino.regexp_count", {text, text}, number, row_kernel<View, View>(regexp_count)},
      {"trino.regexp_position",
       {text, text, number, number},
       number,
       row_kernel<View, View, int64_t, int64_t>(regexp_position)},
      {"trino.regexp_replace", {text, text, text}, text, row_kernel<View, View, View>(regexp_replace)},
  };
}

}  // namespace engine
