#include "engine/functions/json_extract_path.h"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "base/text.h"
#include "engine/functions/conversions.h"
#include "engine/functions/json_item.h"

namespace engine {
namespace {

namespace json = boost::json;

json::parse_options options() {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  return options;
}

// Whole numbers of any size keep their digits.
bool is_whole(std::string_view number) {
  return number.find_first_of(".eE") == std::string_view::npos;
}

// Hears the events of a parser, and keeps what stands at a path.
class PathHandler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  PathHandler(const JsonExtractPath& path, JsonForm form) : steps_(path.steps()), form_(form) {}

  bool done() const { return done_; }
  std::optional<std::string> result() && { return std::move(result_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open('{', false); }
  bool on_object_end(std::size_t, json::error_code&) { return close('}'); }
  bool on_array_begin(json::error_code&) { return open('[', true); }
  bool on_array_end(std::size_t, json::error_code&) { return close(']'); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_ += std::string_view(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_ += std::string_view(part);
    Frame& frame = frames_.back();
    frame.matches = frame.on_path && is_step(text_);
    if (capturing_) capture_key();
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_ += std::string_view(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    text_ += std::string_view(part);
    const std::string text = std::exchange(text_, {});
    return scalar(form_ == JsonForm::Scalar ? text : json::serialize(json::string_view(text)),
                  json::serialize(json::string_view(text)));
  }
  bool on_number_part(json::string_view part, json::error_code&) {
    text_ += std::string_view(part);
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) {
    return number(part, std::nullopt);
  }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) {
    return number(part, std::nullopt);
  }
  bool on_double(double value, json::string_view part, json::error_code&) { return number(part, value); }
  bool on_bool(bool value, json::error_code&) {
    return scalar(value ? "true" : "false", value ? "true" : "false");
  }
  bool on_null(json::error_code&) { return scalar(std::nullopt, "null"); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Frame {
    bool array;
    bool on_path;          // the container itself
    bool matches = false;  // its current item
    std::size_t items = 0;
  };

  // Whether the name, or the next place, of the innermost container is the next step of the path.
  bool is_step(std::string_view name) const {
    const auto* wanted =
        frames_.size() <= steps_.size() ? std::get_if<std::string>(&steps_[frames_.size() - 1]) : nullptr;
    return wanted != nullptr && *wanted == name;
  }
  bool is_step(std::size_t place) const {
    const auto* wanted =
        frames_.size() <= steps_.size() ? std::get_if<std::size_t>(&steps_[frames_.size() - 1]) : nullptr;
    return wanted != nullptr && *wanted == place;
  }

  // A value begins: whether it is on the path.
  bool begin_value() {
    if (frames_.empty()) return true;
    Frame& frame = frames_.back();
    if (frame.array) {
      frame.matches = frame.on_path && is_step(frame.items);
      if (capturing_ && frame.items > 0) captured_ += ',';
    }
    ++frame.items;
    return frame.matches;
  }

  bool is_target(bool on_path) const { return on_path && frames_.size() == steps_.size(); }

  bool open(char bracket, bool array) {
    const bool on_path = begin_value();
    if (is_target(on_path)) {
      if (form_ == JsonForm::Scalar) return finish(std::nullopt);
      capturing_ = true;
      target_depth_ = frames_.size();
    }
    frames_.push_back({.array = array, .on_path = on_path});
    if (capturing_) captured_ += bracket;
    return true;
  }

  bool close(char bracket) {
    frames_.pop_back();
    if (!capturing_) return true;
    captured_ += bracket;
    return frames_.size() != target_depth_ || finish(std::move(captured_));
  }

  void capture_key() {
    if (frames_.back().items > 0) captured_ += ',';
    captured_ += json::serialize(json::string_view(text_));
    captured_ += ':';
  }

  bool number(json::string_view part, std::optional<double> value) {
    text_ += std::string_view(part);
    std::string text = std::exchange(text_, {});
    const std::string shown = value && !is_whole(text) ? double_json(*value) : text == "-0" ? "0" : text;
    return scalar(form_ == JsonForm::Scalar ? text : shown, shown);
  }

  bool scalar(std::optional<std::string> value, const std::string& as_json) {
    const bool on_path = begin_value();
    if (is_target(on_path))
      return finish(form_ == JsonForm::Json ? std::optional(as_json) : std::move(value));
    if (capturing_) captured_ += as_json;
    return true;
  }

  bool finish(std::optional<std::string> result) {
    result_ = std::move(result);
    done_ = true;
    return false;  // the parser stops here
  }

  const std::vector<JsonExtractPath::Step>& steps_;
  const JsonForm form_;
  std::vector<Frame> frames_;
  std::string text_;  // of a key, a string or a number that comes in parts
  bool capturing_ = false;
  std::size_t target_depth_ = 0;
  std::string captured_;
  std::optional<std::string> result_;
  bool done_ = false;
};

// Members in the order of their names, texts in the form that json has them.
void write_sorted(const JsonItem& value, std::string& out) {
  if (const auto* object = value.as<JsonItem::Object>()) {
    std::vector<const JsonItem::Member*> members;
    for (const auto& member : *object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->first); });
    out += '{';
    for (const auto* member : members) {
      if (out.back() != '{') out += ',';
      out += json::serialize(json::string_view(member->first));
      out += ':';
      write_sorted(member->second, out);
    }
    out += '}';
  } else if (const auto* array = value.as<JsonItem::Array>()) {
    out += '[';
    for (const JsonItem& item : *array) {
      if (out.back() != '[') out += ',';
      write_sorted(item, out);
    }
    out += ']';
  } else if (const auto* text = value.as<std::string>()) {
    out += json::serialize(json::string_view(*text));
  } else {
    write_json(value, out);
  }
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("_:$-/@|").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A step in brackets, behind the opening one: 0] or "name"].
std::optional<JsonExtractPath::Step> take_bracket(std::string_view& text) {
  if (text.starts_with('"')) {
    std::string name;
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      name += text[at];
    }
    if (text.substr(std::min(at, text.size())).substr(0, 2) != "\"]") return std::nullopt;
    text.remove_prefix(at + 2);
    return name;
  }
  const std::size_t end = text.find(']');
  const auto place = end == std::string_view::npos ? std::nullopt : base::parse_int(text.substr(0, end));
  if (!place || *place < 0) return std::nullopt;
  text.remove_prefix(end + 1);
  return static_cast<std::size_t>(*place);
}

}  // namespace

