#include "engine/sources/open_csv_line.h"

#include <algorithm>

namespace engine {
namespace {

// What Java's Character.isWhitespace() says yes to, beside ASCII's: U+1680, U+2000 to U+200A without U+2007,
// U+2028, U+2029, U+205F and U+3000.
constexpr std::string_view kWideBlanks[] = {"\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                                            "\u2004", "\u2005", "\u2006", "\u2008", "\u2009",
                                            "\u200a", "\u2028", "\u2029", "\u205f", "\u3000"};

bool is_white(std::string_view text) {
  while (!text.empty()) {
    const char c = text.front();
    const bool plain = c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
    const auto wide = std::ranges::find_if(kWideBlanks, [&](auto blank) { return text.starts_with(blank); });
    if (!plain && wide == std::end(kWideBlanks)) return false;
    text.remove_prefix(plain ? 1 : wide->size());
  }
  return true;
}

// Java's: a character of four bytes counts twice.
std::size_t count_chars(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += (byte & 0xc0) != 0x80;
    count += byte >= 0xf0;
  }
  return count;
}

}  // namespace

OpenCsvLine::OpenCsvLine(std::string_view line, const CsvOptions& options, std::string& texts)
    : line_(line), options_(options), texts_(texts), begin_(texts.size()), over_(line.empty()) {
  texts_.reserve(texts_.size() + line.size());  // no text is longer than what stands in the line
}

bool OpenCsvLine::next(std::string_view& field) {
  while (!over_ && place_ < line_.size()) {
    const std::size_t at = place_++;
    if (is_at(at, options_.escape)) {
      take_escape();
    } else if (is_at(at, options_.quote)) {
      take_quote();
    } else if (line_[at] == options_.separator && !in_quotes_) {
      in_field_ = false;
      return end_field(field);
    } else {
      texts_ += line_[at];
      in_field_ = true;
    }
  }
  if (over_ || in_quotes_) return false;
  over_ = true;
  return end_field(field);
}

bool OpenCsvLine::is_at(std::size_t place, std::optional<char> character) const {
  return character && place < line_.size() && line_[place] == *character;
}

// It stands behind the escape; an escape before anything else is dropped.
void OpenCsvLine::take_escape() {
  const bool escapes = is_at(place_, options_.quote) || is_at(place_, options_.escape);
  if (escapes && (in_quotes_ || in_field_)) texts_ += line_[place_++];
}

void OpenCsvLine::take_quote() {
  if ((in_quotes_ || in_field_) && is_at(place_, options_.quote)) {
    texts_ += line_[place_++];
  } else {
    if (stands_inside_a_field()) {
      const auto before = std::string_view(texts_).substr(begin_);
      if (!before.empty() && is_white(before))
        texts_.resize(begin_);
      else
        texts_ += *options_.quote;
    }
    in_quotes_ = !in_quotes_;
  }
  in_field_ = !in_field_;
}

// The quote that was just taken: neither beside a separator nor at the line's end, nor among its first three
// characters.
bool OpenCsvLine::stands_inside_a_field() const {
  const std::size_t at = place_ - 1;
  return at > 2 && line_[at - 1] != options_.separator && place_ < line_.size() &&
         line_[place_] != options_.separator &&
         count_chars(line_.substr(0, std::min<std::size_t>(at, 12))) > 2;
}

bool OpenCsvLine::end_field(std::string_view& field) {
  field = std::string_view(texts_).substr(begin_);
  begin_ = texts_.size();
  return true;
}

}  // namespace engine
