#include "engine/sources/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/sources/csv_line.h"

namespace engine {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{1} << 20;
constexpr std::size_t kHeadBytes = std::size_t{64} << 10;  // of a file that is only asked for its first line
constexpr std::size_t kSlackBytes = std::size_t{16} << 10;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::int64_t bom_size(std::string_view start) {
  return start.starts_with(kByteOrderMark) ? static_cast<std::int64_t>(kByteOrderMark.size()) : 0;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// Without the first bytes of a character at its end whose others are missing.
std::string_view whole_characters(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(4, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (is_continuation(static_cast<char>(byte))) continue;
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return back < length ? text.substr(0, text.size() - back) : text;
  }
  return text;
}

// Where the line starts that holds the first byte that is not part of valid UTF-8: only used to word an
// error.
std::size_t first_invalid(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t line_end; (line_end = text.find_first_of("\r\n", begin)) != std::string_view::npos;
       begin = line_end + 1)
    if (!base::is_valid_utf8(text.substr(begin, line_end - begin))) return begin;
  return begin;
}

}  // namespace

CsvReader::CsvReader(std::shared_ptr<TextInput> file, const CsvOptions& options, CsvRange range)
    : file_(std::move(file)),
      options_(options),
      range_(range),
      parser_(options),
      window_bytes_(kWindowBytes) {}

base::Result<CsvHead> CsvReader::read_head(const std::shared_ptr<TextInput>& file,
                                           const CsvOptions& options) {
  char start[kByteOrderMark.size()];
  const auto size = TRY(file->read_at(start, 0));
  CsvHead head{.data_begin = bom_size({start, size})};

  CsvOptions lines = options;
  for (std::int64_t skipped = 0; skipped < options.skip_lines; ++skipped) {
    // A skipped line is a line, whatever quotes it holds.
    lines.quote = lines.escape = std::nullopt;
    lines.skip_blank_lines = false;
    CsvReader line(file, lines, {head.data_begin, file->size()});
    line.window_bytes_ = kHeadBytes;
    if (!TRY(line.next())) return head;
    head.data_begin = line.window_begin_ + static_cast<std::int64_t>(line.parser_.position());
  }
  CsvReader first(file, options, {head.data_begin, file->size()});
  first.window_bytes_ = kHeadBytes;
  if (!TRY(first.next())) return head;
  head.columns = TRY(column_names(first, options));
  if (options.header)
    head.data_begin = first.window_begin_ + static_cast<std::int64_t>(first.parser_.position());
  return head;
}

base::Result<std::vector<std::string>> CsvReader::column_names(const CsvReader& first,
                                                               const CsvOptions& options) {
  CsvNames found = csv_names(std::span(first.fields()).first(first.field_count()), options);
  if (found.repeated)
    return first.bad_data(first.window_begin_ + static_cast<std::int64_t>(first.parser_.record_start()),
                          fmt::format("the header names the column `{}` more than once", *found.repeated));
  return std::move(found.names);
}

base::Result<bool> CsvReader::next() {
  if (window_begin_ < 0 && !TRY(start())) return false;
  for (;;) {
    switch (parser_.next()) {
      case CsvParser::Outcome::Record: {
        const auto start = window_begin_ + static_cast<std::int64_t>(parser_.record_start());
        TRY(check_bounds(start));
        used_up_ = parser_.position() == window_->bytes.size();
        return start < range_.end;
      }
      case CsvParser::Outcome::End:
        return false;
      case CsvParser::Outcome::UnterminatedQuote:
        return bad_data(window_begin_ + static_cast<std::int64_t>(parser_.record_start()),
                        options_.multiline
                            ? "a quote is opened and not closed before the end of the file"
                            : "a quote is opened and not closed on its line (values that hold line ends "
                              "need the multiline option)");
      case CsvParser::Outcome::TooManyFields:
        return bad_data(window_begin_ + static_cast<std::int64_t>(parser_.record_start()),
                        fmt::format("the record has more than {} fields", options_.max_columns));
      case CsvParser::Outcome::Incomplete: {
        const auto record = window_begin_ + static_cast<std::int64_t>(parser_.record_start());
        const auto held = window_->bytes.size() - parser_.record_start();
        if (record >= range_.end) return false;
        if (static_cast<std::int64_t>(held) > CsvOptions::kMaxRecordBytes)
          return bad_data(record,
                          fmt::format("the record is longer than {} MiB", CsvOptions::kMaxRecordBytes >> 20));
        // A record that fills a window gets one twice as large, so that a long one is not parsed over and
        // over.
        TRY(load_window(record, std::max(window_at(record), held * 2)));
      }
    }
  }
}