std::optional<JsonExtractPath> JsonExtractPath::parse(std::string_view text) {
  JsonExtractPath path;
  if (!text.starts_with('$')) return std::nullopt;
  text.remove_prefix(1);
  while (!text.empty()) {
    const char mark = text[0];
    text.remove_prefix(1);
    if (mark == '[') {
      auto step = take_bracket(text);
      if (!step) return std::nullopt;
      path.steps_.push_back(*std::move(step));
    } else if (mark == '.') {
      const auto end = std::ranges::find_if_not(text, is_name_character);
      const std::string_view name(text.begin(), end);
      if (name.empty()) return std::nullopt;
      path.steps_.emplace_back(std::string(name));
      text.remove_prefix(name.size());
    } else {
      return std::nullopt;
    }
  }
  return path;
}

std::optional<std::string> json_at(std::string_view document, const JsonExtractPath& path, JsonForm form) {
  // Of the whole document nothing may come behind.
  if (path.steps().empty() && !canonical_json(document)) return std::nullopt;
  json::basic_parser<PathHandler> parser(options(), path, form);
  json::error_code error;
  parser.write_some(false, document.data(), document.size(), error);
  return parser.handler().done() ? std::move(parser.handler()).result() : std::nullopt;
}

std::optional<std::string> canonical_json(std::string_view document) {
  const std::optional<JsonItem> value = parse_whole_json(document);
  if (!value) return std::nullopt;
  std::string text;
  write_sorted(*value, text);
  return text;
}

}  // namespace engine
