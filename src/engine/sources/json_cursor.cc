#include "engine/sources/json_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace engine {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
using base::is_digit;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-';
}

constexpr std::string_view kNotFinite[] = {"NaN", "Infinity", "-Infinity", "+Infinity",
                                           "INF", "-INF",     "+INF"};

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

std::optional<char32_t> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  char32_t code = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const char c = text[i];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    code = code * 16 + static_cast<char32_t>(digit);
  }
  return code;
}

}  // namespace

void JsonCursor::fail(std::string_view what) {
  if (!ok()) return;
  problem_ = at_ < text_.size() ? fmt::format("{} at byte {} of the record", what, at_ + 1)
                                : fmt::format("{} at the end of the record", what);
  at_ = text_.size();
}

void JsonCursor::skip_blanks() {
  do {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  } while (grammar_.comments && skip_comment());
}

// One that has no end is none.
bool JsonCursor::skip_comment() {
  const std::string_view rest = text_.substr(at_);
  const bool is_line = rest.starts_with("//");
  if (!is_line && !rest.starts_with("/*")) return false;
  const auto end = is_line ? rest.find_first_of("\r\n") : rest.find("*/", 2);
  if (end == rest.npos && !is_line) return false;
  at_ += end == rest.npos ? rest.size() : is_line ? end : end + 2;
  return true;
}

bool JsonCursor::take(char c) {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

JsonCursor::Kind JsonCursor::kind() {
  if (!ok()) return Kind::Bad;
  skip_blanks();
  if (at_ == text_.size()) return Kind::End;
  switch (const char c = text_[at_]; c) {
    case '{':
      return Kind::Object;
    case '[':
      return Kind::Array;
    case '"':
      return Kind::Text;
    case '\'':
      return grammar_.single_quotes ? Kind::Text : Kind::Bad;
    default: {
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("true")) return Kind::True;
      if (rest.starts_with("false")) return Kind::False;
      if (rest.starts_with("null")) return Kind::Null;
      for (const auto& name : kNotFinite)
        if (grammar_.not_finite && rest.starts_with(name)) return Kind::NotFinite;
      if (!is_digit(c) && c != '-') return Kind::Bad;
      for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '.' || rest[i] == 'e' || rest[i] == 'E') return Kind::Fraction;
        if (!is_digit(rest[i])) break;
      }
      return Kind::Integer;
    }
  }
}

std::string_view JsonCursor::scalar() {
  switch (kind()) {
    case Kind::Text:
      return take_text();
    case Kind::Integer:
    case Kind::Fraction:
      return take_number();
    case Kind::True:
    case Kind::False:
    case Kind::Null:
    case Kind::NotFinite:
      return take_word();
    default:
      fail("a value is expected");
      return {};
  }
}

std::string_view JsonCursor::take_word() {
  const auto begin = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  const auto word = text_.substr(begin, at_ - begin);
  const bool known = word == "true" || word == "false" || word == "null" ||
                     (grammar_.not_finite && std::ranges::find(kNotFinite, word) != std::end(kNotFinite));
  if (known) return word;
  at_ = begin;
  fail("a word that JSON does not have stands");
  return {};
}

std::string_view JsonCursor::take_number() {
  const auto begin = at_;
  const auto digits = [&] {
    const auto from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ - from;
  };
  if (text_[at_] == '-') ++at_;
  const bool zero = at_ < text_.size() && text_[at_] == '0';
  const auto whole = digits();
  bool good = whole > 0 && (!(zero && whole > 1) || grammar_.leading_zeros);
  if (good && at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    good = digits() > 0;
  }
  if (good && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    good = digits() > 0;
  }
  if (good) return text_.substr(begin, at_ - begin);
  at_ = begin;
  fail("what stands is no number");
  return {};
}

