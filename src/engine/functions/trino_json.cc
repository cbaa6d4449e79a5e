#include <boost/json.hpp>
#include <cmath>

#include "engine/functions/json_extract_path.h"
#include "engine/functions/json_item.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/json.html. A value of type json is its text.
namespace engine {
namespace {

using View = std::string_view;

// Paths are constants nearly always: the last one is kept.
const JsonExtractPath& compiled(View text) {
  struct Kept {
    std::string text;
    JsonExtractPath path;
  };
  thread_local std::optional<Kept> kept;
  if (!kept || kept->text != text) {
    auto path = JsonExtractPath::parse(text);
    if (!path) refuse_argument("Invalid JSON path: '" + std::string(text) + "'");
    kept = Kept{std::string(text), *std::move(path)};
  }
  return kept->path;
}

std::optional<std::string> json_extract_scalar(View document, View path) {
  return json_at(document, compiled(path), JsonForm::Scalar);
}

std::optional<std::string> json_extract(View document, View path) {
  return json_at(document, compiled(path), JsonForm::Json);
}

std::optional<std::string> json_parse(View text) {
  auto canonical = canonical_json(text);
  if (!canonical) refuse_argument("Cannot convert value to JSON: '" + std::string(text) + "'");
  return canonical;
}

std::optional<boost::json::value> parsed(View document) {
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::error_code error;
  auto value =
      boost::json::parse(boost::json::string_view(document.data(), document.size()), error, {}, options);
  return error ? std::nullopt : std::optional(std::move(value));
}

// Of an object or an array; 0 of a scalar.
std::optional<int64_t> json_size(View document, View path) {
  const auto found = json_extract(document, path);
  if (!found) return std::nullopt;
  const auto value = parsed(*found);
  if (value && value->is_object()) return static_cast<int64_t>(value->get_object().size());
  return value && value->is_array() ? static_cast<int64_t>(value->get_array().size()) : 0;
}

std::optional<int64_t> json_array_length(View document) {
  const auto value = parsed(document);
  if (!value || !value->is_array()) return std::nullopt;
  return static_cast<int64_t>(value->get_array().size());
}

std::optional<bool> is_json_scalar(View document) {
  const auto value = parsed(document);
  if (!value) refuse_argument("Invalid JSON value: " + std::string(document));
  return !value->is_object() && !value->is_array();
}

// Whether an array has the item that `is` finds; NULL of what is no array.
template <typename Is>
std::optional<bool> json_array_contains(View document, Is is) {
  const auto value = parsed(document);
  if (!value || !value->is_array()) return std::nullopt;
  return std::ranges::any_of(value->get_array(), is);
}

std::optional<bool> contains_boolean(View document, bool wanted) {
  return json_array_contains(document,
                             [&](const auto& item) { return item.is_bool() && item.get_bool() == wanted; });
}
std::optional<bool> contains_bigint(View document, int64_t wanted) {
  return json_array_contains(document,
                             [&](const auto& item) { return item.is_int64() && item.get_int64() == wanted; });
}
std::optional<bool> contains_double(View document, double wanted) {
  return json_array_contains(
      document, [&](const auto& item) { return item.is_double() && item.get_double() == wanted; });
}
std::optional<bool> contains_varchar(View document, View wanted) {
  return json_array_contains(document, [&](const auto& item) {
    return item.is_string() && View(item.get_string().data(), item.get_string().size()) == wanted;
  });
}

// From 0, and from the end below. A text comes without its quotes.
std::optional<std::string> json_array_get(View document, int64_t index) {
  if (index < 0) index += json_array_length(document).value_or(0);
  if (index < 0) return std::nullopt;
  const auto path = JsonExtractPath::parse("$[" + std::to_string(index) + "]");
  const auto found = path ? json_at(document, *path, JsonForm::Json) : std::nullopt;
  if (!found || *found == "null" || !document.starts_with('[')) return std::nullopt;
  return found->starts_with('"') ? json_at(document, *path, JsonForm::Scalar) : found;
}

std::optional<std::string> json_of_text(View text) {
  return quoted_json(text);
}

std::optional<std::string> json_of_double(double value) {
  return double_json(value);
}
std::optional<std::string> json_of_real(float value) {
  const std::string text = float_to_text(value);
  return std::isfinite(value) ? text : '"' + text + '"';
}

}  // namespace

std::vector<TrinoKernel> json_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.json_extract_scalar", {text, text}, text, row_kernel<View, View>(json_extract_scalar)},
      {"trino.json_extract", {text, text}, text, row_kernel<View, View>(json_extract)},
      {"trino.json_parse", {text}, text, row_kernel<View>(json_parse)},
      {"trino.json_array_contains_boolean",
       {text, Type::BOOLEAN},
       Type::BOOLEAN,
       row_kernel<View, bool>(contains_boolean)},
      {"trino.json_array_contains_bigint",
       {text, number},
       Type::BOOLEAN,
       row_kernel<View, int64_t>(contains_bigint)},
      {"trino.json_array_contains_double",
       {text, Type::DOUBLE},
       Type::BOOLEAN,
       row_kernel<View, double>(contains_double)},
      {"trino.json_array_contains_varchar",
       {text, text},
       Type::BOOLEAN,
       row_kernel<View, View>(contains_varchar)},
      {"trino.json_array_get", {text, number}, text, row_kernel<View, int64_t>(json_array_get)},
      {"trino.json_of_text", {text}, text, row_kernel<View>(json_of_text)},
      {"trino.json_of_double", {Type::DOUBLE}, text, row_kernel<double>(json_of_double)},
      {"trino.json_of_real", {Type::FLOAT}, text, row_kernel<float>(json_of_real)},
      {"trino.json_size", {text, text}, number, row_kernel<View, View>(json_size)},
      {"trino.json_array_length", {text}, number, row_kernel<View>(json_array_length)},
      {"trino.is_json_scalar", {text}, Type::BOOLEAN, row_kernel<View>(is_json_scalar)},
  };
}

}  // namespace engine
