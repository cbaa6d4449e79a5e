#include "engine/functions/substring.h"

#include <algorithm>

#include "engine/functions/characters.h"

namespace engine {
namespace {

// The characters [begin, end) of a text, both counted from 0 and inside it.
std::string_view characters(std::string_view text, std::int64_t begin, std::int64_t end) {
  std::size_t from = text.size(), to = text.size();
  std::int64_t index = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!starts_character(text[i])) continue;
    if (++index == begin) from = i;
    if (index == end) {
      to = i;
      break;
    }
  }
  return from < to ? text.substr(from, to - from) : std::string_view();
}

struct Span {
  std::int64_t begin = 0, end = 0;
};

// What of `size` things; empty: none.
Span span_of(std::int64_t size, std::int64_t start, std::int64_t length, SubstringRules rules) {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  start = std::clamp(start, -kFar, kFar);
  length = std::clamp<std::int64_t>(length, 0, kFar);
  if (rules == SubstringRules::Trino && (start == 0 || start > size || -start > size)) return {};
  const auto begin = start > 0 ? start - 1 : start < 0 ? size + start : 0;
  const auto end = std::min(size, begin + length);
  if (end <= std::max<std::int64_t>(begin, 0)) return {};
  return {std::max<std::int64_t>(begin, 0), end};
}

}  // namespace

std::string_view substring_of(std::string_view text, std::int64_t start, std::int64_t length,
                              SubstringRules rules) {
  const auto [begin, end] = span_of(count_characters(text), start, length, rules);
  return begin < end ? characters(text, begin, end) : std::string_view();
}

std::string_view bytes_of(std::string_view bytes, std::int64_t start, std::int64_t length) {
  const auto [begin, end] =
      span_of(static_cast<std::int64_t>(bytes.size()), start, length, SubstringRules::Spark);
  return bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

}  // namespace engine
