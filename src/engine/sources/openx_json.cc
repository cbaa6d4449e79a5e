#include "engine/sources/openx_json.h"

#include <fmt/format.h>

#include <unordered_set>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/hive_conversions.h"
#include "engine/functions/java_decimal.h"
#include "engine/sources/json_cursor.h"

namespace engine {
namespace {

constexpr std::string_view kEndsLiteral = " \r\n\t\f{}[]/\\:,=;#";

bool is_separator(std::optional<char> c) {
  return c == ',' || c == ';';
}

// Half of a pair that stands alone is shown as ?, as in Java.
void flush(std::string& text, std::optional<char32_t>& high) {
  if (high) text += '?';
  high.reset();
}

void append_unit(std::string& text, char32_t unit, std::optional<char32_t>& high) {
  const bool is_high = unit >= 0xd800 && unit < 0xdc00;
  const bool is_low = unit >= 0xdc00 && unit < 0xe000;
  if (is_low && high) {
    text += encode_utf8(0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00));
    high.reset();
    return;
  }
  flush(text, high);
  if (is_high)
    high = unit;
  else
    text += is_low ? "?" : encode_utf8(unit);
}

std::optional<std::string> canonical_word(std::string_view word) {
  for (const char* known : {"true", "false"})
    if (base::iequals(word, known)) return known;
  if (const auto number = openx_plain_integer(word)) return std::to_string(*number);
  if (const auto number = JavaDecimal::of(word)) return number->text();
  return std::nullopt;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto control = std::string_view("\b\t\n\f\r").find(c);
    if (c == '"' || c == '\\' || (c == '/' && i > 0 && text[i - 1] == '<'))
      (out += '\\') += c;
    else if (control != std::string_view::npos)
      (out += '\\') += "btnfr"[control];
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  out += '"';
}

}  // namespace

bool OpenxJson::parse(std::string_view line) {
  line_ = line;
  at_ = 0;
  values_.assign(1, {});
  texts_.clear();
  problem_.clear();
  return value(0, 0);
}

bool OpenxJson::fail(std::string_view what) {
  problem_ = fmt::format("Row is not a valid JSON Object - JSONException: {}", what);
  return false;
}

bool OpenxJson::fail_too_many() {
  problem_ = fmt::format("the record has more than {} values", kMostValues);
  return false;
}

std::optional<char> OpenxJson::seek() {
  for (;;) {
    at_ = std::min(line_.find_first_not_of(" \t\r\n", at_), line_.size());
    const std::string_view rest = line_.substr(at_);
    if (rest.empty()) return std::nullopt;
    if (rest.starts_with("/*")) {
      at_ = line_.find("*/", at_ + 2);
      if (at_ == line_.npos)
        at_ = line_.size();
      else
        at_ += 2;
    } else if (rest.starts_with('#') || rest.starts_with("//")) {
      at_ = std::min(line_.find_first_of("\r\n", at_), line_.size());
    } else {
      ++at_;
      return rest.front();
    }
  }
}

bool OpenxJson::value(std::size_t into, std::size_t depth) {
  if (depth > kMaxJsonDepth)
    return fail(fmt::format("more than {} values stand in each other", kMaxJsonDepth));
  if (has_too_many_values()) return fail_too_many();
  const auto first = seek();
  if (!first) return fail(fmt::format("End of input at character {}", at_));
  values_[into].begin = at_ - 1;
  const bool good = *first == '{'                     ? object(into, depth)
                    : *first == '['                   ? array(into, depth)
                    : *first == '"' || *first == '\'' ? quoted(into, *first)
                                                      : literal(into);
  values_[into].end = at_;
  return good;
}

// Behind the opening bracket.
bool OpenxJson::object(std::size_t into, std::size_t depth) {
  values_[into].kind = OpenxValue::Kind::Object;
  const auto first = seek();
  if (first == '}') return true;
  if (first) --at_;
  std::size_t last = OpenxValue::kNone;
  for (;;) {
    if (!member(add(into, last), depth)) return false;
    const auto end = seek();
    if (end == '}') return check_keys(into);
    if (!is_separator(end)) return fail(fmt::format("Unterminated object at character {}", at_));
  }
}

bool OpenxJson::member(std::size_t into, std::size_t depth) {
  if (!value(into, depth + 1)) return false;
  const OpenxValue name = values_[into];
  if (name.kind != OpenxValue::Kind::Text)
    return fail(fmt::format("Names must be strings at character {}", at_));
  const auto separator = seek();
  if (separator != ':' && separator != '=')
    return fail(fmt::format("Expected ':' after {} at character {}", name.text, at_));
  if (separator == '=' && line_.substr(at_).starts_with('>')) ++at_;
  // The name's place becomes its value's.
  values_[into] = {.name = name.text};
  return value(into, depth + 1);
}