// Of the record that starts there.
base::Result<void> CsvReader::check_bounds(std::int64_t start) const {
  const auto bytes = static_cast<std::int64_t>(parser_.position() - parser_.record_start());
  if (bytes > CsvOptions::kMaxRecordBytes)
    return bad_data(start,
                    fmt::format("the record is longer than {} MiB", CsvOptions::kMaxRecordBytes >> 20));
  if (!options_.max_characters) return {};
  for (const CsvField& field : std::span(parser_.fields()).first(parser_.field_count()))
    if (count_characters(field.text()) > *options_.max_characters)
      return bad_data(start, fmt::format("a field is longer than {} characters", *options_.max_characters));
  return {};
}

base::Result<bool> CsvReader::start() {
  const auto begin = range_.kind == CsvRange::Begin::AtRecord ? range_.begin : TRY(first_record());
  if (begin >= range_.end) return false;
  TRY(load_window(begin, window_at(begin)));
  return true;
}

// A window reaches a little over the end of the range, for the record that lies across it, and no further:
// what is behind is another's to read.
std::size_t CsvReader::window_at(std::int64_t offset) const {
  return std::min(window_bytes_, static_cast<std::size_t>(range_.end - offset) + kSlackBytes);
}

// The offset behind the first line end at or after the byte before the range: the line that lies across the
// border belongs to the range in which it starts. At or past the range's end when no record starts in it.
base::Result<std::int64_t> CsvReader::first_record() {
  std::string bytes;
  for (std::int64_t at = range_.begin - 1; at < range_.end;) {
    bytes.resize(static_cast<std::size_t>(std::min<std::int64_t>(kWindowBytes / 16, file_->size() - at)));
    bytes.resize(TRY(file_->read_at(bytes, at)));
    if (bytes.empty()) break;
    const auto line_end = bytes.find_first_of("\r\n");
    if (line_end == std::string::npos) {
      at += static_cast<std::int64_t>(bytes.size());
      continue;
    }
    auto next = at + static_cast<std::int64_t>(line_end) + 1;
    char follower = 0;
    if (bytes[line_end] == '\r' && TRY(file_->read_at({&follower, 1}, next)) == 1 && follower == '\n') ++next;
    return next;
  }
  return range_.end;
}

base::Result<void> CsvReader::load_window(std::int64_t offset, std::size_t wanted) {
  auto window = std::make_shared<CsvWindow>();
  const auto left = std::max<std::int64_t>(0, file_->size() - offset);
  // What the old window holds of the new one is not read again.
  std::size_t kept = 0;
  window->bytes.resize(
      static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(wanted), left)));
  if (window_ && offset >= window_begin_) {
    const auto from = static_cast<std::size_t>(offset - window_begin_);
    if (from < window_->bytes.size())
      kept = window_->bytes.copy(window->bytes.data(), window->bytes.size(), from);
  }
  const auto read = TRY(file_->read_at({window->bytes.data() + kept, window->bytes.size() - kept},
                                       offset + static_cast<std::int64_t>(kept)));
  const bool is_short = kept + read < window->bytes.size();
  if (is_short && !file_->decoded()) return base::failure("{} is shorter than it was listed", file_->uri());
  window->bytes.resize(kept + read);
  window_ = std::move(window);
  window_begin_ = offset;
  last_window_ = is_short || static_cast<std::int64_t>(kept + read) == left;
  TRY(check_text());
  parser_.start(window_->bytes, last_window_, window_->spill);
  return {};
}

// A window may end inside a character, which is checked with the next window: the record that it is in starts
// there again.
base::Result<void> CsvReader::check_text() {
  std::string_view text = window_->bytes;
  if (window_begin_ == 0) TRY(check_encoding());
  is_text_ = true;
  if (is_ascii(text)) return {};
  if (!last_window_) text = whole_characters(text);
  is_text_ = base::is_valid_utf8(text);
  if (is_text_ || options_.any_bytes) return {};
  return bad_data(window_begin_ + static_cast<std::int64_t>(first_invalid(text)),
                  "the text is not valid UTF-8");
}

// The start of a file tells what it is instead of UTF-8. Texts of UTF-16 that have no byte order mark and
// only ASCII would pass for UTF-8 with NULs between the letters.
base::Result<void> CsvReader::check_encoding() const {
  if (const auto other = other_than_utf8(window_->bytes)) return bad_data(0, *other);
  return {};
}

base::Error CsvReader::bad_data(std::int64_t offset, std::string_view what) const {
  return bad_data_at(*file_, offset, what);
}

}  // namespace engine
