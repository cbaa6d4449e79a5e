#include "engine/sources/json_records.h"

#include "base/text.h"
#include "engine/sources/csv_structure.h"
#include "engine/sources/json_cursor.h"

namespace engine {
namespace {

JsonText::Comments comments_of(const JsonOptions& options) {
  return options.grammar.comments ? JsonText::Comments::Skipped : JsonText::Comments::None;
}

const JsonStep kEachElement{.kind = JsonStep::Kind::EachElement};

}  // namespace

base::Result<JsonValues::Outcome> JsonValues::next() {
  while (!over_) {
    Found found = Found::Nothing;
    text_.skip_blanks();
    value_offset_ = text_.offset();
    if (!levels_.empty()) {
      found = advance();
    } else if (text_.peek() < 0 || (values_ > 0 && !options_.every_value)) {
      over_ = true;
    } else {
      ++values_;
      found = enter(0);
    }
    TRY(text_.state());
    if (found == Found::Value) return Outcome::Value;
    if (found == Found::Broken) {
      over_ = true;
      if (value_.empty()) value_ = text_.rest();
      return Outcome::Broken;
    }
  }
  return Outcome::End;
}

// At the first byte of a value that the path has led to so far.
JsonValues::Found JsonValues::enter(std::size_t step) {
  value_offset_ = text_.offset();
  const bool is_element = step > options_.path.size();
  const int c = text_.peek();
  if (step >= options_.path.size()) {
    if (c == '[' && !is_element) {
      text_.step();
      levels_.push_back({&kEachElement, step + 1});
      return Found::Nothing;
    }
    return text_.take_value(value_) ? Found::Value : Found::Broken;
  }
  const JsonStep& wanted = options_.path[step];
  if (c != (wanted.kind == JsonStep::Kind::Name ? '{' : '[')) return pass();
  text_.step();
  levels_.push_back({&wanted, step + 1});
  return Found::Nothing;
}

// A value that the path does not lead to.
JsonValues::Found JsonValues::pass() {
  value_ = {};
  return text_.skip_value() ? Found::Nothing : Found::Broken;
}

JsonValues::Found JsonValues::advance() {
  Level& level = levels_.back();
  const bool is_object = level.step->kind == JsonStep::Kind::Name;
  value_ = {};
  if (text_.peek() == (is_object ? '}' : ']')) {
    text_.step();
    levels_.pop_back();
    return Found::Nothing;
  }
  if (!std::exchange(level.first, false)) {
    if (text_.peek() != ',') return Found::Broken;
    text_.step();
    text_.skip_blanks();
  }
  return is_object ? through_object(level) : through_array(level);
}

JsonValues::Found JsonValues::through_object(Level& level) {
  if (text_.peek() != '"' && text_.peek() != '\'') return Found::Broken;
  std::string_view quoted;
  if (!text_.take_value(quoted)) return Found::Broken;
  JsonCursor cursor(quoted);
  const bool wanted = cursor.scalar() == level.step->name;
  text_.skip_blanks();
  if (text_.peek() != ':') return Found::Broken;
  text_.step();
  text_.skip_blanks();
  return wanted ? enter(level.next_step) : pass();
}

JsonValues::Found JsonValues::through_array(Level& level) {
  const auto index = level.index++;
  const bool wanted = level.step->kind == JsonStep::Kind::EachElement || level.step->index == index;
  return wanted ? enter(level.next_step) : pass();
}

JsonRecords::JsonRecords(std::shared_ptr<TextInput> file, const JsonOptions& options, std::int64_t begin,
                         std::int64_t end)
    : file_(std::move(file)), options_(options) {
  if (options.multiline)
    values_ = std::make_unique<JsonValues>(JsonText(file_, comments_of(options)), options);
  else
    lines_ = std::make_unique<LineReader>(
        file_, begin, end, JsonOptions::kMaxRecordBytes,
        options.any_bytes ? LineReader::Bytes::Any : LineReader::Bytes::Utf8, options.line_end);
}

base::Result<bool> JsonRecords::next() {
  for (;;) {
    if (values_ && TRY(next_value())) return true;
    if (!lines_ || !TRY(lines_->next())) return false;
    // Most lines are one object, which whoever reads it finds the end of; what is no JSON at all is one
    // record too.
    const auto start = lines_->line().find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos && !options_.line_is_record) continue;
    if (options_.line_is_record ||
        (options_.path.empty() && !options_.every_value && lines_->line()[start] != '[')) {
      record_ = lines_->line();
      offset_ = lines_->offset();
      broken_ = false;
      return true;
    }
    values_ = std::make_unique<JsonValues>(JsonText(lines_->line(), comments_of(options_)), options_);
  }
}

base::Result<bool> JsonRecords::next_value() {
  const auto outcome = TRY(values_->next());
  if (outcome == JsonValues::Outcome::End) {
    values_.reset();
    return false;
  }
  record_ = values_->value();
  offset_ = lines_ ? lines_->offset() : values_->offset();
  broken_ = outcome == JsonValues::Outcome::Broken;
  // Of lines, this was looked at before.
  if (!lines_ && !is_ascii(record_) && !base::is_valid_utf8(record_))
    return bad_data("the text is not valid UTF-8");
  return true;
}

std::string JsonRecords::problem() const {
  JsonCursor cursor(record_, options_.grammar);
  const bool is_object = cursor.kind() == JsonCursor::Kind::Object;
  cursor.skip();
  return is_object && !cursor.ok() ? cursor.problem() : "the record is no JSON object";
}

base::Error JsonRecords::bad_data(std::string_view what) const {
  return bad_data_at(*file_, offset_, what);
}

}  // namespace engine
