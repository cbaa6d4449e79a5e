#include "engine/patterns/matches.h"

#include "engine/functions/characters.h"

namespace engine::patterns {
namespace {

using View = std::string_view;

re2::StringPiece piece(View text) {
  return {text.data(), text.size()};
}

}  // namespace

bool is_match(const Pattern& pattern, View text) {
  if (pattern.suits_re2(text))
    return pattern.re2().Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
  Spent spent;
  return pattern.find(text, 0, {}, spent);
}

Matches::Matches(const Pattern& pattern, View text, std::size_t groups)
    : pattern_(pattern),
      text_(text.data() == nullptr ? View("") : text),
      by_re2_(pattern.suits_re2(text)),
      pieces_(by_re2_ ? 1 + groups : 0),
      groups_(by_re2_ ? 0 : 1 + groups) {}

bool Matches::next() {
  if (from_ > text_.size() || !find()) return false;
  from_ = end();
  View rest = text_.substr(from_);
  if (matched(0).empty()) from_ += rest.empty() ? 1 : take_character(rest).size();
  return true;
}

bool Matches::find() {
  if (!by_re2_) return pattern_.find(text_, from_, groups_, spent_);
  return pattern_.re2().Match(piece(text_), from_, text_.size(), re2::RE2::UNANCHORED, pieces_.data(),
                              static_cast<int>(pieces_.size()));
}

View Matches::matched(std::size_t group) const {
  return by_re2_ ? View(pieces_[group].data(), pieces_[group].size()) : groups_[group];
}

std::optional<std::string> Matches::group(std::size_t index) const {
  const View group = matched(index);
  return group.data() == nullptr ? std::nullopt : std::optional(std::string(group));
}

}  // namespace engine::patterns
