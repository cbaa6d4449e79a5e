#include "engine/patterns/pcre2_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/patterns/look_behind.h"
#include "engine/patterns/measures.h"
#include "engine/patterns/source.h"
#include "engine/patterns/writer.h"

namespace engine::patterns {
namespace {

using View = std::string_view;

constexpr View kNothing = "(?!)";
constexpr int kMostRepeats = 65535;  // PCRE2's own bound
constexpr int kFar = 64;             // what repeats more often may pass over much of a text

// Where lines begin and end. Nothing is between \r and \n; no line begins at the end of the text.
View text_of(const Position& position) {
  const bool javas = position.line_ends == LineEnds::Javas;
  switch (position.place) {
    case Place::TextBegin:
      return "\\A";
    case Place::TextEnd:
      return "\\z";
    case Place::LastLineEnd:
      return javas ? "(?:(?=\\r\\n\\z)|(?!(?<=\\r)\\n)(?=[\\n\\r\\x{85}\\x{2028}\\x{2029}]?\\z))"
                   : "(?=\\n?\\z)";
    case Place::LineBegin:
      return javas ? "(?:(?<![^\\n\\r\\x{85}\\x{2028}\\x{2029}])(?!\\z)(?!(?<=\\r)\\n))"
                   : "(?:(?<![^\\n])(?!\\z))";
    case Place::LineEnd:
      return javas ? "(?:\\z|(?!(?<=\\r)\\n)(?=[\\n\\r\\x{85}\\x{2028}\\x{2029}]))" : "(?=\\n|\\z)";
    case Place::AnyLineBegin:
      return "(?<![^\\n])";
  }
  return kNothing;
}

// A character of a word, for what looks ahead and behind.
struct Word {
  View ahead;
  View behind;
};

// To Java, marks that stand on a letter or a digit are of a word too; three of them are looked at.
Word word_of(Words words) {
  switch (words) {
    case Words::Javas:
      return {
          "[\\p{L}\\p{Nd}_]|\\p{Mn}(?<=[\\p{L}\\p{Nd}].|[\\p{L}\\p{Nd}]\\p{Mn}.|[\\p{L}\\p{Nd}]\\p{Mn}{2}.)",
          "[\\p{L}\\p{Nd}_]|[\\p{L}\\p{Nd}]\\p{Mn}|[\\p{L}\\p{Nd}]\\p{Mn}{2}|[\\p{L}\\p{Nd}]\\p{Mn}{3}"};
    case Words::JavasUnicode:
      return {"[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}]",
              "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}]"};
    case Words::Jonis:
      return {"[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]", "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]"};
    case Words::Pythons:
      return {"[\\p{L}\\p{N}_]", "[\\p{L}\\p{N}_]"};
    case Words::PythonsAscii:
      return {"[0-9A-Z_a-z]", "[0-9A-Z_a-z]"};
  }
  return {};
}

class Pcre2Writer : public Writer {
 public:
  explicit Pcre2Writer(std::size_t groups) : groups_(groups) {}

  base::Result<std::string> written(const Node& root) {
    write_choices(root);
    return done();
  }

  base::Result<std::string> written_part(const Node& part) {
    write(part);
    return done();
  }

 private:
  using Writer::write;

  base::Result<std::string> done() {
    if (error_) return std::move(*error_);
    return std::move(text_);
  }

  void write(const Characters& characters) override {
    const std::string set = set_text(characters.set);
    text_ += set.empty() ? kNothing : View(set);
  }

  void write(const Repeat& repeat) override {
    const Bounds& bounds = repeat.bounds;
    if (std::max(bounds.least, bounds.most.value_or(0)) > kMostRepeats)
      error_ = unsupported("to repeat more than 65535 times");
    const bool far = !bounds.most || *bounds.most > kFar;
    const bool plain = bounds.most == bounds.least && std::holds_alternative<Characters>(repeat.inner->is);
    const bool counted = counts_ && bounds.most != 1 && (far || !plain);
    if (counted && far) text_ += "(?C)";
    write_repeated(repeat);
    if (counted) text_ += "(?C)";
  }

  void write(const Look& look) override {
    text_ += look.behind ? (look.negated ? "(?<!" : "(?<=") : (look.negated ? "(?!" : "(?=");
    look.behind ? write_behind(*look.inner) : write_choices(*look.inner);
    text_ += ')';
  }

  void write_behind(const Node& node) {
    auto texts = fixed_texts(node, [this](const Node& part) {
      Pcre2Writer writer(groups_);
      writer.counts_ = false;
      auto text = writer.written_part(part);
      if (!text) error_ = text.error();
      return text ? *text : "";
    });
    if (!texts) {
      error_ = std::move(texts).error();
      return;
    }
    for (const std::string& text : *texts) text_.append(&text == &texts->front() ? "" : "|").append(text);
  }

  void write(const Atomic& atomic) override {
    text_ += "(?>";
    write_choices(*atomic.inner);
    text_ += ')';
  }

  void write(const Position& position) override { text_ += text_of(position); }

  void write(const WordBoundary& boundary) override {
    const Word word = word_of(boundary.words);
    if (boundary.negated && are_pythons(boundary.words))
      text_ += "(?!\\A\\z)";  // a text of nothing has no \B
    const char here = boundary.negated ? '=' : '!', there = boundary.negated ? '!' : '=';
    text_ += fmt::format("(?:(?<={1})(?{2}{0})|(?<!{1})(?{3}{0}))", word.ahead, word.behind, here, there);
  }

  void write(const BackReference& reference) override {
    const std::string referred = fmt::format("\\g{{{}}}", reference.group);
    if (reference.group > groups_)
      text_ += kNothing;
    else
      text_ += reference.folds ? "(?i:" + referred + ")" : referred;
  }

  void write(const GraphemeCluster&) override { text_ += "\\X"; }

  void write(const Conditional& conditional) override {
    text_ += fmt::format("(?({})", conditional.group);
    write(*conditional.matched);
    text_ += '|';
    write(*conditional.other);
    text_ += ')';
  }

  const std::size_t groups_;
  bool counts_ = true;
  std::optional<base::Error> error_;
};

}  // namespace

base::Result<std::string> pcre2_text(const Tree& tree) {
  return Pcre2Writer(tree.groups).written(tree.root);
}

}  // namespace engine::patterns
