#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/patterns/tree.h"

namespace engine::patterns {

// What a text must be for RE2 to say of it what Java, Joni and Python say.
struct TextNeeds {
  bool ascii = false;             // \b: RE2's words have no other letters
  bool newlines_alone = false;    // (?m): RE2 knows no other line ends
  bool no_last_line_end = false;  // $: RE2's stands at the very end, and its (?m)^ behind the last \n
  bool javas_line_ends = false;   // of which the last one may be
  bool not_empty = false;         // Java's (?m)^ and Python's \B are not in a text of nothing

  bool hold(std::string_view text) const;
};

struct Re2Text {
  std::string text;
  TextNeeds needs;
};

// Nothing: RE2 has not all that the tree has, or has it with another meaning.
std::optional<Re2Text> re2_text(const Tree& tree);

}  // namespace engine::patterns
