#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace engine {

// A path of Trino's JSON functions: $.store["book"][0].
// https://trino.io/docs/435/functions/json.html#json_extract
class JsonExtractPath {
 public:
  using Step = std::variant<std::string, std::size_t>;  // a field's name, or a place in an array

  static std::optional<JsonExtractPath> parse(std::string_view text);  // nothing: it is none
  const std::vector<Step>& steps() const { return steps_; }

 private:
  std::vector<Step> steps_;
};

// What stands at the path of a document; nothing: no such place, or the document is damaged before it. What
// comes behind it is not looked at, as in Trino.
enum class JsonForm { Scalar, Json };  // a text, a number or a boolean as it is, or the place as JSON
std::optional<std::string> json_at(std::string_view document, const JsonExtractPath& path, JsonForm form);

// The document in the one form that equal documents share: keys in order, no blanks; nothing: it is damaged.
std::optional<std::string> canonical_json(std::string_view document);

}  // namespace engine
