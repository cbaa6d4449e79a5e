#include "engine/sources/json_text.h"

#include <fmt/format.h>

#include "engine/sources/json_options.h"

namespace engine {
namespace {

constexpr std::size_t kFetchBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_blank(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_quote(int c) {
  return c == '"' || c == '\'';
}
bool ends_scalar(int c) {
  return c < 0 || is_blank(c) || c == ',' || c == ']' || c == '}';
}

}  // namespace

int JsonText::peek() {
  if (position_ < view_.size()) return static_cast<unsigned char>(view_[position_]);
  return fetch() ? peek() : -1;
}

void JsonText::skip_blanks() {
  while (is_blank(peek()) || skip_comment())
    while (is_blank(peek())) step();
}

// A slash that begins none stays; a comment that has no end takes all that there is.
bool JsonText::skip_comment() {
  if (comments_ == Comments::None || peek() != '/') return false;
  const bool is_kept = kept_.has_value();
  if (!is_kept) kept_ = position_;
  step();
  const int kind = peek();
  if (!is_kept) kept_.reset();
  if (kind != '/' && kind != '*') return --position_, false;
  step();
  int before = 0;
  for (int c = peek(); c >= 0; before = c, c = peek()) {
    if (kind == '/' && (c == '\n' || c == '\r')) break;
    step();
    if (kind == '*' && before == '*' && c == '/') break;
  }
  return true;
}

bool JsonText::fetch() {
  if (!file_ || !state_.ok()) return false;
  const auto from = kept_.value_or(position_);
  if (!check_length(position_ - from, from)) return false;
  buffer_.erase(0, from);
  offset_ += static_cast<std::int64_t>(from);
  position_ -= from;
  if (kept_) kept_ = 0;
  const auto held = buffer_.size();
  buffer_.resize(held + std::max(kFetchBytes, held));
  auto count = file_->read_at({buffer_.data() + held, buffer_.size() - held},
                              offset_ + static_cast<std::int64_t>(held));
  buffer_.resize(held + (count.ok() ? *count : 0));
  if (!count.ok()) state_ = std::move(count).error();
  view_ = buffer_;
  if (offset_ == 0 && held == 0 && state_.ok()) {
    if (const auto other = other_than_utf8(view_)) state_ = bad_data_at(*file_, 0, *other);
    if (view_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
  }
  return state_.ok() && position_ < view_.size();
}

bool JsonText::check_length(std::size_t bytes, std::size_t from) {
  if (bytes <= JsonOptions::kMaxRecordBytes) return true;
  state_ = bad_data_at(*file_, offset_ + static_cast<std::int64_t>(from),
                       fmt::format("the record is longer than {} MiB", JsonOptions::kMaxRecordBytes >> 20));
  return false;
}

bool JsonText::skip_text() {
  const int quote = peek();
  step();
  for (int c = peek(); c >= 0; c = peek()) {
    step();
    if (c == quote) return true;
    if (c == '\\' && peek() >= 0) step();
  }
  return false;
}

bool JsonText::skip_nested() {
  std::size_t depth = 0;
  for (int c = peek(); c >= 0; c = peek()) {
    if (is_quote(c)) {
      if (!skip_text()) return false;
      continue;
    }
    if (skip_comment()) continue;
    step();
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return true;
  }
  return false;
}

bool JsonText::skip_value() {
  const int c = peek();
  if (c < 0) return false;
  if (c == '{' || c == '[') return skip_nested();
  if (is_quote(c)) return skip_text();
  const auto begin = offset();
  while (!ends_scalar(peek())) step();
  return offset() > begin;
}

bool JsonText::take_value(std::string_view& text) {
  kept_ = position_;
  const bool whole = skip_value();
  text = view_.substr(*kept_, position_ - *kept_);
  if (file_) check_length(text.size(), *kept_);
  kept_.reset();
  return whole && state_.ok();
}

std::string_view JsonText::rest() {
  kept_ = position_;
  while (peek() >= 0 && position_ - *kept_ < JsonOptions::kMaxRecordBytes) step();
  const auto text = view_.substr(*kept_, position_ - *kept_);
  kept_.reset();
  return text;
}

}  // namespace engine
