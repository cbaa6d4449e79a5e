#include "engine/patterns/matches.h"

#include <algorithm>

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

Matches::Matches(const Pattern& pattern, View text)
    : pattern_(pattern),
      text_(text.data() == nullptr ? View("") : text),
      by_re2_(pattern.suits_re2(text)),
      pieces_(by_re2_ ? 1 + pattern.group_count() : 0),
      groups_(1 + pattern.group_count()) {}

bool Matches::next() {
  if (from_ > text_.size() || !find()) return false;
  from_ = end();
  View rest = text_.substr(from_);
  if (groups_[0].empty()) from_ += rest.empty() ? 1 : take_character(rest).size();
  return true;
}

bool Matches::find() {
  if (!by_re2_) return pattern_.find(text_, from_, groups_, spent_);
  if (!pattern_.re2().Match(piece(text_), from_, text_.size(), re2::RE2::UNANCHORED, pieces_.data(),
                            static_cast<int>(pieces_.size())))
    return false;
  std::ranges::transform(pieces_, groups_.begin(),
                         [](const auto& group) { return View(group.data(), group.size()); });
  return true;
}

std::optional<std::string> Matches::group(std::size_t index) const {
  const View group = groups_[index];
  return group.data() == nullptr ? std::nullopt : std::optional(std::string(group));
}

}  // namespace engine::patterns