// Behind the opening bracket.
bool OpenxJson::array(std::size_t into, std::size_t depth) {
  values_[into].kind = OpenxValue::Kind::Array;
  std::size_t last = OpenxValue::kNone;
  for (bool behind_separator = false;; behind_separator = true) {
    auto c = seek();
    if (c == ']') {
      if (behind_separator) add(into, last);
      return true;
    }
    if (!c) return fail(fmt::format("Unterminated array at character {}", at_));
    if (is_separator(c)) {
      add(into, last);
      if (has_too_many_values()) return fail_too_many();
      continue;
    }
    --at_;
    if (!value(add(into, last), depth + 1)) return false;
    c = seek();
    if (c == ']') return true;
    if (!is_separator(c)) return fail(fmt::format("Unterminated array at character {}", at_));
  }
}

// Behind the opening quote.
bool OpenxJson::quoted(std::size_t into, char quote) {
  values_[into].kind = OpenxValue::Kind::Text;
  values_[into].quoted = true;
  const std::size_t begin = at_;
  const char stops[] = {quote, '\\'};
  std::string* unescaped = nullptr;
  std::optional<char32_t> high;
  for (;;) {
    const std::size_t from = at_;
    at_ = line_.find_first_of(std::string_view(stops, 2), at_);
    if (at_ == line_.npos) {
      at_ = line_.size();
      return fail("Unterminated string");
    }
    if (unescaped != nullptr && at_ > from) {
      flush(*unescaped, high);
      unescaped->append(line_.substr(from, at_ - from));
    }
    if (line_[at_] == quote) break;
    if (unescaped == nullptr) unescaped = &texts_.emplace_back(line_.substr(begin, at_ - begin));
    ++at_;
    if (!escape(*unescaped, high)) return false;
  }
  if (unescaped != nullptr) flush(*unescaped, high);
  values_[into].text = unescaped != nullptr ? std::string_view(*unescaped) : line_.substr(begin, at_ - begin);
  ++at_;
  return true;
}

// Behind the backslash.
bool OpenxJson::escape(std::string& text, std::optional<char32_t>& high) {
  if (at_ == line_.size()) return fail("Unterminated escape sequence");
  const char c = line_[at_++];
  if (c == 'u') {
    const auto bytes = base::from_hex(line_.substr(at_, 4));
    if (!bytes || bytes->size() != 2)
      return fail(fmt::format("Invalid escape sequence at character {}", at_));
    at_ += 4;
    append_unit(text,
                static_cast<char32_t>(static_cast<unsigned char>((*bytes)[0]) << 8 |
                                      static_cast<unsigned char>((*bytes)[1])),
                high);
    return true;
  }
  flush(text, high);
  const auto control = std::string_view("tbnrfav").find(c);
  text += control == std::string_view::npos ? c : "\t\b\n\r\f\a\t"[control];
  return true;
}

// At its second byte: a text without quotes, or NULL.
bool OpenxJson::literal(std::size_t into) {
  --at_;
  const std::size_t end = std::min(line_.find_first_of(kEndsLiteral, at_), line_.size());
  const std::string_view text = line_.substr(at_, end - at_);
  if (text.empty()) return fail(fmt::format("Expected literal value at character {}", at_));
  at_ = end;
  if (base::iequals(text, "null")) return true;
  values_[into].kind = OpenxValue::Kind::Text;
  values_[into].text = text;
  return true;
}

std::size_t OpenxJson::add(std::size_t parent, std::size_t& last) {
  const std::size_t index = values_.size();
  values_.emplace_back();
  (last == OpenxValue::kNone ? values_[parent].child : values_[last].next) = index;
  last = index;
  return index;
}

bool OpenxJson::check_keys(std::size_t object) {
  std::unordered_set<std::string> keys;
  for (const OpenxValue* one = child(values_[object]); one != nullptr; one = next(*one)) {
    std::string key = case_ == Case::Ignored ? base::to_lower(one->name) : std::string(one->name);
    if (!keys.insert(key).second) return fail(fmt::format("Duplicate key \"{}\"", key));
  }
  return true;
}

std::string OpenxJson::text_of(const OpenxValue& value) const {
  if (value.kind == OpenxValue::Kind::Text && value.quoted) return std::string(value.text);
  if (value.kind == OpenxValue::Kind::Text)
    return canonical_word(value.text).value_or(std::string(value.text));
  std::string out;
  append(out, value);
  return out;
}

void OpenxJson::append(std::string& out, const OpenxValue& value) const {
  switch (value.kind) {
    case OpenxValue::Kind::Null:
      out += "null";
      return;
    case OpenxValue::Kind::Text:
      if (const auto word = value.quoted ? std::nullopt : canonical_word(value.text))
        out += *word;
      else
        append_quoted(out, value.text);
      return;
    default:
      break;
  }
  const bool is_object = value.kind == OpenxValue::Kind::Object;
  out += is_object ? '{' : '[';
  for (const OpenxValue* part = child(value); part != nullptr; part = next(*part)) {
    if (part != child(value)) out += ',';
    if (is_object) {
      append_quoted(out, part->name);
      out += ':';
    }
    append(out, *part);
  }
  out += is_object ? '}' : ']';
}

}  // namespace engine
