#include "engine/functions/java_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/java_class.h"
#include "engine/functions/spark_kernels.h"

namespace engine {
namespace {

using View = std::string_view;

// One walk from left to right, which writes each part in RE2's syntax. Flags are resolved here: RE2's have
// other meanings.
class JavaPattern {
 public:
  explicit JavaPattern(View pattern) : source_(pattern) {}

  Re2Pattern translated() {
    while (!source_.at_end()) take_part();
    return std::move(made_);
  }

 private:
  PatternFlags& flags() { return flags_.back(); }

  void take_part() {
    if (source_.take("\\Q")) {
      source_.quoted([&](char32_t c) { made_.text += literal(c, flags()); });
    } else if (source_.take("\\")) {
      take_escape();
    } else if (source_.take("[")) {
      made_.text += java_class(source_, flags());
    } else if (source_.take("(")) {
      take_group();
    } else if (source_.take(")")) {
      if (flags_.size() > 1) flags_.pop_back();
      made_.text += ')';
    } else if (source_.take(".")) {
      made_.text += flags().dot_all      ? "(?s:.)"
                    : flags().unix_lines ? "[^\\n]"
                                         : "[^" + std::string(kLineEnds) + "]";
    } else if (source_.take("^")) {
      made_.text += flags().multi_line ? "(?m:^)" : "^";
    } else if (source_.take("$")) {
      flags().multi_line ? void(made_.text += "(?m:$)") : add_end();
    } else if (source_.take("{")) {
      take_count();
    } else if (const char c = source_.take_one_of("*+?|"); c != 0) {
      made_.text += c;
    } else {
      made_.text += literal(source_.take_literal(), flags());
    }
  }

  // The end of the text, or of its last line.
  void add_end() {
    made_.line_ends.push_back(++groups_);
    made_.text += flags().unix_lines ? "(?:(\\n)?\\z)" : fmt::format("(?:(\\r\\n|[{}])?\\z)", kLineEnds);
  }

  void take_escape() {
    if (const char c = source_.take_one_of("bBAz"); c != 0) {
      made_.text.append("\\").append(1, c);
    } else if (source_.take("Z")) {
      add_end();
    } else if (source_.take("R")) {
      made_.text += "(?:\\r\\n|[" + std::string(class_escape('v')) + "])";
    } else if (source_.take_one_of("123456789k") != 0) {
      source_.unsupported("a back reference");
    } else if (source_.take_one_of("GXN") != 0) {
      source_.unsupported("\\G, \\X or \\N");
    } else if (const auto items = class_escape(source_, flags())) {
      made_.text += "[" + *items + "]";
    } else {
      made_.text += literal(source_.take_escaped(), flags());
    }
  }

  void take_group() {
    if (source_.rest().starts_with("?<") && source_.rest().size() > 2 && base::is_letter(source_.rest()[2])) {
      source_.take("?<");
      open("(?P<", true);
      while (!source_.take(">")) made_.text += encode_utf8(source_.take_literal());
      made_.text += '>';
    } else if (!source_.take("?")) {
      open("(", true);
    } else if (source_.take(":")) {
      open("(?:", false);
    } else if (source_.take_one_of("=!<>") != 0) {
      source_.unsupported("look-around, or a group that is not gone back into");
    } else {
      take_flags();
    }
  }

  void open(View text, bool captures) {
    flags_.push_back(flags());
    made_.text += text;
    if (captures) made_.groups.push_back(++groups_);
  }

  // (?i-s) for the rest of the group, or (?i-s:...)
  void take_flags() {
    PatternFlags changed = flags();
    for (bool on = true;;) {
      if (source_.take(")")) {
        flags() = changed;
        return;
      }
      if (source_.take(":")) {
        open("(?:", false);
        flags() = changed;
        return;
      }
      if (source_.take("-"))
        on = false;
      else
        changed.set(source_, on);
    }
  }

  // {2}, {2,}, {2,3}
  void take_count() {
    const View rest = source_.rest();
    const std::size_t end = rest.find('}');
    const View count = rest.substr(0, end);
    const bool numbers = std::ranges::all_of(count, [](char c) { return base::is_digit(c) || c == ','; });
    if (end == View::npos || count.empty() || !numbers || !base::is_digit(count[0]) ||
        std::ranges::count(count, ',') > 1)
      source_.invalid();
    made_.text.append("{").append(count).append("}");
    source_.skip(end + 1);
  }

  PatternSource source_;
  Re2Pattern made_;
  std::vector<PatternFlags> flags_ = {PatternFlags()};  // of the groups that are open
  int groups_ = 0;
};

}  // namespace

Re2Pattern re2_of_java(View pattern) {
  return JavaPattern(pattern).translated();
}

}  // namespace engine
