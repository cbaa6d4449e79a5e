#include "engine/sources/csv_parser.h"

#include <algorithm>

#include "engine/sources/open_csv_line.h"

namespace engine {
namespace {

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}  // what Java's trim() takes away

}  // namespace

bool is_null(const CsvField& field, const CsvOptions& options) {
  if (options.empty_is_null && field.size == 0 && !field.quoted) return true;
  if (options.null_is_raw && field.unescaped) return false;
  return options.null_text && field.text() == *options.null_text;
}

CsvParser::CsvParser(const CsvOptions& options)
    : options_(options),
      structure_(options.separator, options.quote, options.escape, options.line_end),
      longest_end_(std::max(options.separator_rest.size() + 1, options.line_end.size())),
      fields_(16) {}

void CsvParser::start(std::string_view window, bool last, std::vector<std::unique_ptr<std::string>>& spill) {
  window_ = window;
  last_ = last;
  spill_ = &spill;
  structure_.find(window, places_);
  next_place_ = 0;
  position_ = 0;
  record_start_ = 0;
}

// What begins at a place, which is_open() says is all there.
bool CsvParser::separates(std::size_t place) const {
  return window_[place] == options_.separator &&
         (options_.separator_rest.empty() || window_.substr(place + 1).starts_with(options_.separator_rest));
}

bool CsvParser::ends_line(std::size_t place) const {
  if (options_.line_end.empty()) return window_[place] == '\n' || window_[place] == '\r';
  return window_.substr(place).starts_with(options_.line_end);
}

bool CsvParser::begins_comment() const {
  return options_.comment && position_ < window_.size() && window_[position_] == *options_.comment;
}

// False: its end is not in the window.
bool CsvParser::skip_line() {
  record_start_ = position_;
  for (std::size_t next = next_place_; next < places_.size() && !is_open(places_[next]); ++next) {
    if (!ends_line(places_[next])) continue;
    next_place_ = next + 1;
    if (end_field(places_[next]) != FieldEnd::Incomplete) return true;
    position_ = record_start_;
    return false;
  }
  if (!last_) return false;
  position_ = window_.size();
  next_place_ = places_.size();
  return true;
}

