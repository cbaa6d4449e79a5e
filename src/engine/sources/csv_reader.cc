#include "engine/sources/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace engine {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::int64_t bom_size(std::string_view start) {
  return start.starts_with(kByteOrderMark) ? static_cast<std::int64_t>(kByteOrderMark.size()) : 0;
}

// The offset of the first byte that is not part of valid UTF-8, by halving: only used to word an error.
std::size_t first_invalid(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t line_end; (line_end = text.find('\n', begin)) != std::string_view::npos;
       begin = line_end + 1)
    if (!base::is_valid_utf8(text.substr(begin, line_end - begin))) return begin;
  return begin;
}

// Spark and Glue name what a header leaves unnamed by its place.
std::vector<std::string> column_names(const std::vector<CsvField>& fields, std::size_t count,
                                      const CsvOptions& options) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    const bool named = options.header && fields[i].size > 0;
    names.push_back(named ? std::string(fields[i].text())
                          : fmt::format("{}{}", options.default_column_prefix, i));
  }
  return names;
}

}  // namespace

CsvReader::CsvReader(std::shared_ptr<const InputFile> file, const CsvOptions& options, CsvRange range)
    : file_(std::move(file)), options_(options), range_(range), parser_(options) {}

base::Result<CsvHead> CsvReader::read_head(const std::shared_ptr<const InputFile>& file,
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
    if (!TRY(line.next())) return head;
    head.data_begin = line.window_begin_ + static_cast<std::int64_t>(line.parser_.position());
  }
  CsvReader first(file, options, {head.data_begin, file->size()});
  if (!TRY(first.next())) return head;
  head.columns = column_names(first.fields(), first.field_count(), options);
  if (options.header)
    head.data_begin = first.window_begin_ + static_cast<std::int64_t>(first.parser_.position());
  return head;
}

base::Result<bool> CsvReader::next() {
  if (window_begin_ < 0 && !TRY(start())) return false;
  for (;;) {
    switch (parser_.next()) {
      case CsvParser::Outcome::Record: {
        const auto start = window_begin_ + static_cast<std::int64_t>(parser_.record_start());
        if (static_cast<std::int64_t>(parser_.position() - parser_.record_start()) >
            CsvOptions::kMaxRecordBytes)
          return bad_data(start,
                          fmt::format("the record is longer than {} MiB", CsvOptions::kMaxRecordBytes >> 20));
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
      case CsvParser::Outcome::Incomplete: {
        const auto record = window_begin_ + static_cast<std::int64_t>(parser_.record_start());
        const auto held = window_->bytes.size() - parser_.record_start();
        if (record >= range_.end) return false;
        if (static_cast<std::int64_t>(held) > CsvOptions::kMaxRecordBytes)
          return bad_data(record,
                          fmt::format("the record is longer than {} MiB", CsvOptions::kMaxRecordBytes >> 20));
        // A record that fills a window gets one twice as large, so that a long one is not parsed over and
        // over.
        TRY(load_window(record, std::max(kWindowBytes, held * 2)));
      }
    }
  }
}

base::Result<bool> CsvReader::start() {
  const auto begin = range_.kind == CsvRange::Begin::AtRecord ? range_.begin : TRY(first_record());
  if (begin >= range_.end) return false;
  TRY(load_window(begin, kWindowBytes));
  return true;
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
  const auto left = static_cast<std::size_t>(std::max<std::int64_t>(0, file_->size() - offset));
  // What the old window holds of the new one is not read again.
  std::size_t kept = 0;
  window->bytes.resize(std::min(wanted, left));
  if (window_ && offset >= window_begin_) {
    const auto from = static_cast<std::size_t>(offset - window_begin_);
    if (from < window_->bytes.size())
      kept = window_->bytes.copy(window->bytes.data(), window->bytes.size(), from);
  }
  const auto read = TRY(file_->read_at({window->bytes.data() + kept, window->bytes.size() - kept},
                                       offset + static_cast<std::int64_t>(kept)));
  if (kept + read < window->bytes.size())
    return base::failure("{} is shorter than it was listed", file_->uri());
  window_ = std::move(window);
  window_begin_ = offset;
  TRY(check_text());
  parser_.start(window_->bytes, window_->bytes.size() == left, window_->spill);
  return {};
}

// A window may end inside a character: what follows its last line end is checked with the next window.
base::Result<void> CsvReader::check_text() {
  std::string_view text = window_->bytes;
  if (is_ascii(text)) return {};
  const bool last = window_begin_ + static_cast<std::int64_t>(text.size()) >= file_->size();
  if (!last) text = text.substr(0, text.find_last_of('\n') + 1);
  if (base::is_valid_utf8(text)) return {};
  return bad_data(window_begin_ + static_cast<std::int64_t>(first_invalid(text)),
                  "the text is not valid UTF-8");
}

// Lines are counted only now, from the start of the file: the way without errors never needs to know them.
base::Error CsvReader::bad_data(std::int64_t offset, std::string_view what) const {
  std::int64_t line = 1;
  std::string bytes(kWindowBytes, '\0');
  for (std::int64_t at = 0; at < offset;) {
    bytes.resize(static_cast<std::size_t>(std::min<std::int64_t>(kWindowBytes, offset - at)));
    const auto read = file_->read_at(bytes, at);
    if (!read.ok() || *read == 0) break;
    line += std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*read), '\n');
    at += static_cast<std::int64_t>(*read);
  }
  return base::refusal("BadData", 400, fmt::format("{} line {}: {}.", file_->uri(), line, what));
}

}  // namespace engine
