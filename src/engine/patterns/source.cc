#include "engine/patterns/source.h"

#include "engine/functions/characters.h"

namespace engine::patterns {
namespace {

std::optional<std::uint32_t> digit_of(char32_t c, std::uint32_t base) {
  std::uint32_t value = base;
  if (is_ascii_digit(c)) value = c - U'0';
  if (is_ascii_letter(c)) value = (c | 0x20) - U'a' + 10;
  return value < base ? std::optional(value) : std::nullopt;
}

}  // namespace

base::Error invalid(std::string message) {
  return base::refusal(kInvalid, 400, std::move(message));
}

base::Error unsupported(std::string_view what) {
  return base::refusal(kUnsupported, 400, std::string(what));
}

bool is_ascii_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_ascii_letter(char32_t c) {
  return (c | 0x20) >= U'a' && (c | 0x20) <= U'z';
}

bool is_among(char32_t c, std::u32string_view those) {
  return those.find(c) != those.npos;
}

Source::Source(std::string_view pattern) : text_(code_points(pattern)) {}

char32_t Source::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : kEnd;
}

char32_t Source::next() {
  return at_end() ? kEnd : text_[at_++];
}

bool Source::starts_with(std::u32string_view text) const {
  return std::u32string_view(text_).substr(at_).starts_with(text);
}

bool Source::take(std::u32string_view text) {
  if (!starts_with(text)) return false;
  at_ += text.size();
  return true;
}

bool Source::take(char32_t character) {
  return take(std::u32string_view(&character, 1));
}

std::optional<std::string> Source::take_up_to(char32_t end) {
  const std::size_t stop = text_.find(end, at_);
  if (stop == text_.npos) return std::nullopt;
  std::string taken;
  for (; at_ < stop; ++at_) taken += encode_utf8(text_[at_]);
  ++at_;
  return taken;
}

std::optional<std::uint32_t> Source::take_number(std::uint32_t base, std::size_t most_digits) {
  std::optional<std::uint32_t> number;
  for (std::size_t digits = 0; digits < most_digits; ++digits, ++at_) {
    const auto digit = digit_of(peek(), base);
    if (!digit) break;
    number = number.value_or(0) * base + *digit;
  }
  return number;
}

}  // namespace engine::patterns
