#include "engine/functions/json_item.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/text.h"
#include "engine/functions/characters.h"

namespace engine {
namespace {

namespace json = boost::json;
using View = std::string_view;

void keep_last_of_each(JsonItem::Object& members) {
  std::unordered_map<View, std::size_t> places;
  JsonItem::Object kept;
  kept.reserve(members.size());  // the names that the map refers to must not move
  for (JsonItem::Member& member : members) {
    const auto found = places.find(member.first);
    if (found != places.end()) {
      kept[found->second].second = std::move(member.second);
      continue;
    }
    kept.push_back(std::move(member));
    places.emplace(kept.back().first, kept.size() - 1);
  }
  members = std::move(kept);
}

// Hears the events of a parser, and builds the value.
class Builder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  JsonItem root;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(JsonItem::Object()); }
  bool on_object_end(std::size_t, json::error_code&) {
    keep_last_of_each(std::get<JsonItem::Object>(open_.back().value));
    return close();
  }
  bool on_array_begin(json::error_code&) { return open(JsonItem::Array()); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    add(part);
    std::get<JsonItem::Object>(open_.back().value).emplace_back(std::exchange(text_, {}), JsonItem());
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    add(part);
    return put(std::exchange(text_, {}));
  }
  bool on_number_part(json::string_view part, json::error_code&) { return add(part); }
  bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
    text_.clear();
    using Small = std::numeric_limits<std::int32_t>;
    return put(JsonItem::Integer{value, value >= Small::min() && value <= Small::max() ? 32 : 64});
  }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return number(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return number(part); }
  bool on_bool(bool value, json::error_code&) { return put(value); }
  bool on_null(json::error_code&) { return put(JsonItem::Null()); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool add(json::string_view part) {
    text_ += View(part);
    return true;
  }

  // The text says it exactly; the parser's own double may be off by the last digit.
  bool number(json::string_view part) {
    add(part);
    const std::string text = std::exchange(text_, {});
    if (text == "-0") return put(JsonItem::Integer{});
    if (text.find_first_of(".eE") == std::string::npos) return put(JsonItem::LongInteger{text});
    return put(std::strtod(text.c_str(), nullptr));
  }

  template <typename Value>
  bool open(Value value) {
    open_.push_back({.value = std::move(value), .of_document = true});
    return true;
  }

  bool close() {
    JsonItem whole = std::move(open_.back());
    open_.pop_back();
    return put(std::move(whole.value));
  }

  template <typename Value>
  bool put(Value value) {
    JsonItem item{.value = std::move(value), .of_document = true};
    if (open_.empty())
      root = std::move(item);
    else if (auto* array = std::get_if<JsonItem::Array>(&open_.back().value))
      array->push_back(std::move(item));
    else
      std::get<JsonItem::Object>(open_.back().value).back().second = std::move(item);
    return true;
  }

  std::vector<JsonItem> open_;
  std::string text_;  // of a key, a string or a number that comes in parts
};

struct Writer {
  std::string& out;

  void operator()(JsonItem::Missing) const { out += "null"; }
  void operator()(JsonItem::Null) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(const JsonItem::Integer& number) const { out += std::to_string(number.value); }
  void operator()(const JsonItem::LongInteger& number) const { out += number.digits; }
  void operator()(const JsonItem::Decimal& number) const {
    out += decimal_to_java_text(number.unscaled, number.scale);
  }
  void operator()(double value) const { out += double_json(value); }
  void operator()(const std::string& text) const { out += quoted_json(text); }
  void operator()(const JsonItem::Array& items) const {
    out += '[';
    for (const JsonItem& item : items) {
      if (&item != items.data()) out += ',';
      write_json(item, out);
    }
    out += ']';
  }
  void operator()(const JsonItem::Object& members) const {
    out += '{';
    for (const auto& member : members) {
      if (&member != members.data()) out += ',';
      out += quoted_json(member.first) + ':';
      write_json(member.second, out);
    }
    out += '}';
  }
};

// Whether a value ends with the first of two characters: a number does before a blank, and a word before all
// that could not be part of a longer one.
bool ends_with(const JsonItem& value, View two) {
  if (value.is_container() || value.as<std::string>() != nullptr) return true;
  if (json_type(value) == "number") return base::trim(two).size() < 2;
  const auto next = static_cast<unsigned char>(two[1]);
  return !std::isalnum(next) && next != '_' && next < 0x80;
}

// The first value of a text, and its end there.
std::optional<JsonItem> first_value(View text, std::size_t& end) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::basic_parser<Builder> parser(options);
  json::error_code error;
  end = parser.write_some(false, text.data(), text.size(), error);
  return error ? std::nullopt : std::optional(std::move(parser.handler().root));
}

}  // namespace

std::optional<JsonItem> parse_json(View text) {
  if (base::trim(text).empty()) return JsonItem{.value = JsonItem::Missing(), .of_document = true};
  std::size_t end = 0;
  std::optional<JsonItem> value = first_value(text, end);
  if (value && end < text.size() && !ends_with(*value, text.substr(end - 1, 2))) return std::nullopt;
  return value;
}

std::optional<JsonItem> parse_whole_json(View text) {
  std::size_t end = 0;
  std::optional<JsonItem> value = first_value(text, end);
  return value && base::trim(text.substr(end)).empty() ? std::move(value) : std::nullopt;
}

std::string_view json_type(const JsonItem& item) {
  if (item.is_null()) return "null";
  if (item.as<JsonItem::Missing>() != nullptr) return "missing";
  if (item.as<bool>() != nullptr) return "boolean";
  if (item.as<std::string>() != nullptr) return "string";
  if (item.as<JsonItem::Array>() != nullptr) return "array";
  return item.as<JsonItem::Object>() != nullptr ? "object" : "number";
}

void write_json(const JsonItem& item, std::string& out) {
  std::visit(Writer{out}, item.value);
}

std::string quoted_json(View text) {
  std::string json = "\"";
  while (!text.empty()) {
    const View character = take_character(text);
    const char32_t point = code_points(character)[0];
    constexpr View kShort = "\"\\\b\f\n\r\t", kNames = "\"\\bfnrt";
    const std::size_t name = character.size() == 1 ? kShort.find(character[0]) : View::npos;
    if (name != View::npos) {
      json += '\\';
      json += kNames[name];
    } else if (point < 0x20) {
      json += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(point));
    } else if (point > 0xffff) {
      const auto above = static_cast<std::uint32_t>(point) - 0x10000;
      json += fmt::format("\\u{:04X}\\u{:04X}", 0xd800 + (above >> 10), 0xdc00 + (above & 0x3ff));
    } else {
      json += character;
    }
  }
  return json + '"';
}

std::string double_json(double value) {
  const std::string text = double_to_text(value);
  return std::isfinite(value) ? text : '"' + text + '"';
}

}  // namespace engine