std::string_view CsvParser::record_text() const {
  auto text = window_.substr(record_start_, position_ - record_start_);
  if (!options_.line_end.empty()) {
    if (text.ends_with(options_.line_end)) text.remove_suffix(options_.line_end.size());
    return text;
  }
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

CsvParser::Outcome CsvParser::next() {
  for (;;) {
    if (begins_comment()) {
      if (!skip_line()) return Outcome::Incomplete;
      continue;
    }
    const auto outcome = options_.file_is_field ? whole_window() : next_record();
    if (!options_.skip_blank_lines || outcome != Outcome::Record || !is_blank_record()) return outcome;
  }
}

// Where lines are records, Spark looks at the whole line, its separators too; a record that may span lines it
// only takes for blank when there is nothing in it.
bool CsvParser::is_blank_record() const {
  if (field_count_ == 1 && fields_[0].size == 0 && !fields_[0].quoted) return true;
  if (!options_.blank_lines_are_empty || options_.multiline) return false;
  const auto record = record_text();
  return std::all_of(record.begin(), record.end(), is_blank);
}

// A text of nothing is no record.
CsvParser::Outcome CsvParser::whole_window() {
  record_start_ = position_;
  field_count_ = 0;
  if (!last_) return Outcome::Incomplete;
  if (position_ == window_.size()) return Outcome::End;
  add_field(position_, window_.size(), false, false);
  position_ = window_.size();
  return Outcome::Record;
}

CsvParser::Outcome CsvParser::next_record() {
  record_start_ = position_;
  field_count_ = 0;
  if (position_ == window_.size()) return last_ ? Outcome::End : Outcome::Incomplete;
  if (options_.quotes_anywhere) return open_csv_record();
  for (;;) {
    if (options_.trims_leading) position_ = after_blanks(position_);
    const bool opens_quote =
        options_.quote && position_ < window_.size() && window_[position_] == *options_.quote;
    switch (opens_quote ? quoted_field() : plain_field()) {
      case FieldEnd::Separator:
        if (field_count_ == options_.max_columns) return Outcome::TooManyFields;
        break;
      case FieldEnd::Record:
        return Outcome::Record;
      case FieldEnd::Incomplete:
        position_ = record_start_;
        return Outcome::Incomplete;
      case FieldEnd::UnterminatedQuote:
        return Outcome::UnterminatedQuote;
    }
  }
}

CsvParser::Outcome CsvParser::open_csv_record() {
  const auto ends_line = [&](std::size_t place) { return window_[place] == '\n' || window_[place] == '\r'; };
  const auto end =
      std::find_if(places_.begin() + static_cast<std::ptrdiff_t>(next_place_), places_.end(), ends_line);
  if (end == places_.end() && !last_) return Outcome::Incomplete;
  const std::size_t line_end = end == places_.end() ? window_.size() : *end;
  const auto plain = plain_open_csv_fields(line_end);
  const auto outcome =
      plain ? *plain : cut_open_csv_fields(window_.substr(record_start_, line_end - record_start_));
  if (outcome != Outcome::Record) return outcome;
  skip_places_before(line_end + 1);
  if ((end == places_.end() ? end_of_window() : end_field(line_end)) == FieldEnd::Record) return outcome;
  position_ = record_start_;
  return Outcome::Incomplete;
}

// Of a line whose quotes stand around whole fields, as most do, with no other and no escape inside. Nothing:
// it is no such line.
std::optional<CsvParser::Outcome> CsvParser::plain_open_csv_fields(std::size_t line_end) {
  if (record_start_ == line_end) return Outcome::Record;
  std::size_t next = next_place_;
  const auto place = [&] {
    return next < places_.size() ? std::min<std::size_t>(places_[next], line_end) : line_end;
  };
  const auto is_at = [&](std::size_t at, std::optional<char> byte) {
    return at < line_end && window_[at] == byte;
  };
  for (std::size_t from = record_start_;;) {
    const bool quoted = is_at(from, options_.quote);
    if (quoted)
      for (++next; is_at(place(), options_.separator);) ++next;
    const std::size_t to = place();
    const std::size_t end = to + quoted;
    if (quoted && is_at(to, options_.quote)) ++next;
    if (place() != end || (end < line_end && !is_at(end, options_.separator))) break;
    if (field_count_ == CsvOptions::kMaxColumns) return Outcome::TooManyFields;
    add_field(from + quoted, to, quoted, false);
    if (end == line_end) return Outcome::Record;
    ++next;
    from = end + 1;
  }
  field_count_ = 0;
  return std::nullopt;
}

CsvParser::Outcome CsvParser::cut_open_csv_fields(std::string_view line) {
  auto& texts = *spill_->emplace_back(std::make_unique<std::string>());
  OpenCsvLine fields(line, options_, texts);
  for (std::string_view field; fields.next(field);) {
    if (field_count_ == CsvOptions::kMaxColumns) return Outcome::TooManyFields;
    if (field_count_ == fields_.size()) fields_.resize(fields_.size() * 2);
    fields_[field_count_++] = {.data = field.data(), .size = static_cast<std::uint32_t>(field.size())};
  }
  return Outcome::Record;
}

// A field without quotes around it. Quotes inside are plain text.
CsvParser::FieldEnd CsvParser::plain_field() {
  const std::size_t from = position_;
  bool escaped = false;
  while (next_place_ < places_.size()) {
    const std::size_t place = places_[next_place_++];
    if (is_open(place)) return FieldEnd::Incomplete;
    if (separates(place) || ends_line(place)) [[likely]] {
      add_field(from, place, false, escaped);
      return end_field(place);
    }
    if (options_.escape_everywhere && window_[place] == options_.escape) {
      escaped = true;
      // A line end is never escaped away: it is what keeps records apart.
      if (place + 1 < window_.size() && window_[place + 1] != '\n' && window_[place + 1] != '\r')
        skip_places_before(place + 2);
    }
  }
  if (!last_) return FieldEnd::Incomplete;
  add_field(from, window_.size(), false, escaped);
  return end_of_window();
}

// A field that begins with a quote. What follows the closing quote must be a separator or the record's end; a
// quote that neither closes nor is doubled makes the whole field plain text, up to the next separator (as
// Spark reads it).
CsvParser::FieldEnd CsvParser::quoted_field() {
  const std::size_t opening = position_;
  const char quote = *options_.quote;
  bool escaped = false;
  skip_places_before(opening + 1);
  while (next_place_ < places_.size()) {
    const std::size_t place = places_[next_place_++];
    const char byte = window_[place];
    if (byte == options_.escape && options_.escape) {
      if (place + 1 == window_.size()) break;
      // A line end that ends records is never escaped away.
      const char after = window_[place + 1];
      if (!options_.multiline && (after == '\n' || after == '\r')) continue;
      escaped = true;
      skip_places_before(place + 2);
    } else if (byte == quote) {
      const auto next = options_.blanks_follow_quote ? after_blanks(place + 1) : place + 1;
      if (next == window_.size()) {
        if (!last_) return FieldEnd::Incomplete;
        add_field(opening + 1, place, true, escaped);
        return end_of_window();
      }
      if (is_open(next)) return FieldEnd::Incomplete;
      if (window_[next] == quote && next == place + 1 && options_.doubled_quote) {
        escaped = true;
        skip_places_before(place + 2);
      } else if (separates(next) || ends_line(next)) {
        add_field(opening + 1, place, true, escaped);
        skip_places_before(next + 1);
        return end_field(next);
      } else if (options_.stray_quote != CsvOptions::StrayQuote::IsText) {
        return to_separator(opening, place, escaped);
      }
    } else if (!options_.multiline && ends_line(place)) {
      if (!options_.open_quote_ends_with_line) return FieldEnd::UnterminatedQuote;
      add_field(opening + 1, place, true, escaped);
      return end_field(place);
    }
  }
  if (!last_) return FieldEnd::Incomplete;
  if (!options_.open_quote_ends_with_line) return FieldEnd::UnterminatedQuote;
  add_field(opening + 1, window_.size(), true, escaped);
  return end_of_window();
}

// The offset of the first byte from `offset` on that ends a field or is no blank.
std::size_t CsvParser::after_blanks(std::size_t offset) const {
  while (offset < window_.size() && is_blank(window_[offset]) && !separates(offset) && !ends_line(offset))
    ++offset;
  return offset;
}

// A field with a quote inside that neither ends nor escapes.
CsvParser::FieldEnd CsvParser::to_separator(std::size_t opening, std::size_t stray, bool escaped) {
  while (next_place_ < places_.size()) {
    const std::size_t place = places_[next_place_++];
    if (is_open(place)) return FieldEnd::Incomplete;
    if (!separates(place) && !ends_line(place)) continue;
    add_raw_field(opening, stray, place, escaped);
    return end_field(place);
  }
  if (!last_) return FieldEnd::Incomplete;
  add_raw_field(opening, stray, window_.size(), escaped);
  return end_of_window();
}

// As it stands in the file, but for what was escaped before the quote.
void CsvParser::add_raw_field(std::size_t opening, std::size_t stray, std::size_t to, bool escaped) {
  if (options_.stray_quote == CsvOptions::StrayQuote::MakesItNull) return add_field(to, to, false, false);
  add_field(opening, to, true, false);
  if (!escaped) return;
  const auto whole = window_.substr(opening, to - opening);
  std::string text = whole[0] + unescape(whole.substr(1, stray - opening - 1), true);
  text += window_.substr(stray, to - stray);
  const auto& kept = *spill_->emplace_back(std::make_unique<std::string>(std::move(text)));
  fields_[field_count_ - 1] = {.data = kept.data(),
                               .size = static_cast<std::uint32_t>(kept.size()),
                               .quoted = true,
                               .unescaped = true};
}

// `place` holds what ended the field; \r\n is one line end.
CsvParser::FieldEnd CsvParser::end_field(std::size_t place) {
  position_ = place + 1;
  if (separates(place) && !options_.line_is_field) [[likely]] {
    if (!options_.separator_rest.empty()) skip_places_before(position_ += options_.separator_rest.size());
    return FieldEnd::Separator;
  }
  if (!options_.line_end.empty()) {
    skip_places_before(position_ = place + options_.line_end.size());
    return FieldEnd::Record;
  }
  if (window_[place] == '\r') {
    if (position_ == window_.size() && !last_) return FieldEnd::Incomplete;
    if (position_ < window_.size() && window_[position_] == '\n') skip_places_before(++position_);
  }
  return FieldEnd::Record;
}

CsvParser::FieldEnd CsvParser::end_of_window() {
  position_ = window_.size();
  return FieldEnd::Record;
}

void CsvParser::add_field(std::size_t from, std::size_t to, bool quoted, bool escaped) {
  if (field_count_ == fields_.size()) fields_.resize(fields_.size() * 2);
  auto& field = fields_[field_count_++];
  auto raw = window_.substr(from, to - from);
  if (options_.trims_trailing && !quoted)
    while (!raw.empty() && is_blank(raw.back())) raw.remove_suffix(1);
  if (quoted && raw.empty() && !options_.empty_text.empty())
    raw = *spill_->emplace_back(std::make_unique<std::string>(options_.empty_text));
  if (escaped && !options_.keeps_escapes && !(options_.null_is_raw && raw == options_.null_text))
      [[unlikely]] {
    const auto& text = *spill_->emplace_back(std::make_unique<std::string>(unescape(raw, quoted)));
    field = {.data = text.data(),
             .size = static_cast<std::uint32_t>(text.size()),
             .quoted = quoted,
             .unescaped = true};
    return;
  }
  field = {.data = raw.data(), .size = static_cast<std::uint32_t>(raw.size()), .quoted = quoted};
}

void CsvParser::skip_places_before(std::size_t offset) {
  while (next_place_ < places_.size() && places_[next_place_] < offset) ++next_place_;
}

std::string CsvParser::unescape(std::string_view text, bool quoted) const {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    const bool has_next = i + 1 < text.size();
    if (has_next && byte == options_.escape && options_.escape) {
      const char next = text[i + 1];
      // Spark escapes only quotes and the escape itself; other dialects take whatever follows.
      if (!options_.escape_everywhere && next != options_.quote && next != byte) {
        result += byte;
        continue;
      }
      const auto control = std::string_view("nrt0").find(next);
      const bool named = options_.escape_names_controls && control != std::string_view::npos;
      result += named ? "\n\r\t\0"[control] : next;
      ++i;
    } else if (has_next && quoted && options_.doubled_quote && byte == options_.quote &&
               text[i + 1] == byte) {
      result += byte;
      ++i;
    } else {
      result += byte;
    }
  }
  return result;
}

}  // namespace engine
