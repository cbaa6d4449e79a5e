#include <boost/json.hpp>

#include "engine/functions/json_path.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/json.html. A value of type json is its text.
namespace engine {
namespace {

using View = std::string_view;

// Paths are constants nearly always: the last one is kept.
const JsonPath& compiled(View text) {
  struct Kept {
    std::string text;
    JsonPath path;
  };
  thread_local std::optional<Kept> kept;
  if (!kept || kept->text != text) {
    auto path = JsonPath::parse(text);
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

// Of an object or an array; 0 of a scalar.
std::optional<int64_t> json_size(View document, View path) {
  const auto found = json_extract(document, path);
  if (!found) return std::nullopt;
  const auto value = boost::json::parse(*found);
  if (value.is_object()) return static_cast<int64_t>(value.get_object().size());
  return value.is_array() ? static_cast<int64_t>(value.get_array().size()) : 0;
}

std::optional<int64_t> json_array_length(View document) {
  boost::json::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(document.data(), document.size()), error);
  if (error || !value.is_array()) return std::nullopt;
  return static_cast<int64_t>(value.get_array().size());
}

std::optional<bool> is_json_scalar(View document) {
  boost::json::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(document.data(), document.size()), error);
  if (error) refuse_argument("Invalid JSON value: " + std::string(document));
  return !value.is_object() && !value.is_array();
}

// What a cast of json reads: the text of a scalar; null is NULL.
std::optional<std::string> json_scalar_text(View document) {
  static const JsonPath whole = *JsonPath::parse("$");
  if (document.starts_with('{') || document.starts_with('['))
    raise(base::refusal(
        "INVALID_CAST_ARGUMENT", 400,
        "INVALID_CAST_ARGUMENT: Cannot cast the JSON value to a scalar: " + std::string(document)));
  return json_at(document, whole, JsonForm::Scalar);
}

}  // namespace

std::vector<TrinoKernel> json_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.json_extract_scalar", {text, text}, text, row_kernel<View, View>(json_extract_scalar)},
      {"trino.json_extract", {text, text}, text, row_kernel<View, View>(json_extract)},
      {"trino.json_parse", {text}, text, row_kernel<View>(json_parse)},
      {"trino.json_size", {text, text}, number, row_kernel<View, View>(json_size)},
      {"trino.json_array_length", {text}, number, row_kernel<View>(json_array_length)},
      {"trino.is_json_scalar", {text}, Type::BOOLEAN, row_kernel<View>(is_json_scalar)},
      {"trino.json_scalar_text", {text}, text, row_kernel<View>(json_scalar_text)},
  };
}

}  // namespace engine
