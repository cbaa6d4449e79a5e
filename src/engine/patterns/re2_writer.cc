#include "engine/patterns/re2_writer.h"

#include <algorithm>
#include <array>

#include "engine/patterns/measures.h"
#include "engine/patterns/writer.h"

namespace engine::patterns {
namespace {

constexpr int kMostRepeats = 1000;  // RE2's own bound

// Without a way out of the loop, which the compiler makes one of many bytes at a time.
bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

bool ends_line(std::string_view text, bool javas) {
  if (text.ends_with('\n')) return true;
  constexpr std::array<std::string_view, 4> kOthers = {"\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
  return javas && std::ranges::any_of(kOthers, [&](std::string_view end) { return text.ends_with(end); });
}

class Re2Writer : public Writer {
 public:
  std::optional<Re2Text> written(const Node& root) {
    write_choices(root);
    return lacks_ ? std::nullopt : std::optional(Re2Text{std::move(text_), needs_});
  }

 private:
  using Writer::write;

  void write(const Characters& characters) override {
    const std::string set = set_text(characters.set);
    text_ += set.empty() ? "[^\\x{0}-\\x{10ffff}]" : set;
  }

  // A repeated part that may be empty: engines differ in when they leave it, and with what in its groups.
  void write(const Repeat& repeat) override {
    const Bounds& bounds = repeat.bounds;
    const bool empty = bounds.most != 1 && may_be_empty(*repeat.inner);
    lacks_ |=
        repeat.greed == Greed::Possessive || std::max(bounds.least, bounds.most.value_or(0)) > kMostRepeats;
    lacks_ |= empty && (!bounds.most || has_group(*repeat.inner));
    write_repeated(repeat);
  }

  void write(const Position& position) override {
    const bool javas = position.line_ends == LineEnds::Javas;
    switch (position.place) {
      case Place::TextBegin:
        text_ += "\\A";
        return;
      case Place::TextEnd:
        text_ += "\\z";
        return;
      case Place::LastLineEnd:
        needs_.no_last_line_end = true;
        needs_.javas_line_ends |= javas;
        text_ += "\\z";
        return;
      case Place::LineBegin:
        needs_.no_last_line_end = needs_.not_empty = true;
        needs_.newlines_alone |= javas;
        text_ += "(?m:^)";
        return;
      case Place::AnyLineBegin:
        text_ += "(?m:^)";
        return;
      case Place::LineEnd:
        needs_.newlines_alone |= javas;
        text_ += "(?m:$)";
        return;
    }
  }

  void write(const WordBoundary& boundary) override {
    needs_.ascii |= boundary.words != Words::PythonsAscii;
    needs_.not_empty |= boundary.negated && are_pythons(boundary.words);
    text_ += boundary.negated ? "\\B" : "\\b";
  }

  void write(const Look&) override { lacks_ = true; }
  void write(const Atomic&) override { lacks_ = true; }
  void write(const BackReference&) override { lacks_ = true; }
  void write(const GraphemeCluster&) override { lacks_ = true; }
  void write(const Conditional&) override { lacks_ = true; }

  TextNeeds needs_;
  bool lacks_ = false;
};

}  // namespace

bool TextNeeds::hold(std::string_view text) const {
  if (not_empty && text.empty()) return false;
  if (no_last_line_end && ends_line(text, javas_line_ends)) return false;
  if (newlines_alone && text.find('\r') != std::string_view::npos) return false;
  return (!ascii && !newlines_alone) || is_ascii(text);
}

std::optional<Re2Text> re2_text(const Tree& tree) {
  return Re2Writer().written(tree.root);
}

}  // namespace engine::patterns