std::string_view JsonCursor::take_text() {
  const char quote = text_[at_++];
  const auto begin = at_;
  bool escaped = false;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == quote) {
      const auto end = at_++;
      if (!escaped) return text_.substr(begin, end - begin);
      return unescaped_;
    }
    if (static_cast<unsigned char>(c) < 0x20 && !grammar_.control_characters) break;
    if (c == '\\') {
      if (!escaped) unescaped_.assign(text_.substr(begin, at_ - begin));
      escaped = true;
      if (!take_escape()) return {};
    } else if (escaped) {
      unescaped_ += c;
    }
  }
  fail(at_ == text_.size() ? "a text is not closed" : "a control character stands in a text");
  return {};
}

// At the backslash; leaves at the last character of the escape. A half of a pair alone becomes ?, as in Java.
bool JsonCursor::take_escape() {
  if (++at_ == text_.size()) return fail("an escape has no end"), false;
  const char c = text_[at_];
  if (const auto control = std::string_view("btnfr").find(c); control != std::string_view::npos) {
    unescaped_ += "\b\t\n\f\r"[control];
    return true;
  }
  if (c == '"' || c == '\\' || c == '/' || (c == '\'' && grammar_.single_quotes)) {
    unescaped_ += c;
    return true;
  }
  const auto code = c == 'u' ? hex4(text_.substr(at_ + 1)) : std::nullopt;
  if (c != 'u' && grammar_.any_escape) {
    unescaped_ += c;
    return true;
  }
  if (!code) return fail("an escape that JSON does not have stands"), false;
  at_ += 4;
  if (*code < 0xd800 || *code > 0xdfff) return append_utf8(unescaped_, *code), true;
  const bool pair = *code < 0xdc00 && text_.substr(at_ + 1).starts_with("\\u");
  const auto low = pair ? hex4(text_.substr(at_ + 3)) : std::nullopt;
  if (low && *low >= 0xdc00 && *low <= 0xdfff) {
    append_utf8(unescaped_, 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00));
    at_ += 6;
  } else {
    unescaped_ += '?';
  }
  return true;
}

void JsonCursor::enter() {
  if (!ok()) return;
  if (first_.size() == kMaxJsonDepth)
    return fail(fmt::format("more than {} values stand in each other", kMaxJsonDepth));
  ++at_;
  first_.push_back(true);
}

bool JsonCursor::next_member(char close) {
  if (!ok()) return false;
  const bool first = first_.back();
  first_.back() = false;
  if (take(close)) {
    first_.pop_back();
    return false;
  }
  if (first || take(',')) return true;
  fail(fmt::format("a comma or {} is expected", close));
  return false;
}

bool JsonCursor::next_name(std::string& name) {
  if (!next_member('}')) return false;
  const bool is_quoted = kind() == Kind::Text;
  if (!is_quoted && !take_unquoted_name(name)) return fail("a name in quotes is expected"), false;
  if (is_quoted) name = take_text();
  if (ok() && !take(':')) fail("a colon is expected");
  return ok();
}

// Of letters, digits and some other characters, as Jackson has it.
bool JsonCursor::take_unquoted_name(std::string& name) {
  if (!grammar_.unquoted_names) return false;
  const auto belongs = [](char c) {
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return is_letter || is_digit(c) || std::string_view("_$@#*-+").find(c) != std::string_view::npos;
  };
  const auto begin = at_;
  while (at_ < text_.size() && belongs(text_[at_])) ++at_;
  name = text_.substr(begin, at_ - begin);
  return !name.empty();
}

bool JsonCursor::next_element() {
  return next_member(']');
}

void JsonCursor::skip() {
  std::string name;
  switch (kind()) {
    case Kind::Object:
      for (enter(); next_name(name);) skip();
      return;
    case Kind::Array:
      for (enter(); next_element();) skip();
      return;
    default:
      scalar();
  }
}

std::string_view JsonCursor::raw() {
  skip_blanks();
  const auto begin = at_;
  skip();
  return text_.substr(begin, at_ - begin);
}

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto control = std::string_view("\b\t\n\f\r").find(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (control != std::string_view::npos) {
      out += '\\';
      out += "btnfr"[control];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace engine
